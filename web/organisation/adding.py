"""The organisation file of a deployment: it adds what the registry lacks and leaves alone what is there.

Once an import or the pages keep the registry, the file is the older of the two: whoever lost a membership must not get it
back because somebody deploys a diagram. So what is known is changed by an import only, which shows what it will do.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TypeVar

import sqlalchemy as sa

from web.account.tables import membership, person, role, unit
from web.organisation.model import Organisation, Person, Role, Unit
from web.organisation.storing import Loaded, membership_row, person_row

_Entry = TypeVar("_Entry", Unit, Role, Person)


def add(database: sa.Engine, organisation: Organisation, *, demo_people: bool) -> Loaded:
    """Insert the units, roles and people whose ids the tables lack, in one transaction; returns how many of each.

    People marked `demo` are added only when asked for. One who is there gets the memberships of the file that they never
    had; nobody else's memberships are touched.
    """
    people = [somebody for somebody in organisation.people if demo_people or not somebody.demo]
    with database.begin() as connection:
        units = _missing(connection, unit, organisation.units)
        roles = _missing(connection, role, organisation.roles)
        added = _missing(connection, person, people)
        _insert(connection, unit, [asdict(one) for one in units])
        _insert(connection, role, [asdict(one) for one in roles])
        _insert(connection, person, [person_row(one) for one in added])
        had = {(row.person, row.role, row.unit) for row in connection.execute(sa.select(membership))}
        new = {one.id for one in added}
        rows = [
            row
            for somebody in people
            if somebody.demo or somebody.id in new
            for row in (membership_row(somebody.id, held) for held in somebody.held)
            if (row["person"], row["role"], row["unit"]) not in had
        ]
        _insert(connection, membership, rows)
    return Loaded(len(units), len(roles), len(added))


def _missing(connection: sa.Connection, table: sa.Table, given: Iterable[_Entry]) -> list[_Entry]:
    known = set(connection.scalars(sa.select(table.c.id)))
    return [one for one in given if one.id not in known]


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)
