"""What opens a case to a person: traces that they, their units and the absent for whom they stand in left in it.

Each trace is a query that begins with the person and gives ids of instances, so that a list of cases costs what they have
to do with, not what there is; asked of one instance, the same queries cost a few look-ups. Auditors need none.
"""

from collections.abc import Collection

import sqlalchemy as sa

from engine.store.database import reading
from engine.store.tables import incident, instance, task_candidate, user_task
from web.account.dates import DAY, day_starts
from web.account.people import Visitor
from web.account.tables import membership, role
from web.services import services


def traces(visitor: Visitor, *, operates: bool) -> list[sa.Select[str]]:
    """Queries whose results together are the ids of the instances that the person may see: those that they or a colleague
    started, those with a task that was given to them, done by them or is offered to their units, and for an operator
    those that stand still."""
    units = visitor.units.union(*(absent.units for absent in visitor.stands_in_for))
    persons = [visitor.id, *(absent.id for absent in visitor.stands_in_for)]
    us = _Us(persons, units)
    began = instance.alias("began")
    task, name = user_task.c, task_candidate.c
    found = [
        sa.select(began.c.id).where(us.did(began.c.started_by, began.c.started_at)),
        sa.select(task.instance_id).where(us.did(task.assignee, task.assigned_at)),
        sa.select(task.instance_id).where(task.closed_by != "", us.did(task.closed_by, task.closed_at)),
        sa.select(name.instance_id).where(name.kind == "user", name.name.in_(persons)),
        sa.select(name.instance_id).where(name.kind == "group", name.name.in_(us.groups)),
    ]
    return [*found, sa.select(incident.c.instance_id)] if operates else found


class _Us:
    """Some persons, and who belonged to their units and when: what a colleague did elsewhere, before or after, is not the
    unit's. `groups` are all that the units may have."""

    def __init__(self, persons: Collection[str], units: Collection[str]) -> None:
        dates = (membership.c.valid_from, membership.c.valid_to)
        of_units = sa.select(membership.c.person, *dates).where(membership.c.unit.in_(sorted(units)))
        with reading(services().database) as connection:
            rows = set(connection.execute(of_units).all())
            roles = connection.scalars(sa.select(role.c.id).order_by(role.c.id)).all()
        self._always = {*persons, *(row.person for row in rows if not row.valid_from and not row.valid_to)}
        self._for_a_time = [row for row in rows if row.person not in self._always]
        self.groups = [f"{one}@{unit}" for unit in sorted(units) for one in roles]

    def did(self, person: sa.ColumnElement[str], at: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        """Whether one of the persons did it, or a colleague while they belonged there; `at` is milliseconds since 1970.

        All are named in one list first, which an index on `person` can follow.
        """
        then = [sa.and_(person == row.person, *_between(at, row.valid_from, row.valid_to)) for row in self._for_a_time]
        always = sorted(self._always)
        if not then:
            return person.in_(always)
        everybody = sorted({*always, *(row.person for row in self._for_a_time)})
        return sa.and_(person.in_(everybody), sa.or_(person.in_(always), *then))


def _between(at: sa.ColumnElement[int], first: str, last: str) -> list[sa.ColumnElement[bool]]:
    after = [at >= day_starts(first)] if first else []
    return after + ([at < day_starts(last) + DAY] if last else [])
