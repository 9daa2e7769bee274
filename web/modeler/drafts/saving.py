"""Changing a draft: files go into it, or out of it, unless somebody else was there since they were read."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from engine.runtime.engine import Engine
from web.modeler import library
from web.modeler.files import digest, kind_of
from web.modeler.publishing import authors
from web.modeler.tables import draft, draft_file

REMOVED = "removed"
"""The revision of a file that is not there."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A file as the draft shows it: its revision, and who changed it in the draft when ('' and 0 where nobody did)."""

    body: bytes | None
    revision: str
    changed_by: str
    changed_at: int


_BEGIN = sa.text(
    "INSERT INTO procedure_draft (procedure, begun_at, begun_by, changed_at, changed_by)"
    " VALUES (:procedure, :at, :who, :at, :who) ON CONFLICT (procedure) DO NOTHING"
)


class Conflict(Exception):
    """Somebody else saved the file since it was read; `standing` is what they made of it."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.changed_by)
        self.standing = standing


def largest(file: str) -> int:
    """Bytes that a file may have: the reader of diagrams takes no more either, and a scenario is read by a slower one."""
    return 200_000 if kind_of(file) == "scenario" else 2_000_000


def revision(body: bytes | None) -> str:
    """What tells one content of a file from another."""
    return REMOVED if body is None else digest(body)[:16]


def standing(procedure: str, file: str, *, engine: Engine | None = None) -> Standing:
    """The file as the draft shows it now."""
    changed = {one.file: one for one in library.draft_changes(procedure, engine=engine)}
    if file not in changed:
        body = library.present_files(procedure, engine=engine).get(file)
        return Standing(body, revision(body), "", 0)
    one = changed[file]
    body = None if one.removed else one.body
    return Standing(body, revision(body), one.changed_by, one.changed_at)


def save(
    engine: Engine, procedure: str, file: str, body: bytes | None, *, expected: str, who: str, at: int
) -> Standing:
    """Let the draft have the file so (None: not any more), where it still is as `expected`. Raises Conflict.

    A file that already stands so is no conflict: a page that was left while it saved, or whose answer got lost, saves again.
    """
    try:
        change(engine, procedure, {file: body}, who=who, at=at, expected={file: expected})
    except Conflict as conflict:
        if conflict.standing.body != body:
            raise
    return Standing(body, revision(body), who, at)


def change(
    engine: Engine,
    procedure: str,
    files: Mapping[str, bytes | None],
    *,
    who: str,
    at: int,
    expected: Mapping[str, str] | None = None,
    keep_as: str = "",
    made_of: library.Version | None = None,
) -> None:
    """Let the draft have all these files so (None: not any more), or, where one is not as `expected`, none of them.

    A file that is again as it is in force is no change any more, and a draft without changes ends. With `keep_as` the
    draft as it was, where it had changes, is kept as a version of that name. Whoever made the version `made_of`, from which
    the files come, has a hand in the draft, too. Raises Conflict.
    """
    present = library.present_files(procedure, engine=engine)
    with engine.database.begin() as connection:
        _hold(connection, procedure, who, at)
        rows = {one.file: one for one in library.changes_of(connection, procedure)}
        for file, revised in (expected or {}).items():
            found = _standing(rows.get(file), present.get(file))
            if found.revision != revised:
                raise Conflict(found)
        if keep_as and rows:
            laid = library.laid(present, rows.values())
            library.keep(connection, procedure, laid, name=keep_as, note="", who=who, at=at)
        changed = [file for file, body in files.items() if _standing(rows.get(file), present.get(file)).body != body]
        for file in changed:
            _write(connection, procedure, file, files[file], present.get(file), file in rows, who, at)
        if changed:
            for person in {who, *(library.unreviewed_authors(connection, made_of) if made_of else ())}:
                authors.note(connection, procedure, person)
            values = {"changed_at": at, "changed_by": who}
            connection.execute(sa.update(draft).where(draft.c.procedure == procedure).values(**values))
        library.end_if_unchanged(connection, procedure)


def _hold(connection: sa.Connection, procedure: str, who: str, at: int) -> None:
    """Let the procedure have a draft, and hold it until the transaction ends: one change of a draft at a time."""
    held = False
    while not held:  # Who waited for another that ended the draft begins it anew.
        connection.execute(_BEGIN, {"procedure": procedure, "at": at, "who": who})
        held = library.held(connection, procedure)


def _standing(row: library.DraftFile | None, present: bytes | None) -> Standing:
    if row is None:
        return Standing(present, revision(present), "", 0)
    body = None if row.removed else row.body
    return Standing(body, revision(body), row.changed_by, row.changed_at)


def _write(
    connection: sa.Connection,
    procedure: str,
    file: str,
    body: bytes | None,
    present: bytes | None,
    known: bool,
    who: str,
    at: int,
) -> None:
    place = (draft_file.c.procedure == procedure) & (draft_file.c.file == file)
    if body == present:
        connection.execute(sa.delete(draft_file).where(place))
        return
    values = {"body": body or b"", "removed": body is None, "changed_at": at, "changed_by": who}
    if known:
        connection.execute(sa.update(draft_file).where(place).values(**values))
        return
    based_on = "" if present is None else digest(present)
    connection.execute(sa.insert(draft_file).values(procedure=procedure, file=file, based_on=based_on, **values))
