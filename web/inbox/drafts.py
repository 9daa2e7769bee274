"""What somebody typed into a form and has not got through with yet, kept per person and task."""

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from engine.store.database import reading
from web.inbox import attachments
from web.inbox.tables import draft

Fields = dict[str, list[str]]
KEPT = 90 * 24 * 3600 * 1000
"""Milliseconds after which a draft counts as abandoned."""


def keep(
    database: sa.Engine, person: str, instance: str, token: int, fields: Mapping[str, list[str]], now: int
) -> None:
    """Keep these raw fields in place of any kept before; drafts that nobody came back to are forgotten."""
    key = _key(person, instance, token)
    attachments.forget_drafts(database, now - KEPT)
    values = {"fields": msgspec.json.encode(dict(fields)).decode(), "at": now}
    with database.begin() as connection:
        connection.execute(sa.delete(draft).where(draft.c.at < now - KEPT))
        if connection.execute(sa.update(draft).where(key).values(**values)).rowcount == 0:
            connection.execute(sa.insert(draft).values(person=person, instance=instance, token=token, **values))


def kept(database: sa.Engine, person: str, instance: str, token: int) -> tuple[Fields, int] | None:
    """The kept fields and when they were kept, or None."""
    with reading(database) as connection:
        row = connection.execute(
            sa.select(draft.c.fields, draft.c.at).where(_key(person, instance, token))
        ).one_or_none()
    return (msgspec.json.decode(row.fields, type=Fields), row.at) if row else None


def submit(database: sa.Engine, person: str, place: tuple[str, int], files: list[str], instance: str) -> None:
    """What was drafted for `place` (instance or process, and token) is done: its files become those of the case.

    Of a task, everybody's drafts are forgotten; of a start form only this person's.
    """
    attachments.submit(database, place, person, files, instance)
    there = sa.and_(draft.c.instance == place[0], draft.c.token == place[1])
    with database.begin() as connection:
        connection.execute(sa.delete(draft).where(there if place[1] else _key(person, *place)))


def _key(person: str, instance: str, token: int) -> sa.ColumnElement[bool]:
    return sa.and_(draft.c.person == person, draft.c.instance == instance, draft.c.token == token)
