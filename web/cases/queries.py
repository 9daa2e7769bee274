"""The list of cases that a person may see: a case once, however many procedures serve it."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine.errors import NotFound
from engine.runtime.paging import cursor, position
from engine.store.database import reading
from engine.store.tables import incident, instance
from web.account.people import Visitor
from web.permissions import opened_by, sees_every_case, traces_of
from web.traces import Trace, windows

PAGE = 25
BATCH = 4 * PAGE
"""Instances read at a time; several serve one case."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list: a case by the first instance of it that fits; times are milliseconds since 1970.

    `status` is active while any instance runs; `procedures` and `incidents` count those of all its instances.
    """

    id: str
    definition_hash: str
    case_number: str
    title: str
    status: str
    started_at: int
    ended_at: int
    procedures: int
    incidents: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of cases, newest first; `next` is the cursor of the page after it, '' on the last."""

    rows: tuple[CaseRow, ...]
    next: str


def definition_hash(database: sa.Engine, instance_id: str) -> str:
    """What the case runs by. Raises `NotFound`."""
    with reading(database) as connection:
        found = connection.scalar(sa.select(instance.c.definition_hash).where(instance.c.id == instance_id))
    if found is None:
        raise NotFound(f"No case {instance_id}.", kind="instance", id=instance_id)
    return str(found)


def cases(database: sa.Engine, visitor: Visitor, text: str, status: str, after: str) -> CasePage:
    """Cases the visitor may see, whose number or title holds `text`.

    A case stands in the list at its first instance that fits. Which rows are the first of their case is asked apart, for
    the rows that were read: neither database plans both in one statement well.
    """
    place: tuple[int, str] | None = None
    with suppress(NotFound):  # a link that somebody mangled leads to the first page
        if after:
            started_at, identity = position(after, int, str)
            place = (int(started_at), str(identity))
    everything = sees_every_case(visitor)
    traces = [] if everything else traces_of(visitor)
    found: list[sa.Row[Any]] = []
    with reading(database) as connection:
        newest = sa.select(instance).order_by(instance.c.started_at.desc(), instance.c.id.desc())
        query = newest.where(_fits(instance, text, status))
        for batch in _all(connection, query, place) if everything else _opened(connection, query, traces, place):
            other = instance.alias("other")
            seen = sa.true() if everything else opened_by(traces, other)
            left_out = _left_out(connection, other, sa.and_(seen, _fits(other, text, status)), status, batch)
            found += [row for row in batch if row.id not in left_out]
            if len(found) > PAGE:
                break
        wholes = _wholes(connection, found[:PAGE])
    rows = tuple(_row(one, wholes) for one in found[:PAGE])
    more = len(found) > PAGE
    return CasePage(rows, cursor(rows[-1].started_at, rows[-1].id) if more else "")


def _all(
    connection: sa.Connection, query: sa.Select[Any], place: tuple[int, str] | None
) -> Iterator[Sequence[sa.Row[Any]]]:
    """The instances of the query after a place, in batches, for whoever sees every case."""
    while True:
        there = sa.tuple_(instance.c.started_at, instance.c.id)
        batch = connection.execute((query.where(there < sa.tuple_(*place)) if place else query).limit(BATCH)).all()
        yield batch
        if len(batch) < BATCH:
            return
        place = (batch[-1].started_at, batch[-1].id)


def _opened(
    connection: sa.Connection, query: sa.Select[Any], traces: Sequence[Trace], place: tuple[int, str] | None
) -> Iterator[Sequence[sa.Row[Any]]]:
    """Those that the traces open. Ids of instances begin with when they started, so windows of them come in the order."""
    for ids in windows(connection, traces, place):
        rows = connection.execute(query.where(instance.c.id.in_(ids))).all()
        yield from (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _left_out(
    connection: sa.Connection,
    other: sa.FromClause,
    fits: sa.ColumnElement[bool],
    status: str,
    batch: Sequence[sa.Row[Any]],
) -> set[str]:
    """The ids of those rows whose case has an earlier instance that fits, or still runs where ended cases are asked for."""
    ids = [row.id for row in batch if row.case_number]
    if not ids:
        return set()
    same = sa.select(instance.c.id).where(instance.c.id.in_(ids), other.c.case_number == instance.c.case_number)
    before = sa.tuple_(other.c.started_at, other.c.id) < sa.tuple_(instance.c.started_at, instance.c.id)
    found = set(connection.scalars(same.where(before, fits)))
    return found | set(connection.scalars(same.where(other.c.status == "active"))) if status == "ended" else found


def _fits(row: sa.FromClause, text: str, status: str) -> sa.ColumnElement[bool]:
    """Whether an instance holds the text and itself runs (active) or does not (ended)."""
    conditions: list[sa.ColumnElement[bool]] = [sa.true()]
    if text:
        number, title = row.c.case_number, row.c.title
        held = (number.contains(text, autoescape=True), title.contains(text, autoescape=True), row.c.id == text)
        conditions.append(sa.or_(*held))
    if status in ("active", "ended"):
        conditions.append(row.c.status == "active" if status == "active" else row.c.status != "active")
    return sa.and_(*conditions)


def _wholes(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> dict[str, sa.Row[Any]]:
    """By case number, or by id where there is none: instances, running ones, the last end, incidents."""
    key = sa.case((instance.c.case_number == "", instance.c.id), else_=instance.c.case_number)
    incidents = sa.select(sa.func.count()).where(incident.c.instance_id == instance.c.id).correlate(instance)
    numbers = sorted({row.case_number for row in rows} - {""})
    query = (
        sa.select(
            key.label("key"),
            sa.func.count().label("procedures"),
            sa.func.sum(sa.case((instance.c.status == "active", 1), else_=0)).label("running"),
            sa.func.max(instance.c.ended_at).label("ended_at"),
            sa.func.sum(incidents.scalar_subquery()).label("incidents"),
        )
        .where(sa.or_(instance.c.case_number.in_(numbers), instance.c.id.in_([row.id for row in rows])))
        .group_by(key)
    )
    return {row.key: row for row in connection.execute(query)}


def _row(one: sa.Row[Any], wholes: dict[str, sa.Row[Any]]) -> CaseRow:
    whole = wholes[one.case_number or one.id]
    return CaseRow(
        id=one.id,
        definition_hash=one.definition_hash,
        case_number=one.case_number,
        title=one.title,
        status="active" if whole.running else one.status,
        started_at=one.started_at,
        ended_at=0 if whole.running else whole.ended_at,
        procedures=whole.procedures,
        incidents=whole.incidents,
    )
