"""Procedures as folders of files, as they lie in `processes/`."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import sqlalchemy as sa

from web.modeler import library
from web.modeler.files import SCENARIOS, digest, kind_of
from web.modeler.library import Version


def procedures(files: Iterable[tuple[Path, bytes]]) -> dict[str, dict[str, bytes]]:
    """By procedure its files: a folder that holds procedure files is a procedure of that name, with its scenarios."""
    found: dict[str, dict[str, bytes]] = {}
    folders = {}
    for path, data in files:
        folder = path.resolve().parent
        folders[folder.name] = folder
        found.setdefault(folder.name, {})[path.name] = data
    for key, folder in folders.items():
        for path in sorted((folder / SCENARIOS).glob("*.yaml")):
            found[key][SCENARIOS + path.name] = path.read_bytes()
    return found


def paths(home: Path) -> dict[str, Path]:
    """The files of a procedure that lie in its folder, by name; what is no file of a procedure is left out."""
    found = {path.name: path for path in sorted(home.glob("*")) if path.is_file()}
    found |= {SCENARIOS + path.name: path for path in sorted((home / SCENARIOS).glob("*")) if path.is_file()}
    return {name: path for name, path in found.items() if kind_of(name) is not None}


def record(connection: sa.Connection, read: Mapping[str, Mapping[str, bytes]], who: str, at: int) -> list[Version]:
    """Note that these procedures were deployed: a new published version of each that is another than the one in force."""
    made = []
    for key in sorted(read):
        library.held(connection, key)
    for key, files in read.items():
        known = library.current_versions(connection).get(key)
        if known is None or dict(known.files) != {file: digest(data) for file, data in files.items()}:
            made.append(library.keep(connection, key, files, name="", note="", who=who, at=at, published=True))
    return made
