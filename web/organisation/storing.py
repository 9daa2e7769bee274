"""The organisation in the tables: read, compared with another, and changed to it in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from engine.store.database import reading
from web.account.tables import membership, person, role, unit
from web.organisation.model import Held, Organisation, Person, Role, Unit


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows one load wrote."""

    units: int
    roles: int
    people: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a load would do to one unit, role, person or membership; `fields` hold what it was and what it will be."""

    table: str
    id: str
    kind: str
    fields: Mapping[str, tuple[str, str]]

    def __str__(self) -> str:
        told = "; ".join(f"{name}: {before or '—'} → {after or '—'}" for name, (before, after) in self.fields.items())
        return f"{self.kind} {self.table} {self.id}{': ' + told if told else ''}"


def stored(database: sa.Engine) -> Organisation:
    """The organisation in the tables, by id."""
    with reading(database) as connection:
        return _stored(connection)


def load(database: sa.Engine, organisation: Organisation, *, demo_people: bool) -> Loaded:
    """Insert or update all of it in one transaction; people marked `demo` only when asked for.

    Memberships of the loaded people become exactly those of `organisation`. Nobody is removed.
    """
    people = [somebody for somebody in organisation.people if demo_people or not somebody.demo]
    with database.begin() as connection:
        for one in organisation.units:
            _upsert(connection, unit, asdict(one))
        for kind in organisation.roles:
            _upsert(connection, role, asdict(kind))
        for somebody in people:
            _upsert(connection, person, person_row(somebody))
            connection.execute(sa.delete(membership).where(membership.c.person == somebody.id))
            rows = [membership_row(somebody.id, held) for held in somebody.held]
            if rows:
                connection.execute(sa.insert(membership), rows)
    return Loaded(len(organisation.units), len(organisation.roles), len(people))


def changes(database: sa.Engine, organisation: Organisation) -> list[Change]:
    """What loading all of `organisation` would change; nothing is written."""
    before, after = stored(database), organisation
    found = _compared("unit", _by_id(before.units), _by_id(after.units))
    found += _compared("role", _by_id(before.roles), _by_id(after.roles))
    found += _compared("person", _by_id(before.people), _by_id(after.people))
    loaded = {one.id for one in after.people}
    old, new = _memberships(one for one in before.people if one.id in loaded), _memberships(after.people)
    found += _compared("membership", old, new)
    return found + [Change("membership", key, "remove", {}) for key in old if key not in new]


def _compared(table: str, before: Mapping[str, dict[str, str]], after: Mapping[str, dict[str, str]]) -> list[Change]:
    found = []
    for key, row in after.items():
        if key not in before:
            found.append(Change(table, key, "add", {}))
            continue
        fields = {name: (before[key][name], value) for name, value in row.items() if before[key][name] != value}
        if fields:
            found.append(Change(table, key, "change", fields))
    return found


def _by_id(all_of_them: Iterable[Unit | Role | Person]) -> dict[str, dict[str, str]]:
    rows = {one.id: asdict(one) for one in all_of_them}
    return {
        key: {name: str(value) for name, value in row.items() if name not in ("id", "memberships")}
        for key, row in rows.items()
    }


def _memberships(people: Iterable[Person]) -> dict[str, dict[str, str]]:
    return {
        " ".join(filter(None, [one.id, held.group, held.valid_from])): {"valid_to": held.valid_to}
        for one in people
        for held in one.held
    }


def person_row(somebody: Person) -> dict[str, Any]:
    """The row of the table `person`."""
    row = asdict(somebody)
    del row["memberships"]
    return row


def membership_row(somebody: str, held: Held) -> dict[str, str]:
    """The row of the table `membership`."""
    role_id, _, unit_id = held.group.partition("@")
    return {
        "person": somebody,
        "role": role_id,
        "unit": unit_id,
        "valid_from": held.valid_from,
        "valid_to": held.valid_to,
    }


def _stored(connection: sa.Connection) -> Organisation:
    held: dict[str, list[str | Held]] = {}
    for row in connection.execute(sa.select(membership)):
        one = Held(f"{row.role}@{row.unit}", row.valid_from, row.valid_to)
        held.setdefault(row.person, []).append(one)
    people = connection.execute(sa.select(person).order_by(person.c.id)).all()
    return Organisation(
        units=[Unit(**row) for row in connection.execute(sa.select(unit).order_by(unit.c.id)).mappings()],
        roles=[Role(**row) for row in connection.execute(sa.select(role).order_by(role.c.id)).mappings()],
        people=[
            Person(row.id, row.name, row.name_en, held.get(row.id, []), row.demo, row.valid_from, row.valid_to)
            for row in people
        ],
    )


def _upsert(connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> None:
    found = connection.execute(sa.update(table).where(table.c.id == row["id"]).values(**row))
    if found.rowcount == 0:
        connection.execute(sa.insert(table).values(**row))
