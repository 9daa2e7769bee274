"""What opens a case to a person: traces that they, their units and the absent for whom they stand in left in it.

Each trace is found by names, and an index has the instances of each name in order: their ids begin with the moment of their
start. So a page of a list costs what happened to these people in the time that it shows, not how many cases there are or
were; asked of one instance, the same traces cost a few look-ups. Auditors need none.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from engine.store.database import reading
from engine.store.tables import incident, instance, task_candidate, user_task
from web.account.dates import DAY, day_starts
from web.account.people import Visitor
from web.account.tables import membership, role
from web.services import services

FIRST = 7 * DAY
"""How long a time the first window shows."""
GROWTH = 4
"""How many times as long each further window is: whoever looks for rare cases among many soon sees all."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Rows that name somebody, each of an instance: `name` is one of `names` (None where every row counts), and the row
    meets `meets`."""

    instance: sa.ColumnElement[str]
    name: sa.ColumnElement[str] | None
    names: Sequence[str]
    meets: sa.ColumnElement[bool]

    def ids(self, first: str = "", before: str = "") -> sa.Select[str]:
        """The instances, or those of them from an id on and before another."""
        # That no row without a name counts leads to the index of closed tasks, which has none.
        named = [] if self.name is None else [self.name != "", self.name.in_(self.names)]
        bounds = [self.instance >= first] * bool(first) + [self.instance < before] * bool(before)
        return sa.select(self.instance).where(*named, self.meets, *bounds)


def traces(visitor: Visitor, *, operates: bool) -> list[Trace]:
    """What opens instances to the person: those that they or a colleague started, those with a task that was given to them,
    done by them or is offered to their units, and for an operator those that stand still."""
    units = visitor.units.union(*(absent.units for absent in visitor.stands_in_for))
    persons = [visitor.id, *(absent.id for absent in visitor.stands_in_for)]
    us = _Us(persons, units)
    began, task, offered = instance.alias("began").c, user_task.c, task_candidate.c
    held = sa.case((task.assignee == task.closed_by, task.assigned_at), else_=task.closed_at)
    passed_on = sa.and_(task.state != "open", task.assignee != task.closed_by)
    found = [
        us.did(began.id, began.started_by, [began.started_at]),
        us.did(task.instance_id, task.assignee, [task.assigned_at], task.state == "open"),
        us.did(task.instance_id, task.assignee, [task.assigned_at], passed_on),
        us.did(task.instance_id, task.closed_by, [task.closed_at, held]),
        Trace(offered.instance_id, offered.name, persons, offered.kind == "user"),
        Trace(offered.instance_id, offered.name, us.groups, offered.kind == "group"),
    ]
    if operates:
        found.append(Trace(incident.c.instance_id, None, ["anybody"], sa.true()))
    return [one for one in found if one.names]


def windows(
    connection: sa.Connection, found: Sequence[Trace], place: tuple[int, str] | None = None
) -> Iterator[sa.CompoundSelect[str]]:
    """Queries for the ids of all instances that one of the traces opens, the newest first: each query for those that
    started in a window of time. `place` is when an instance started and its id, to begin below."""
    newest = sa.select(sa.func.max(instance.c.id)).scalar_subquery()
    oldest = sa.select(sa.func.min(instance.c.id)).scalar_subquery()
    last, first = connection.execute(sa.select(newest, oldest)).one()
    if last is None:
        return
    at, before = place or (int(last[:12], 16), "")
    span = FIRST
    while True:
        at -= span
        since = f"{max(at, 0):012x}"
        yield sa.union(*(one.ids(since if since > first else "", before) for one in found))
        if since <= first:
            return
        before, span = since, span * GROWTH


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

    def did(
        self,
        instance: sa.ColumnElement[str],
        person: sa.ColumnElement[str],
        moments: Sequence[sa.ColumnElement[int]],
        meets: sa.ColumnElement[bool] | None = None,
    ) -> Trace:
        """Rows that name one of the persons, or a colleague who belonged there at one of the moments (milliseconds since
        1970), and meet what else is asked.

        All are named in one list first, which an index on `person` can follow.
        """
        always = sorted(self._always)
        then = [
            sa.and_(person == row.person, *_between(moment, row.valid_from, row.valid_to))
            for row in self._for_a_time
            for moment in moments
        ]
        conditions = [] if meets is None else [meets]
        if then:
            conditions.append(sa.or_(person.in_(always), *then))
        everybody = sorted({*always, *(row.person for row in self._for_a_time)})
        return Trace(instance, person, everybody, sa.and_(sa.true(), *conditions))


def _between(at: sa.ColumnElement[int], first: str, last: str) -> list[sa.ColumnElement[bool]]:
    after = [at >= day_starts(first)] if first else []
    return after + ([at < day_starts(last) + DAY] if last else [])
