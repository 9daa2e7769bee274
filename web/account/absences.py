"""Who is away from when to when, and who does their tasks meanwhile."""

import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from engine.store.database import reading
from web.account.dates import DAY, day_starts, holding, today
from web.account.people import Visitor
from web.account.tables import absence, membership, person, unit
from web.language import Name


@dataclass(frozen=True, slots=True)
class Absence:
    """One stretch of days, both included."""

    id: str
    substitute: Name
    first_day: str
    last_day: str


def planned(database: sa.Engine, somebody: str, now: int) -> list[Absence]:
    """The person's present and coming absences, soonest first."""
    query = (
        sa.select(absence, person.c.name, person.c.name_en)
        .join(person, person.c.id == absence.c.substitute)
        .where(absence.c.person == somebody, absence.c.last_day >= today(now))
        .order_by(absence.c.first_day)
    )
    with reading(database) as connection:
        rows = connection.execute(query).all()
    return [Absence(row.id, Name(row.name, row.name_en), row.first_day, row.last_day) for row in rows]


def substitutes(database: sa.Engine, visitor: Visitor, now: int) -> list[tuple[str, Name]]:
    """Whom the visitor may name: those of their units, of the streets these belong to, and of all in these streets."""
    day = today(now)
    streets = {one.street for one in visitor.memberships} | visitor.units
    near = sa.select(unit.c.id).where(sa.or_(unit.c.id.in_(sorted(streets)), unit.c.street.in_(sorted(streets - {""}))))
    there = sa.select(membership.c.person).where(membership.c.unit.in_(near), holding(membership, day))
    query = (
        sa.select(person.c.id, person.c.name, person.c.name_en)
        .where(person.c.id.in_(there), person.c.id != visitor.id, person.c.active, holding(person, day))
        .order_by(person.c.id)
    )
    with reading(database) as connection:
        return [(row.id, Name(row.name, row.name_en)) for row in connection.execute(query)]


def overlaps(database: sa.Engine, somebody: str, first_day: str, last_day: str) -> bool:
    """Whether the person has an absence in these days already."""
    query = sa.select(absence.c.id).where(
        absence.c.person == somebody, absence.c.first_day <= last_day, absence.c.last_day >= first_day
    )
    with reading(database) as connection:
        return connection.scalar(query.limit(1)) is not None


def note(database: sa.Engine, somebody: str, substitute: str, first_day: str, last_day: str, now: int) -> None:
    """Write an absence down."""
    row = {"id": secrets.token_hex(16), "person": somebody, "substitute": substitute, "noted_at": now}
    with database.begin() as connection:
        connection.execute(sa.insert(absence).values(first_day=first_day, last_day=last_day, **row))


def end(database: sa.Engine, somebody: str, identity: str, now: int) -> bool:
    """End the person's absence before today, or forget it where it has not begun before; whether there was one."""
    mine = sa.and_(absence.c.id == identity, absence.c.person == somebody)
    yesterday = today(day_starts(today(now)) - DAY)
    with database.begin() as connection:
        begun = sa.and_(mine, absence.c.first_day <= yesterday)
        if connection.execute(sa.update(absence).where(begun).values(last_day=yesterday)).rowcount:
            return True
        return bool(connection.execute(sa.delete(absence).where(mine)).rowcount)
