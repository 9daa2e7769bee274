"""In-app messages that the notify handler and the workshop left for people and groups."""

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine.store.database import reading
from handlers import notifications
from handlers.tables import notification, notification_read
from web.account.people import Visitor
from web.modeler.publishing import notice_words
from web.services import services

NEWEST = 100


@dataclass(frozen=True, slots=True)
class Notice:
    """One message as the visitor sees it; `case` is the instance to open, `address` the page of this server instead."""

    id: int
    subject: str
    body: str
    case: str
    at: int
    read: bool
    address: str = ""


def listed(visitor: Visitor) -> list[Notice]:
    """The newest messages to the person and their groups, newest first."""
    table, mine = notification, notification_read
    read_by_me = sa.and_(mine.c.notification_id == table.c.id, mine.c.person == visitor.id)
    recipients = [visitor.id, *sorted(visitor.actor.groups)]
    query = (
        sa.select(table, mine.c.person.is_not(None).label("read"))
        .outerjoin(mine, read_by_me)
        .where(table.c.recipient.in_(recipients))
        .order_by(table.c.id.desc())
        .limit(NEWEST)
    )
    with reading(services().database) as connection:
        rows = connection.execute(query).all()
    return [_notice(row) for row in rows]


def _notice(row: sa.Row[Any]) -> Notice:
    if not notice_words.known(row.subject):
        return Notice(row.id, row.subject, row.body, row.link, row.created_at, row.read)
    subject, body = notice_words.said(row.subject, json.loads(row.body))
    return Notice(row.id, subject, body, "", row.created_at, row.read, row.link)


def unread(visitor: Visitor) -> int:
    """How many messages the person has not read yet."""
    return notifications.count_unread(services().database, visitor.id, visitor.actor.groups)


def mark_read(visitor: Visitor) -> None:
    """Mark everything as read by this person."""
    given = services()
    for one in listed(visitor):
        if not one.read:
            notifications.mark_read(given.database, one.id, visitor.id, visitor.actor.groups, given.now())
