"""Who may see and do what: every rule of the web in this one place. What is not allowed here is denied.

Whether somebody may act on a task is the engine's rule (assignee and candidates); these rules stand in front of it.
"""

import secrets
from collections.abc import Collection, Mapping
from typing import NoReturn

import sqlalchemy as sa
import structlog
from flask import abort, g, request

from engine.store.database import reading
from engine.store.tables import incident, instance, task_candidate, user_task
from handlers.connectors.systems import OutsideSystem
from web.account.dates import DAY, day_starts
from web.account.people import Visitor
from web.account.tables import membership
from web.services import services
from web.tables import access_record

AUDITOR = "auditor"
OPERATOR = "operator"
POLICY_OFFICER = "policy-officer"

log = structlog.get_logger()


def may_start(visitor: Visitor, properties: Mapping[str, str]) -> bool:
    """A process names in its property `starters` the roles that may start it, comma separated."""
    return bool(visitor.roles & _starters(properties))


def starts_for_own_unit(visitor: Visitor, properties: Mapping[str, str], values: Mapping[str, object]) -> bool:
    """A process may name in its property `starterUnit` the start form's field that must hold a unit, or the street of a
    unit, in which the visitor has one of the starters' roles."""
    field = properties.get("starterUnit", "")
    return not field or values.get(field) in starting_units(visitor, properties)


def starting_units(visitor: Visitor, properties: Mapping[str, str]) -> set[str]:
    """The units for which the visitor may start a process that names its `starterUnit`."""
    held = [one for one in visitor.memberships if one.role in _starters(properties)]
    return {place for one in held for place in (one.unit, one.street) if place}


def _starters(properties: Mapping[str, str]) -> set[str]:
    return {role.strip() for role in properties.get("starters", "").split(",")} - {""}


def cases_seen_by(visitor: Visitor, instance: sa.FromClause = instance) -> sa.ColumnElement[bool]:
    """Which rows of `instance` (or an alias of it) a person may see: those their units have a task or took part in, and
    those of whom they stand in for; auditors see all, operators also what stands still by an incident."""
    if AUDITOR in visitor.roles:
        return sa.true()
    units = visitor.units.union(*(absent.units for absent in visitor.stands_in_for))
    persons = [visitor.id, *(absent.id for absent in visitor.stands_in_for)]
    colleagues = _Colleagues(units)
    group_of_unit = [task_candidate.c.name.endswith(f"@{unit}", autoescape=True) for unit in sorted(units)]
    allowed = [
        instance.c.started_by.in_(persons),
        colleagues.did(instance.c.started_by, instance.c.started_at),
        sa.exists().where(
            user_task.c.instance_id == instance.c.id,
            sa.or_(
                user_task.c.assignee.in_(persons),
                colleagues.did(user_task.c.assignee, user_task.c.assigned_at),
                user_task.c.closed_by.in_(persons),
                colleagues.did(user_task.c.closed_by, user_task.c.closed_at),
            ),
        ),
        sa.exists().where(
            task_candidate.c.instance_id == instance.c.id,
            sa.or_(
                sa.and_(task_candidate.c.kind == "user", task_candidate.c.name.in_(persons)),
                sa.and_(task_candidate.c.kind == "group", sa.or_(sa.false(), *group_of_unit)),
            ),
        ),
    ]
    if OPERATOR in visitor.roles:
        allowed.append(sa.exists().where(incident.c.instance_id == instance.c.id))
    return sa.or_(*allowed)


class _Colleagues:
    """Who belonged to some units, and when: what somebody did elsewhere, before or after, is not their unit's."""

    def __init__(self, units: Collection[str]) -> None:
        dates = (membership.c.valid_from, membership.c.valid_to)
        of_units = sa.select(membership.c.person, *dates).where(membership.c.unit.in_(sorted(units)))
        with reading(services().database) as connection:
            rows = set(connection.execute(of_units).all())
        self._always = {row.person for row in rows if not row.valid_from and not row.valid_to}
        self._for_a_time = [row for row in rows if row.person not in self._always]

    def did(self, person: sa.ColumnElement[str], at: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        """Whether it was done by one of them while they belonged there; `at` is milliseconds since 1970."""
        then = [sa.and_(person == row.person, *_between(at, row.valid_from, row.valid_to)) for row in self._for_a_time]
        return sa.or_(person.in_(sorted(self._always)), *then)


def _between(at: sa.ColumnElement[int], first: str, last: str) -> list[sa.ColumnElement[bool]]:
    after = [at >= day_starts(first)] if first else []
    return after + ([at < day_starts(last) + DAY] if last else [])


def may_see_case(visitor: Visitor, instance_id: str) -> bool:
    query = sa.select(instance.c.id).where(instance.c.id == instance_id, cases_seen_by(visitor))
    with reading(services().database) as connection:
        return connection.scalar(query) is not None


def may_choose(visitor: Visitor, candidate_groups: Collection[str], *, takes_part: bool) -> bool:
    """Choose what to start in an ad hoc subprocess: its groups; where it names none, whoever takes part in the case."""
    persons = visitor.actor.persons
    return any(not one.groups.isdisjoint(candidate_groups) for one in persons) if candidate_groups else takes_part


def may_audit(visitor: Visitor) -> bool:
    return AUDITOR in visitor.roles


def may_read_stores(visitor: Visitor) -> bool:
    """Read what cases have written into data stores: auditors, and policy officers who answer for the rules on them."""
    return bool(visitor.roles & {AUDITOR, POLICY_OFFICER})


def may_operate(visitor: Visitor) -> bool:
    """See incidents and try them again."""
    return OPERATOR in visitor.roles


def may_deploy(visitor: Visitor) -> bool:
    """Put diagrams, tables and forms into force."""
    return POLICY_OFFICER in visitor.roles


def may_manage_people(visitor: Visitor) -> bool:
    """Add people, what they belong to and until when, and give them new passwords."""
    return may_operate(visitor) or may_deploy(visitor)


def may_see_operations(visitor: Visitor) -> bool:
    return may_operate(visitor) or may_deploy(visitor)


def require(allowed: bool, action: str, subject: str) -> None:
    """Go on when allowed; else record the denial and answer 403."""
    if not allowed:
        deny(action, subject)


def deny(action: str, subject: str) -> NoReturn:
    """Record the denial and answer 403."""
    record(action, subject, "denied")
    abort(403)


def record(action: str, subject: str, outcome: str) -> None:
    """Write down that the present visitor, or the outside system that calls, read or was denied something."""
    visitor: Visitor | None = g.get("visitor")
    system: OutsideSystem | None = g.get("system")
    who = visitor.id if visitor else f"system:{system.id}" if system else ""
    row = {
        "id": secrets.token_hex(16),
        "at": services().now(),
        "person": who,
        "address": request.remote_addr or "",
        "action": action,
        "subject": subject[:200],
        "outcome": outcome,
    }
    with services().database.begin() as connection:
        connection.execute(sa.insert(access_record).values(**row))
    log.info("access", person=who, action=action, subject=subject, outcome=outcome)
