"""Who may see and do what: every rule of the web in this one place. What is not allowed here is denied.

Whether somebody may act on a task is the engine's rule (assignee and candidates); these rules stand in front of it.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import NoReturn

import sqlalchemy as sa
import structlog
from flask import abort, g, request

from engine.store.database import reading
from engine.store.tables import instance
from handlers.connectors.systems import OutsideSystem
from web.account.people import Visitor
from web.services import services
from web.tables import access_record
from web.traces import Trace, traces

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


def sees_every_case(visitor: Visitor) -> bool:
    """Auditors see all; everybody else what their traces open."""
    return AUDITOR in visitor.roles


def traces_of(visitor: Visitor) -> list[Trace]:
    """What opens cases to whoever does not see all: their units have a task or took part, or those of whom they stand in
    for; to operators also that a case stands still by an incident."""
    return traces(visitor, operates=may_operate(visitor))


def cases_seen_by(visitor: Visitor, instance: sa.FromClause = instance) -> sa.ColumnElement[bool]:
    """Whether a person may see a row of `instance` (or of an alias of it): for a few rows that are known already."""
    return sa.true() if sees_every_case(visitor) else opened_by(traces_of(visitor), instance)


def opened_by(found: Sequence[Trace], instance: sa.FromClause) -> sa.ColumnElement[bool]:
    """The same for traces that have been asked for already."""
    return sa.or_(*(one.ids().where(one.instance == instance.c.id).correlate(instance).exists() for one in found))


def may_see_case(visitor: Visitor, instance_id: str) -> bool:
    query = sa.select(instance.c.id).where(instance.c.id == instance_id, cases_seen_by(visitor))
    with reading(services().database) as connection:
        return connection.scalar(query) is not None


def cases_open_to(visitor: Visitor, ids: Collection[str]) -> set[str]:
    """Which of these cases a person may see."""
    query = sa.select(instance.c.id).where(instance.c.id.in_(ids), cases_seen_by(visitor))
    with reading(services().database) as connection:
        return set(connection.scalars(query))


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


def may_draw(visitor: Visitor) -> bool:
    """Change procedures in the workshop, propose and review them: policy officers."""
    return POLICY_OFFICER in visitor.roles


def may_read_workshop(visitor: Visitor) -> bool:
    """See what is in the workshop: policy officers and auditors."""
    return bool(visitor.roles & {AUDITOR, POLICY_OFFICER})


def may_read_operations_journal(visitor: Visitor) -> bool:
    """Read who changed what is in force: policy officers, operators and auditors."""
    return may_see_operations(visitor) or may_audit(visitor)


def may_manage_people(visitor: Visitor) -> bool:
    """Add people, what they belong to and until when, and give them new passwords."""
    return may_operate(visitor) or may_draw(visitor)


def may_trust(visitor: Visitor, role: str) -> bool:
    """Give and end a role, or give a new password to whoever holds it. Those who draw do not say who else draws, or who
    says so: nobody makes themselves the second person of their own proposals."""
    return role not in (OPERATOR, POLICY_OFFICER) or (may_operate(visitor) and not may_draw(visitor))


def may_see_operations(visitor: Visitor) -> bool:
    return may_operate(visitor) or may_draw(visitor)


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
    write_down(services().database, services().now(), who, request.remote_addr or "", action, subject, outcome)


def write_down(database: sa.Engine, at: int, who: str, address: str, action: str, subject: str, outcome: str) -> None:
    """The same of somebody who does not come by a page."""
    row = {
        "id": secrets.token_hex(16),
        "at": at,
        "person": who,
        "address": address,
        "action": action,
        "subject": subject[:200],
        "outcome": outcome,
    }
    with database.begin() as connection:
        connection.execute(sa.insert(access_record).values(**row))
    log.info("access", person=who, action=action, subject=subject, outcome=outcome)
