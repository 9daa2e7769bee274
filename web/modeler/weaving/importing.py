"""Folders of files taken into the database: into drafts, or as versions."""

import json
from collections.abc import Mapping
from pathlib import Path

import msgspec
import yaml

from engine.diagrams import xml
from engine.errors import UnsafeXml
from engine.runtime.engine import Engine
from web.clauses import stored
from web.clauses.folder import FILE, parse
from web.modeler import folders, library
from web.modeler.clauses import changing
from web.modeler.clauses.citations import everywhere
from web.modeler.drafts import saving
from web.modeler.files import kind_of
from web.modeler.publishing import authors
from web.scenarios.loading import Loader


class Unreadable(Exception):
    """Files that cannot be read; the message has a line for each."""


class DraftThere(Exception):
    """The procedure has a draft that says otherwise; `files` are those of it that would be lost."""

    def __init__(self, files: list[str]) -> None:
        super().__init__(", ".join(files))
        self.files = files


def procedures(folder: Path) -> dict[str, dict[str, bytes]]:
    """The procedures of the folder, which is that of all or of one, by key. Raises Unreadable."""
    homes = [one for one in sorted(folder.iterdir()) if one.is_dir() and folders.paths(one)] or [folder]
    found = {
        home.resolve().name: {name: path.read_bytes() for name, path in folders.paths(home).items()} for home in homes
    }
    wrong = [_wrong(key, name, data) for key, files in found.items() for name, data in files.items()]
    if any(wrong):
        raise Unreadable("\n".join(filter(None, wrong)))
    return {key: files for key, files in found.items() if files}


def into_draft(
    engine: Engine, procedure: str, files: Mapping[str, bytes], *, who: str, at: int, replace: bool, keep_as: str
) -> list[str]:
    """Let the draft be these files; the names of those that it changed. Raises DraftThere unless it may `replace` a draft
    that says otherwise, which is then kept as a version of the name `keep_as`; and where somebody saves meanwhile."""
    now = library.draft_files(procedure, engine=engine)
    changes: dict[str, bytes | None] = {name: data for name, data in files.items() if now.get(name) != data}
    changes |= {name: None for name in now if name not in files}
    drafted = [one.file for one in library.draft_changes(procedure, engine=engine) if one.file in changes]
    if drafted and not replace:
        raise DraftThere(drafted)
    if changes:
        read = {name: saving.revision(now.get(name)) for name in changes}
        kept = keep_as if drafted else ""
        try:
            saving.change(engine, procedure, changes, who=who, at=at, keep_as=kept, expected=read)
        except saving.Conflict as conflict:
            again = library.draft_files(procedure, engine=engine)
            raise DraftThere([name for name in changes if again.get(name) != now.get(name)]) from conflict
    return sorted(changes)


def as_version(
    engine: Engine, procedure: str, files: Mapping[str, bytes], *, name: str, who: str, at: int
) -> library.Version:
    """A new version of these files, in force nowhere yet."""
    with engine.database.begin() as connection:
        made = library.keep(connection, procedure, files, name=name, note="", who=who, at=at)
        authors.sign(connection, made.id, [who])
    return made


def take_register(engine: Engine, folder: Path, *, replace: bool, who: str, at: int) -> tuple[list[str], list[str]]:
    """Add the clauses of the folder's `clauses.yaml` that the database lacks, and with `replace` take its wording of the
    others; ids of those added, and of those that differ. Raises Unreadable."""
    path = folder / FILE
    if not path.is_file():
        return [], []
    try:
        given = parse(path.read_bytes())
    except msgspec.DecodeError as error:
        raise Unreadable(f"{FILE}: {error}. Mend the file, or leave it out.") from error
    cited = everywhere(engine) if replace else []
    with engine.database.begin() as connection:
        if replace:
            return changing.take(connection, given, cited, reason=FILE, who=who, at=at)
        return stored.seed(connection, given, who, at)


def _wrong(procedure: str, name: str, data: bytes) -> str:
    """What keeps a file from being read, '' for nothing; whether it may be put into force is judged by the draft's checks."""
    reason = ""
    try:
        if kind_of(name) in ("diagram", "table"):
            xml.parse(f"{procedure}/{name}", data)
        elif kind_of(name) == "form":
            reason = "" if isinstance(json.loads(data), dict) else "it is no JSON object"
        else:
            read = yaml.load(data, Loader)  # noqa: S506 - it is a safe loader
            reason = "" if isinstance(read, dict) else "it is no YAML mapping"
    except UnsafeXml as error:
        return str(error)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
    return f"{procedure}/{name}: {reason}. Mend the file, or leave it out." if reason else ""
