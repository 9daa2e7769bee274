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
from web.permissions import cases_seen_by

PAGE = 25


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

    A case stands in the list at its first instance that fits. For each row read, the other instances of its number come
    from the index on `case_number`; those are few, so the cost of a page does not grow with the number of cases.
    """
    earlier = instance.alias("earlier")
    first = sa.or_(
        instance.c.case_number == "",
        ~sa.exists().where(
            earlier.c.case_number == instance.c.case_number,
            sa.tuple_(earlier.c.started_at, earlier.c.id) < sa.tuple_(instance.c.started_at, instance.c.id),
            _fits(visitor, earlier, text, status),
        ),
    )
    query = (
        sa.select(instance)
        .where(_fits(visitor, instance, text, status), first)
        .order_by(instance.c.started_at.desc(), instance.c.id.desc())
        .limit(PAGE + 1)
    )
    with suppress(NotFound):  # a link that somebody mangled leads to the first page
        if after:
            before = sa.tuple_(*position(after, int, str))
            query = query.where(sa.tuple_(instance.c.started_at, instance.c.id) < before)
    with reading(database) as connection:
        found = connection.execute(query).all()
        wholes = _wholes(connection, found[:PAGE])
    rows = tuple(_row(one, wholes) for one in found[:PAGE])
    more = len(found) > PAGE
    return CasePage(rows, cursor(rows[-1].started_at, rows[-1].id) if more else "")


def _fits(visitor: Visitor, row: sa.FromClause, text: str, status: str) -> sa.ColumnElement[bool]:
    """Whether an instance is seen, holds the text and belongs to a case that runs (active) or does not (ended)."""
    conditions = [cases_seen_by(visitor, row)]
    if text:
        number, title = row.c.case_number, row.c.title
        held = (number.contains(text, autoescape=True), title.contains(text, autoescape=True), row.c.id == text)
        conditions.append(sa.or_(*held))
    if status == "active":
        conditions.append(row.c.status == "active")
    elif status == "ended":
        running = instance.alias("running")
        same = sa.exists().where(running.c.case_number == row.c.case_number, running.c.status == "active")
        conditions += [row.c.status != "active", sa.or_(row.c.case_number == "", ~same)]
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
