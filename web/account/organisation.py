"""Loads the organisation (units, roles, people) from its data file into the tables."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from web.account.tables import membership, person, role, unit

UnitKind = Literal[
    "city_body", "district_body", "department", "street", "grid_centre", "governance_centre", "agency", "committee"
]


class Unit(msgspec.Struct, frozen=True):
    id: str
    name: str
    name_en: str
    kind: UnitKind
    parent: str = ""
    street: str = ""
    department: str = ""
    short_name: str = ""


class Role(msgspec.Struct, frozen=True):
    id: str
    name: str
    name_en: str


class Person(msgspec.Struct, frozen=True):
    id: str
    name: str
    name_en: str
    memberships: list[str] = []
    demo: bool = False


class Organisation(msgspec.Struct, frozen=True):
    """The whole file: who there is, and what they belong to (`role@unit`)."""

    units: list[Unit]
    roles: list[Role]
    people: list[Person]


class OrganisationInvalid(ValueError):
    """The organisation file contradicts itself; the message names the place."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows one load wrote."""

    units: int
    roles: int
    people: int


def read(path: Path) -> Organisation:
    """Read and check the file; raises OrganisationInvalid."""
    try:
        organisation = msgspec.yaml.decode(path.read_bytes(), type=Organisation)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise OrganisationInvalid(f"{path}: {error}") from error
    units = {one.id for one in organisation.units}
    roles = {one.id for one in organisation.roles}
    for one in organisation.units:
        for other in (one.parent, one.street, one.department):
            if other and other not in units:
                raise OrganisationInvalid(f"{path}: unit {one.id} refers to {other!r}, which is no unit.")
    for somebody in organisation.people:
        for text in somebody.memberships:
            role_id, _, unit_id = text.partition("@")
            if role_id not in roles or unit_id not in units:
                raise OrganisationInvalid(f"{path}: {somebody.id} has {text!r}: write role@unit, both from this file.")
    return organisation


def load(database: sa.Engine, organisation: Organisation, *, demo_people: bool) -> Loaded:
    """Insert or update all of it in one transaction; people marked `demo` only when asked for.

    Memberships of the loaded people become exactly those of the file. Nobody is removed.
    """
    people = [somebody for somebody in organisation.people if demo_people or not somebody.demo]
    with database.begin() as connection:
        for one in organisation.units:
            _upsert(connection, unit, msgspec.structs.asdict(one))
        for kind in organisation.roles:
            _upsert(connection, role, msgspec.structs.asdict(kind))
        for somebody in people:
            row = msgspec.structs.asdict(somebody)
            groups = row.pop("memberships")
            _upsert(connection, person, row)
            connection.execute(sa.delete(membership).where(membership.c.person == somebody.id))
            for text in groups:
                role_id, _, unit_id = text.partition("@")
                connection.execute(sa.insert(membership).values(person=somebody.id, role=role_id, unit=unit_id))
    return Loaded(len(organisation.units), len(organisation.roles), len(people))


def _upsert(connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> None:
    found = connection.execute(sa.update(table).where(table.c.id == row["id"]).values(**row))
    if found.rowcount == 0:
        connection.execute(sa.insert(table).values(**row))
