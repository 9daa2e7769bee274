"""The clause register in the database: the truth once it has one; until then the folder's file is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from engine.store.database import reading
from web.clauses.folder import Clause, register
from web.clauses.tables import clause_version

_WORDS = ("text", "text_en", "lead", "section", "section_en", "repealed")


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a clause: its words, from when they hold ('' for always), and who changed them why."""

    clause: Clause
    version: int
    position: int
    valid_from: str
    reason: str
    changed_at: int
    changed_by: str


def history(database: sa.Engine, id: str) -> list[Wording]:
    """Every wording of a clause, newest first; nothing for an unknown one."""
    query = sa.select(clause_version).where(clause_version.c.clause == id)
    with reading(database) as connection:
        return [_wording(row) for row in connection.execute(query.order_by(clause_version.c.version.desc()))]


def current(database: sa.Engine, processes: Path, today: date, ids: Sequence[str] | None = None) -> list[Clause]:
    """The clauses as they hold on a day, in the document's order, repealed ones marked; only these `ids`, if they are given.

    A wording that holds from a later day counts from then on; a clause that is new then counts as it will be.
    """
    query = sa.select(clause_version)
    if ids is not None:
        query = query.where(clause_version.c.clause.in_(ids))
    with reading(database) as connection:
        rows = connection.execute(query.order_by(clause_version.c.version)).all()
        if not rows and connection.scalar(sa.select(clause_version.c.clause).limit(1)) is None:
            return [one for one in register(processes) if ids is None or one.id in ids]
    found: dict[str, sa.Row[Any]] = {}
    for row in rows:
        if row.clause not in found or row.valid_from <= today.isoformat():
            found[row.clause] = row
    return [_wording(row).clause for row in sorted(found.values(), key=lambda row: (row.position, row.clause))]


def seed(connection: sa.Connection, given: Iterable[Clause], who: str, at: int) -> tuple[list[str], list[str]]:
    """Add the clauses that the database lacks, at their place; returns their ids and those that it has in other words."""
    stored = {row.clause: row for row in newest(connection)}
    added, differing = [], []
    for place, one in enumerate(given):
        if one.id not in stored:
            add(connection, one, place * 10, "", "", who, at, version=1)
            added.append(one.id)
        elif any(getattr(one, name) != getattr(stored[one.id], name) for name in _WORDS):
            differing.append(one.id)
    return added, differing


def newest(connection: sa.Connection) -> Sequence[sa.Row[Any]]:
    """The last wording of every clause, in the document's order."""
    table = clause_version
    last = sa.select(table.c.clause, sa.func.max(table.c.version).label("version")).group_by(table.c.clause).subquery()
    query = sa.select(table).join(last, (last.c.clause == table.c.clause) & (last.c.version == table.c.version))
    return connection.execute(query.order_by(table.c.position, table.c.clause)).all()


def newest_clauses(connection: sa.Connection) -> list[Clause]:
    """The same as clauses."""
    return [_wording(row).clause for row in newest(connection)]


def add(
    connection: sa.Connection,
    one: Clause,
    position: int,
    valid_from: str,
    reason: str,
    who: str,
    at: int,
    *,
    version: int,
) -> None:
    """Write down a wording."""
    words = {name: getattr(one, name) for name in _WORDS}
    row = {"clause": one.id, "version": version, "position": position, "valid_from": valid_from, "reason": reason}
    connection.execute(sa.insert(clause_version).values(**row, **words, changed_at=at, changed_by=who))


def _wording(row: sa.Row[Any]) -> Wording:
    clause = Clause(id=row.clause, **{name: getattr(row, name) for name in _WORDS})
    return Wording(clause, row.version, row.position, row.valid_from, row.reason, row.changed_at, row.changed_by)
