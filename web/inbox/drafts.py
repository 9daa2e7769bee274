"""What somebody typed into a form and has not got through with yet, kept per person and task."""

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from engine.store.database import reading
from web.inbox.tables import draft

Fields = dict[str, list[str]]


def keep(
    database: sa.Engine, person: str, instance: str, token: int, fields: Mapping[str, list[str]], now: int
) -> None:
    """Keep these raw fields in place of any kept before."""
    key = _key(person, instance, token)
    values = {"fields": msgspec.json.encode(dict(fields)).decode(), "at": now}
    with database.begin() as connection:
        if connection.execute(sa.update(draft).where(key).values(**values)).rowcount == 0:
            connection.execute(sa.insert(draft).values(person=person, instance=instance, token=token, **values))


def kept(database: sa.Engine, person: str, instance: str, token: int) -> tuple[Fields, int] | None:
    """The kept fields and when they were kept, or None."""
    with reading(database) as connection:
        row = connection.execute(
            sa.select(draft.c.fields, draft.c.at).where(_key(person, instance, token))
        ).one_or_none()
    return (msgspec.json.decode(row.fields, type=Fields), row.at) if row else None


def drop(database: sa.Engine, person: str, instance: str, token: int) -> None:
    """Forget them: the task is done, or the person chose to begin anew."""
    with database.begin() as connection:
        connection.execute(sa.delete(draft).where(_key(person, instance, token)))


def _key(person: str, instance: str, token: int) -> sa.ColumnElement[bool]:
    return sa.and_(draft.c.person == person, draft.c.instance == instance, draft.c.token == token)
