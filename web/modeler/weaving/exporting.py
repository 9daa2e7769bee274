"""Procedures of the database written into folders of files, laid into the files that are there."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from engine.diagrams.weaving import kind, weave
from engine.runtime.engine import Engine
from engine.store.database import reading
from web.clauses import stored, writing
from web.clauses.folder import FILE
from web.modeler import folders, library


@dataclass(frozen=True, slots=True)
class Exported:
    """Files that were written, those that somebody edited and that were left therefore, and those that the version lacks."""

    written: tuple[Path, ...]
    edited: tuple[Path, ...]
    lacking: tuple[Path, ...]


def export(
    engine: Engine, folder: Path, procedure: str, files: Mapping[str, bytes], *, overwrite: bool = False
) -> Exported:
    """Write the files of one procedure into the folder of its name; a file that means the same already is not touched.

    One that holds neither of this nor of any version of the database was edited there and is left, unless `overwrite`.
    """
    home = folder / procedure
    written, edited = [], []
    for name, data in files.items():
        path = home / name
        if path.is_file():
            there = path.read_bytes()
            woven = weave(there, data, kind(name))
            if woven == there:
                continue
            if not overwrite and not _known(engine, procedure, name, there):
                edited.append(path)
                continue
            data = woven
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written.append(path)
    lacking = [path for name, path in folders.paths(home).items() if name not in files]
    return Exported(tuple(written), tuple(edited), tuple(lacking))


def export_register(database: sa.Engine, folder: Path) -> bool:
    """Write the newest wording of every clause into the folder's `clauses.yaml`; whether it was written."""
    path = folder / FILE
    there = path.read_bytes() if path.is_file() else b""
    with reading(database) as connection:
        clauses = stored.newest_clauses(connection)
    if not clauses or (woven := writing.woven(there, clauses)) == there:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(woven)
    return True


def _known(engine: Engine, procedure: str, name: str, there: bytes) -> bool:
    """Whether some version, the draft or what is in force has this file with the same meaning."""
    versions = (library.bodies(one, engine=engine) for one in library.versions(procedure, engine=engine))
    present = library.present_files(procedure, engine=engine)
    for files in (present, library.draft_files(procedure, engine=engine), *versions):
        if name in files and weave(there, files[name], kind(name)) == there:
            return True
    return False
