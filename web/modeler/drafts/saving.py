"""What a save does: the file goes into the draft, unless somebody else was there since it was read."""

from dataclasses import dataclass

import sqlalchemy as sa

from engine.runtime.engine import Engine
from web.modeler import library
from web.modeler.files import digest
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


class Conflict(Exception):
    """Somebody else saved the file since it was read; `standing` is what they made of it."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.changed_by)
        self.standing = standing


def revision(body: bytes | None) -> str:
    """What tells one content of a file from another."""
    return REMOVED if body is None else digest(body)[:16]


def standing(procedure: str, file: str, *, engine: Engine | None = None) -> Standing:
    """The file as the draft shows it now."""
    body = library.draft_files(procedure, engine=engine).get(file)
    mine = [one for one in library.draft_changes(procedure, engine=engine) if one.file == file]
    by, at = (mine[0].changed_by, mine[0].changed_at) if mine else ("", 0)
    return Standing(body, revision(body), by, at)


def save(
    engine: Engine, procedure: str, file: str, body: bytes | None, *, expected: str, who: str, at: int
) -> Standing:
    """Let the draft have the file so (None: not any more), where it still is as `expected`. Raises Conflict.

    A file that is again as it is in force is no change any more.
    """
    present = library.present_files(procedure, engine=engine).get(file)
    with engine.database.begin() as connection:
        begin(connection, procedure, who, at)
        row = connection.execute(sa.select(draft_file).where(_place(procedure, file)).with_for_update()).one_or_none()
        now = (None if row.removed else bytes(row.body)) if row else present
        if revision(now) != expected:
            by, when = (row.changed_by, row.changed_at) if row else ("", 0)
            raise Conflict(Standing(now, revision(now), by, when))
        if body != now:
            _write(connection, procedure, file, body, present, row is not None, who, at)
            connection.execute(
                sa.update(draft).where(draft.c.procedure == procedure).values(changed_at=at, changed_by=who)
            )
        left = sa.select(draft_file.c.file).where(draft_file.c.procedure == procedure).exists()
        connection.execute(sa.delete(draft).where(draft.c.procedure == procedure, ~left))
    return Standing(body, revision(body), who, at)


def begin(connection: sa.Connection, procedure: str, who: str, at: int) -> None:
    """Let the procedure have a draft, and hold it until the transaction ends: one save of a procedure at a time."""
    same = draft.c.procedure == procedure
    found = connection.execute(sa.select(draft.c.procedure).where(same).with_for_update()).one_or_none()
    if found is None:
        connection.execute(
            sa.text(
                "INSERT INTO procedure_draft (procedure, begun_at, begun_by, changed_at, changed_by)"
                " VALUES (:procedure, :at, :who, :at, :who) ON CONFLICT (procedure) DO NOTHING"
            ),
            {"procedure": procedure, "at": at, "who": who},
        )
        connection.execute(sa.select(draft.c.procedure).where(same).with_for_update())


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
    if body == present:
        connection.execute(sa.delete(draft_file).where(_place(procedure, file)))
        return
    values = {"body": body or b"", "removed": body is None, "changed_at": at, "changed_by": who}
    if known:
        connection.execute(sa.update(draft_file).where(_place(procedure, file)).values(**values))
        return
    based_on = "" if present is None else digest(present)
    connection.execute(sa.insert(draft_file).values(procedure=procedure, file=file, based_on=based_on, **values))


def _place(procedure: str, file: str) -> sa.ColumnElement[bool]:
    return (draft_file.c.procedure == procedure) & (draft_file.c.file == file)
