"""The list of cases that a person may see."""

from contextlib import suppress
from dataclasses import dataclass

import sqlalchemy as sa

from engine.errors import NotFound
from engine.runtime.paging import cursor, position
from engine.store.database import reading
from engine.store.tables import definition, incident, instance
from web.account.people import Visitor
from web.permissions import cases_seen_by

PAGE = 25


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list; times are milliseconds since 1970, 0 for none."""

    id: str
    definition_hash: str
    process_name: str
    case_number: str
    title: str
    status: str
    started_at: int
    ended_at: int
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
    """Cases the visitor may see, whose number or title holds `text`."""
    incidents = sa.select(sa.func.count()).where(incident.c.instance_id == instance.c.id).scalar_subquery()
    query = (
        sa.select(instance, definition.c.name.label("process_name"), incidents.label("incidents"))
        .join(definition, definition.c.hash == instance.c.definition_hash)
        .where(cases_seen_by(visitor))
        .order_by(instance.c.started_at.desc(), instance.c.id.desc())
        .limit(PAGE + 1)
    )
    if text:
        query = query.where(
            sa.or_(
                instance.c.case_number.contains(text, autoescape=True),
                instance.c.title.contains(text, autoescape=True),
                instance.c.id == text,
            )
        )
    if status == "active":
        query = query.where(instance.c.status == "active")
    elif status == "ended":
        query = query.where(instance.c.status != "active")
    with suppress(NotFound):  # a link that somebody mangled leads to the first page
        if after:
            before = sa.tuple_(*position(after, int, str))
            query = query.where(sa.tuple_(instance.c.started_at, instance.c.id) < before)
    with reading(database) as connection:
        found = connection.execute(query).all()
    rows = tuple(
        CaseRow(
            one.id,
            one.definition_hash,
            one.process_name,
            one.case_number,
            one.title,
            one.status,
            one.started_at,
            one.ended_at,
            one.incidents,
        )
        for one in found[:PAGE]
    )
    more = len(found) > PAGE
    return CasePage(rows, cursor(rows[-1].started_at, rows[-1].id) if more else "")
