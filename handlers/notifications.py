"""Reading the stored messages: what is new for a person, and what they have read."""

from collections.abc import Collection

import msgspec
from sqlalchemy import ColumnElement, Engine, and_, exists, func, or_, select

from engine.store.database import reading
from handlers.insertion import insert_once
from handlers.tables import notification, notification_read


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """One message as a person sees it; `recipient` is them or one of their groups, `link` a case instance's id."""

    id: int
    recipient_kind: str
    recipient: str
    subject: str
    body: str
    link: str
    instance_id: str
    created_at: int


def unread(database: Engine, person: str, groups: Collection[str], *, limit: int = 50) -> list[Notification]:
    """The newest messages that the person has not read yet, newest first."""
    columns = [notification.c[name] for name in Notification.__struct_fields__]
    query = select(*columns).where(_unread_by(person, groups)).order_by(notification.c.id.desc()).limit(limit)
    with reading(database) as connection:
        return [Notification(**row) for row in connection.execute(query).mappings()]


def count_unread(database: Engine, person: str, groups: Collection[str]) -> int:
    """How many messages the person has not read yet."""
    query = select(func.count()).select_from(notification).where(_unread_by(person, groups))
    with reading(database) as connection:
        return int(connection.scalar(query) or 0)


def mark_read(database: Engine, notification_id: int, person: str, groups: Collection[str], now: int) -> bool:
    """Mark a message read for this person alone; False when there is no such message for them."""
    with database.begin() as connection:
        mine = select(notification.c.id).where(notification.c.id == notification_id, _addressed(person, groups))
        if connection.scalar(mine) is None:
            return False
        row = {"notification_id": notification_id, "person": person, "read_at": now}
        insert_once(connection, notification_read, row, unique=("notification_id", "person"))
    return True


def _addressed(person: str, groups: Collection[str]) -> ColumnElement[bool]:
    kind, recipient = notification.c.recipient_kind, notification.c.recipient
    return or_(
        and_(kind == "person", recipient == person),
        and_(kind == "group", recipient.in_(sorted(groups))),
    )


def _unread_by(person: str, groups: Collection[str]) -> ColumnElement[bool]:
    seen = exists().where(
        notification_read.c.notification_id == notification.c.id, notification_read.c.person == person
    )
    return and_(_addressed(person, groups), ~seen)
