"""Reads people, units and roles; `Visitor` is whoever sent the present request."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import sqlalchemy as sa

from engine.runtime.permissions import Actor
from engine.store.database import reading
from web.account.dates import holding, today
from web.account.tables import absence, credential, membership, person, role, unit
from web.language import Name


@dataclass(frozen=True, slots=True)
class Membership:
    """One role held in one unit."""

    role: str
    unit: str
    role_name: Name
    unit_name: Name
    street: str = ""

    @property
    def group(self) -> str:
        return f"{self.role}@{self.unit}"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person with all that they belong to today; `language` is '' until they choose one.

    `stands_in_for` are those who are away today and named the person as their substitute.
    """

    id: str
    name: Name
    language: str
    memberships: tuple[Membership, ...]
    stands_in_for: tuple["Visitor", ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(one.role for one in self.memberships)

    @property
    def units(self) -> frozenset[str]:
        return frozenset(one.unit for one in self.memberships)

    @property
    def unit_names(self) -> list[Name]:
        return list(dict.fromkeys(one.unit_name for one in self.memberships))

    @property
    def actor(self) -> Actor:
        """Who the engine is told acts."""
        groups = frozenset(one.group for one in self.memberships)
        return Actor(self.id, groups, stands_in_for=tuple(absent.actor for absent in self.stands_in_for))


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One line of the sign-in page's table; each role and unit is named once."""

    id: str
    name: Name
    memberships: tuple[Membership, ...]

    @property
    def role_names(self) -> list[Name]:
        return list(dict.fromkeys(one.role_name for one in self.memberships))

    @property
    def unit_names(self) -> list[Name]:
        return list(dict.fromkeys(one.unit_name for one in self.memberships))


def visitor(database: sa.Engine, person_id: str, now: int) -> Visitor | None:
    """The person of this id with what holds today, or None where they are not active any more."""
    day = today(now)
    away = sa.select(absence.c.person).where(
        absence.c.substitute == person_id, absence.c.first_day <= day, absence.c.last_day >= day
    )
    wanted = sa.or_(person.c.id == person_id, person.c.id.in_(away))
    with reading(database) as connection:
        query = sa.select(person).where(wanted, person.c.active, holding(person, day)).order_by(person.c.id)
        rows = connection.execute(query).all()
        found = _memberships(connection, [row.id for row in rows], day)
    known = {
        row.id: Visitor(row.id, Name(row.name, row.name_en), row.language, tuple(found.get(row.id, ()))) for row in rows
    }
    own = known.pop(person_id, None)
    return None if own is None else replace(own, stands_in_for=tuple(known.values()))


def demo_accounts(database: sa.Engine, now: int) -> list[DemoAccount]:
    """Active demo people who can sign in, in the order of their ids."""
    day = today(now)
    query = (
        sa.select(person)
        .join(credential, credential.c.person == person.c.id)
        .where(person.c.demo, person.c.active, holding(person, day))
        .order_by(person.c.id)
    )
    with reading(database) as connection:
        rows = connection.execute(query).all()
        found = _memberships(connection, [row.id for row in rows], day)
    return [DemoAccount(row.id, Name(row.name, row.name_en), tuple(found.get(row.id, ()))) for row in rows]


def remember_language(database: sa.Engine, person_id: str, language: str) -> None:
    with database.begin() as connection:
        connection.execute(sa.update(person).where(person.c.id == person_id).values(language=language))


def person_names(database: sa.Engine, ids: Iterable[str]) -> dict[str, Name]:
    """Names of those of the ids that are people."""
    return _names(database, person, ids)


def unit_names(database: sa.Engine, ids: Iterable[str]) -> dict[str, Name]:
    return _names(database, unit, ids)


def role_names(database: sa.Engine, ids: Iterable[str]) -> dict[str, Name]:
    return _names(database, role, ids)


def _names(database: sa.Engine, table: sa.Table, ids: Iterable[str]) -> dict[str, Name]:
    wanted = sorted({one for one in ids if one})
    if not wanted:
        return {}
    query = sa.select(table.c.id, table.c.name, table.c.name_en).where(table.c.id.in_(wanted))
    with reading(database) as connection:
        return {row.id: Name(row.name, row.name_en) for row in connection.execute(query)}


def _memberships(connection: sa.Connection, ids: list[str], day: str) -> dict[str, list[Membership]]:
    query = (
        sa.select(
            membership.c.person,
            role.c.id.label("role"),
            role.c.name.label("role_name"),
            role.c.name_en.label("role_name_en"),
            unit.c.id.label("unit"),
            unit.c.name.label("unit_name"),
            unit.c.name_en.label("unit_name_en"),
            unit.c.street.label("street"),
        )
        .join(role, role.c.id == membership.c.role)
        .join(unit, unit.c.id == membership.c.unit)
        .where(membership.c.person.in_(ids), holding(membership, day), holding(role, day))
        .order_by(unit.c.id, role.c.id)
    )
    found: dict[str, list[Membership]] = {}
    for row in connection.execute(query):
        one = Membership(
            row.role,
            row.unit,
            Name(row.role_name, row.role_name_en),
            Name(row.unit_name, row.unit_name_en),
            row.street,
        )
        found.setdefault(row.person, []).append(one)
    return found
