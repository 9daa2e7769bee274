"""Changing the register: every change is a new wording with its reason, and flags whatever cites the clause."""

from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from engine.store.database import is_postgresql_connection
from web.clauses import stored
from web.clauses.folder import Clause
from web.clauses.tables import clause_review
from web.modeler.clauses.citations import Cited
from web.modeler.publishing import journal

_LOCK = 0x636C6175
"""The PostgreSQL advisory lock that lets one change of the register be made at a time ("clau")."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the clause since it was read."""


class AlreadyThere(Exception):
    """The register has a clause of this id."""


def begin(database: sa.Engine, given: Iterable[Clause], at: int) -> None:
    """Let a register that has no clause yet be that of a file, at the moment `at` (milliseconds since 1970)."""
    with database.begin() as connection:
        if not _hold(connection):
            stored.seed(connection, given, "system", at)


def change(
    database: sa.Engine,
    one: Clause,
    cited: Iterable[Cited],
    *,
    read: int,
    valid_from: str,
    reason: str,
    who: str,
    at: int,
) -> int:
    """Give a clause, whose version `read` was on the page, other words or repeal it; returns the new version.

    Every element of `cited` that cites it is to be looked at. Raises ChangedMeanwhile.
    """
    with database.begin() as connection:
        before = _hold(connection).get(one.id)
        if before is None or before.version != read:
            raise ChangedMeanwhile
        version: int = before.version + 1
        stored.add(connection, one, before.position, valid_from, reason, who, at, version=version)
        flagged = _flag(connection, one.id, version, cited)
        action = "clause.repealed" if one.repealed and not before.repealed else "clause.changed"
        details = {"version": version, "reason": reason, "valid_from": valid_from, "flagged": flagged}
        journal.record(connection, at, who, action, one.id, details)
    return version


def add(database: sa.Engine, one: Clause, *, after: str, valid_from: str, reason: str, who: str, at: int) -> None:
    """Add a clause behind another ('': first). Raises AlreadyThere."""
    with database.begin() as connection:
        rows = _hold(connection)
        if one.id in rows:
            raise AlreadyThere(one.id)
        place = rows[after].position + 1 if after in rows else 0
        stored.add(connection, one, place, valid_from, reason, who, at, version=1)
        details = {"version": 1, "reason": reason, "valid_from": valid_from}
        journal.record(connection, at, who, "clause.added", one.id, details)


def take(
    connection: sa.Connection, given: Iterable[Clause], cited: Iterable[Cited], *, reason: str, who: str, at: int
) -> tuple[list[str], list[str]]:
    """Let the register say what a file says: ids of clauses that were added, and of those that were changed."""
    rows = _hold(connection)
    known = {one.id: one for one in given}
    added, differing = stored.seed(connection, known.values(), who, at)
    cited = list(cited)
    for id in differing:
        version = rows[id].version + 1
        stored.add(connection, known[id], rows[id].position, "", reason, who, at, version=version)
        details = {"version": version, "reason": reason, "flagged": _flag(connection, id, version, cited)}
        journal.record(connection, at, who, "clause.changed", id, details)
    return added, differing


def reworded(one: Clause, **words: str | bool) -> Clause:
    """The clause with other words."""
    return msgspec.structs.replace(one, **words)


def _hold(connection: sa.Connection) -> dict[str, sa.Row[Any]]:
    if is_postgresql_connection(connection):
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    return {row.clause: row for row in stored.newest(connection)}


def _flag(connection: sa.Connection, clause: str, version: int, cited: Iterable[Cited]) -> int:
    """What cites the clause is to be looked at against its newest wording; older questions about it are answered by that."""
    same = clause_review.c.clause == clause
    connection.execute(sa.delete(clause_review).where(same, clause_review.c.state == "waiting"))
    places = {(one.procedure, one.citing.element) for one in cited if one.citing.clause == clause}
    rows = [
        {
            "clause": clause,
            "version": version,
            "procedure": procedure,
            "element": element,
            "state": "waiting",
            "note": "",
            "decided_at": None,
            "decided_by": "",
        }
        for procedure, element in sorted(places)
    ]
    if rows:
        connection.execute(sa.insert(clause_review), rows)
    return len(rows)
