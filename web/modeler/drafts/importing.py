"""Reads files that somebody brings, within fixed bounds, before anything of them is taken over."""

import io
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

import yaml
from flask_babel import gettext
from lxml import etree
from werkzeug.datastructures import FileStorage

from engine.diagrams import messages, xml
from engine.errors import Refused
from web.language import language
from web.modeler.drafts.saving import largest
from web.modeler.files import SCENARIOS, Glance, glance, kind_of
from web.scenarios.loading import Loader

MOST = 100
"""Files at once, those in an archive included."""


_BROKEN = (
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
)
"""What unpacking raises for archives that are broken, locked or packed in ways unknown here."""


class ImportRefused(ValueError):
    """Nothing is taken over; `reasons` are for the person who brought the files: each a place and what to do."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def read(uploads: Iterable[FileStorage], limit: int) -> dict[str, bytes]:
    """The files by the name that they get in a procedure, all readable, at most `limit` bytes together.

    Raises ImportRefused with every reason.
    """
    found: dict[str, bytes] = {}
    reasons = []
    for name, data in _all(uploads, limit):
        target = _target(name, data)
        if not target:
            reasons.append(_kind_words(name))
        elif target in found:
            reasons.append(gettext("Two files would be called %(name)s. Choose each only once.", name=target))
        elif reason := _unreadable(target, data):
            reasons.append(reason)
        else:
            found[target] = data
    if reasons:
        raise ImportRefused(reasons)
    if not found:
        raise ImportRefused([gettext("Choose at least one file.")])
    return found


def placed(found: Mapping[str, bytes], there: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files under the names of those that they replace: the same process, decision or form, whatever the file is
    called. Raises ImportRefused where two would replace one."""
    held = {file: glance(file, data) for file, data in there.items()}
    placed: dict[str, bytes] = {}
    for file, data in found.items():
        own = glance(file, data)
        same = [one for one, here in held.items() if kind_of(one) == kind_of(file) and _same(here, own)]
        name = file if file in there or not same else same[0]
        if name in placed:
            raise ImportRefused([gettext("Two files would replace %(name)s. Choose one of them.", name=name)])
        placed[name] = data
    return placed


def _same(one: Glance, other: Glance) -> bool:
    processes = {process.id for process in one.processes} & {process.id for process in other.processes}
    return bool(processes or set(one.decisions) & set(other.decisions) or (one.form and one.form == other.form))


def _all(uploads: Iterable[FileStorage], limit: int) -> Iterator[tuple[str, bytes]]:
    """Every file, those of archives unpacked. Raises ImportRefused beyond the bounds."""
    left, count = limit, 0
    for upload in uploads:
        if not upload.filename:
            continue
        data = upload.read(limit + 1)
        inside = _unpacked(upload.filename, data, left) if _is_archive(upload.filename) else [(upload.filename, data)]
        for name, body in inside:
            left, count = left - len(body), count + 1
            if left < 0:
                raise ImportRefused([gettext("These files are too large together. Send fewer at once.")])
            if count > MOST:
                raise ImportRefused([gettext("These are more than %(number)d files. Send fewer.", number=MOST)])
            yield name, body


def _is_archive(name: str) -> bool:
    return name.lower().endswith(".zip")


def _unpacked(name: str, data: bytes, limit: int) -> Iterator[tuple[str, bytes]]:
    """The files of an archive; only their bytes are read, never a place in them written to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                path = PurePosixPath(entry.filename.replace("\\", "/"))
                if entry.is_dir() or path.name.startswith(".") or "__MACOSX" in path.parts:
                    continue
                with archive.open(entry) as opened:
                    body = opened.read(limit + 1)
                limit -= len(body)
                yield str(path), body
    except _BROKEN as error:
        said = gettext("%(name)s: the archive cannot be unpacked. Pack it anew, without a password.", name=name)
        raise ImportRefused([said]) from error


def _target(name: str, data: bytes) -> str:
    """The name in the procedure: without folders, and such as every system takes; '' for another kind of file."""
    own = PurePosixPath(name.replace("\\", "/")).name
    own = re.sub(r"[^\w.-]+", "_", own).strip(".")
    lower = own.lower()
    if lower.endswith((".yaml", ".yml")):
        own = SCENARIOS + own[: own.rindex(".")] + ".yaml"
    elif lower.endswith(".json") and not lower.endswith(".form.json"):
        own = own[: -len(".json")] + ".form.json"
    else:
        endings = (".form.json", ".bpmn", ".dmn", ".form")
        ending = next((one for one in endings if lower.endswith(one)), "")
        own = own[: len(own) - len(ending)] + ending
    return own if kind_of(own) else ""


def _kind_words(name: str) -> str:
    return str(
        gettext(
            "%(name)s is no file of a procedure. Bring .bpmn, .dmn, .form, .json and .yaml files, or a .zip of them.",
            name=name,
        )
    )


def _unreadable(file: str, data: bytes) -> str:
    """Why an editor could not open the file, with the place and what to do; '' where it could."""
    kind = kind_of(file)
    limit = largest(file)
    if len(data) > limit:
        return str(gettext("%(name)s is larger than %(limit)d kB. Make it smaller.", name=file, limit=limit // 1000))
    try:
        if kind in ("diagram", "table"):
            _look_into(file, data)
        elif kind == "form":
            form = json.loads(data)
            if not isinstance(form, dict) or not isinstance(form.get("components"), list):
                return str(gettext("%(name)s is no form: it lacks the list of components.", name=file))
        elif not isinstance(yaml.load(data, Loader), dict):  # noqa: S506 - it is a safe loader
            return str(gettext("%(name)s is no scenario: it holds no names with values.", name=file))
    except Refused as refused:
        said = messages.sentence(refused.findings[0], "en" if language() == "en" else "zh")
        return _placed(file, refused.findings[0].line, f"{said.message} {said.remedy}")
    except json.JSONDecodeError as error:
        return _placed(file, error.lineno, gettext("This is no JSON. Export the form anew."))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return _placed(file, line, gettext("This is no YAML. Mend the line."))
    except (ValueError, RecursionError, yaml.YAMLError):
        return _placed(file, 0, gettext("The file cannot be read. Export it anew."))
    return ""


def _look_into(file: str, data: bytes) -> None:
    root = xml.parse(file, data)
    if etree.QName(root).localname != "definitions":
        xml.require_root(file, root, "definitions")


def _placed(file: str, line: int, said: str) -> str:
    place = gettext("%(file)s, line %(line)d", file=file, line=line) if line else file
    return f"{place}{'：' if language() == 'zh' else ': '}{said}"
