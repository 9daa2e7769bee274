"""The list of cases that a person may see: a case once, however many procedures serve it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine.errors import NotFound
from engine.runtime.paging import cursor, position
from engine.store.database import reading
from engine.store.tables import incident, instance
from web.account.people import Visitor
from web.permissions import cases_seen_by, seen_by

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

    A case stands in the list at its first instance that fits. The query starts from what the visitor may see, so the cost
    of a page grows with that and not with the number of cases. Which rows are the first of their case is asked apart, for
    the rows that were read: neither database plans both in one statement well.
    """
    query = (
        sa.select(instance)
        .where(_fits(seen_by(visitor), instance, text, status))
        .order_by(instance.c.started_at.desc(), instance.c.id.desc())
        .limit(BATCH)
    )
    before: tuple[Any, ...] = ()
    with suppress(NotFound):  # a link that somebody mangled leads to the first page
        if after:
            before = tuple(position(after, int, str))
    found: list[sa.Row[Any]] = []
    with reading(database) as connection:
        while len(found) <= PAGE:
            place = sa.tuple_(instance.c.started_at, instance.c.id)
            batch = connection.execute(query.where(place < sa.tuple_(*before)) if before else query).all()
            left_out = _left_out(connection, visitor, text, status, batch)
            found += [row for row in batch if row.id not in left_out]
            if len(batch) < BATCH:
                break
            before = (batch[-1].started_at, batch[-1].id)
        wholes = _wholes(connection, found[:PAGE])
    rows = tuple(_row(one, wholes) for one in found[:PAGE])
    more = len(found) > PAGE
    return CasePage(rows, cursor(rows[-1].started_at, rows[-1].id) if more else "")


def _left_out(
    connection: sa.Connection, visitor: Visitor, text: str, status: str, batch: Sequence[sa.Row[Any]]
) -> set[str]:
    """The ids of those rows whose case has an earlier instance that fits, or still runs where ended cases are asked for."""
    ids = [row.id for row in batch if row.case_number]
    if not ids:
        return set()
    other = instance.alias("other")
    same = sa.select(instance.c.id).where(instance.c.id.in_(ids), other.c.case_number == instance.c.case_number)
    before = sa.tuple_(other.c.started_at, other.c.id) < sa.tuple_(instance.c.started_at, instance.c.id)
    earlier = same.where(before, _fits(cases_seen_by(visitor, other), other, text, status))
    found = set(connection.scalars(earlier))
    return found | set(connection.scalars(same.where(other.c.status == "active"))) if status == "ended" else found


def _fits(seen: sa.ColumnElement[bool], row: sa.FromClause, text: str, status: str) -> sa.ColumnElement[bool]:
    """Whether an instance is seen, holds the text and itself runs (active) or does not (ended)."""
    conditions = [seen]
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
