"""What has to be looked at because a clause changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine.store.database import reading
from web.clauses.tables import clause_review
from web.modeler.publishing import journal

STATES = ("right", "changed")
"""Looked at: still right; the element was changed."""


@dataclass(frozen=True, slots=True)
class Review:
    """One element that cites a wording of a clause: waiting, right or changed, by whom and why."""

    clause: str
    version: int
    procedure: str
    element: str
    state: str
    note: str
    decided_at: int | None
    decided_by: str


def listed(database: sa.Engine, *, clause: str = "", procedure: str = "", waiting: bool = False) -> list[Review]:
    """Reviews of a clause, of a procedure, or all; newest wordings first."""
    table = clause_review.c
    query = sa.select(clause_review).order_by(table.version.desc(), table.procedure, table.element)
    query = query.where(table.clause == clause) if clause else query
    query = query.where(table.procedure == procedure) if procedure else query
    query = query.where(table.state == "waiting") if waiting else query
    with reading(database) as connection:
        return [_review(row) for row in connection.execute(query)]


def decide(
    database: sa.Engine, clause: str, places: Sequence[tuple[str, str]], state: str, note: str, who: str, at: int
) -> int:
    """Say of these elements, by procedure and id, what looking at them showed; how many were waiting for it."""
    table = clause_review.c
    found = 0
    with database.begin() as connection:
        for procedure, element in places:
            here = (table.clause == clause) & (table.procedure == procedure) & (table.element == element)
            values = {"state": state, "note": note, "decided_at": at, "decided_by": who}
            done = connection.execute(sa.update(clause_review).where(here, table.state == "waiting").values(**values))
            if done.rowcount:
                details = {"procedure": procedure, "element": element, "state": state, "note": note}
                journal.record(connection, at, who, "clause.reviewed", clause, details)
                found += 1
    return found


def _review(row: sa.Row[Any]) -> Review:
    return Review(**row._mapping)
