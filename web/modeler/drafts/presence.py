"""Who has which file open in an editor: whatever browser said so lately."""

import sqlalchemy as sa

from engine.store.database import reading
from web.modeler.tables import editing
from web.services import services

LATELY = 60_000
"""For how long after its last word, in milliseconds, a browser counts as having a file open; it speaks every 15 s."""

_HERE = sa.text(
    "INSERT INTO editing (procedure, file, person, seen_at) VALUES (:procedure, :file, :person, :now)"
    " ON CONFLICT (procedure, file, person) DO UPDATE SET seen_at = excluded.seen_at"
)


def note(procedure: str, file: str, person: str) -> list[str]:
    """Write down that the person has the file open; returns who else has."""
    given = services()
    now = given.now()
    with given.database.begin() as connection:
        connection.execute(sa.delete(editing).where(editing.c.seen_at < now - LATELY))
        connection.execute(_HERE, {"procedure": procedure, "file": file, "person": person, "now": now})
    return [who for _, other, who in editors(procedure) if other == file and who != person]


def editors(procedure: str = "") -> list[tuple[str, str, str]]:
    """Procedure, file and person of everybody who has a file open now, of one procedure or all."""
    query = sa.select(editing).where(editing.c.seen_at >= services().now() - LATELY).order_by(editing.c.person)
    if procedure:
        query = query.where(editing.c.procedure == procedure)
    with reading(services().database) as connection:
        return [(row.procedure, row.file, row.person) for row in connection.execute(query)]
