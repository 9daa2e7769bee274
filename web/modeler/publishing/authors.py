"""Who made what is proposed: everybody who changed a draft since it differs from what is in force."""

from collections.abc import Iterable

import sqlalchemy as sa

from handlers.insertion import insert_once
from web.modeler.publishing.tables import draft_author, version_author
from web.modeler.tables import draft


def note(connection: sa.Connection, procedure: str, person: str) -> None:
    """The person changes the draft."""
    row = {"procedure": procedure, "person": person}
    insert_once(connection, draft_author, row, unique=("procedure", "person"))


def of_draft(connection: sa.Connection, procedure: str) -> list[str]:
    """Who changed the draft so far."""
    query = sa.select(draft_author.c.person).where(draft_author.c.procedure == procedure)
    return list(connection.scalars(query.order_by(draft_author.c.person)))


def forget_without_draft(connection: sa.Connection, procedure: str) -> None:
    """Where the draft is gone, discarded or in force, nobody is an author of it any more."""
    left = sa.select(draft.c.procedure).where(draft.c.procedure == procedure).exists()
    connection.execute(sa.delete(draft_author).where(draft_author.c.procedure == procedure, ~left))


def sign(connection: sa.Connection, version_id: str, persons: Iterable[str]) -> None:
    """These made the version."""
    for person in persons:
        row = {"version_id": version_id, "person": person}
        insert_once(connection, version_author, row, unique=("version_id", "person"))


def of_version(connection: sa.Connection, version_id: str) -> list[str]:
    """Who made the version."""
    query = sa.select(version_author.c.person).where(version_author.c.version_id == version_id)
    return list(connection.scalars(query.order_by(version_author.c.person)))
