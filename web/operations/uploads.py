"""Reads uploaded procedure files within fixed bounds before the engine sees them."""

from collections.abc import Iterable

from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename

from engine.diagrams import messages
from engine.diagrams.bundle import SUFFIXES
from engine.errors import Refused
from web.language import language

MOST_FILES = 50


class UploadRefused(ValueError):
    """The files are not passed on; the message is for the person who sent them."""


def read(files: Iterable[FileStorage], limit: int) -> dict[str, bytes]:
    """The files by name, at most `limit` bytes together.

    Raises UploadRefused for none, too many, too large ones, or kinds that are no procedure files.
    """
    found: dict[str, bytes] = {}
    for file in files:
        if not file.filename:
            continue
        name = secure_filename(file.filename) or "file"
        if not name.lower().endswith(SUFFIXES):
            raise UploadRefused(
                gettext("%(name)s is no procedure file. Choose .bpmn, .dmn and .form files.", name=file.filename)
            )
        if name in found:
            raise UploadRefused(gettext("Two files are called %(name)s. Choose each only once.", name=name))
        if len(found) == MOST_FILES:
            raise UploadRefused(gettext("These are more than %(number)d files. Send fewer.", number=MOST_FILES))
        found[name] = file.read(limit + 1)
        limit -= len(found[name])
        if limit < 0:
            raise UploadRefused(gettext("These files are too large together. Send fewer at once."))
    if not found:
        raise UploadRefused(gettext("Choose at least one file."))
    return found


def findings(refused: Refused) -> list[dict[str, str]]:
    """Every finding in the reader's language: file, line, element, name, message and remedy."""
    said = []
    for one in refused.findings:
        sentence = messages.sentence(one, "en" if language() == "en" else "zh")
        said.append(
            {
                "file": one.file,
                "line": str(one.line or ""),
                "element": one.element,
                "name": one.name,
                "message": sentence.message,
                "remedy": sentence.remedy,
            }
        )
    return said
