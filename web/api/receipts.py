"""What became of a push, told to the system that pushed it and to nobody else."""

from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from flask_babel import gettext

from engine.store import records
from engine.store.database import reading
from engine.store.tables import instance, journal, message
from handlers.connectors.systems import OutsideSystem
from handlers.tables import outside_report
from web.api.problems import Problem
from web.api.tables import outside_push
from web.services import services

State = Literal["received", "expired", "open", "accepted", "closed", "merged", "refused", "cancelled", "delivered"]


class Standing(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """How a push stands. `received`: nobody has taken it yet; `expired`: nobody took it in time; `delivered`: the case
    has the update. Of a report: `open` until it is judged, then `accepted`, `refused` or `merged`, at last `closed`."""

    receipt: str
    state: State
    case_number: str = ""
    merged_into: str = ""
    reference: str = ""


def standing(system: OutsideSystem, receipt: str) -> Standing:
    """How the push stands. Raises Problem where this system made none with that receipt."""
    with reading(services().database) as connection:
        mine = sa.and_(outside_push.c.system == system.id, outside_push.c.receipt == receipt)
        push = connection.execute(sa.select(outside_push).where(mine)).one_or_none()
        if push is None:
            raise unknown()
        taken = records.row_of_command(connection, _command(receipt))
        case = records.head(connection, taken.instance_id) if taken else None
    if case is None:
        state: State = "received" if is_underway(receipt) else "expired"
        return Standing(receipt, state, reference=push.reference)
    if push.kind == "update":
        return Standing(receipt, "delivered", push.case_number, reference=push.reference)
    merged_into = "" if case.case_number or case.status == "active" else _merged_into(case)
    return Standing(receipt, _state(case, merged_into), case.case_number, merged_into, push.reference)


def concerns(system: OutsideSystem, case_number: str) -> bool:
    """Whether the case came from the system, was merged into, or was reported to it."""
    pushed = sa.select(outside_push.c.receipt, instance.c.id).where(
        outside_push.c.system == system.id,
        outside_push.c.kind == "report",
        journal.c.command_id == sa.literal("message:") + outside_push.c.receipt,
        journal.c.instance_id == instance.c.id,
        instance.c.case_number == case_number,
    )
    told = sa.select(outside_report.c.key).where(
        outside_report.c.system == system.id, outside_report.c.case_number == case_number
    )
    with reading(services().database) as connection:
        return any(connection.execute(query.limit(1)).first() is not None for query in (told, pushed))


def is_underway(receipt: str) -> bool:
    """Whether the push waits for somebody or somebody has it."""
    with reading(services().database) as connection:
        waiting = connection.execute(sa.select(message.c.id).where(message.c.id == receipt)).first()
        return waiting is not None or records.row_of_command(connection, _command(receipt)) is not None


def unknown() -> Problem:
    """The same for what is not there and what is not the asker's."""
    words = gettext("There is nothing here"), gettext("You have reported no such case, or its number is mistyped.")
    return Problem(404, "unknown", words)


def _state(case: sa.Row[Any], merged_into: str) -> State:
    if case.status == "cancelled":
        return "cancelled"
    if case.status == "active":
        return "accepted" if case.case_number else "open"
    if merged_into:
        return "merged"
    return "closed" if case.case_number else "refused"


def _merged_into(case: sa.Row[Any]) -> str:
    properties = services().engine.definition(case.definition_hash).process.properties
    name = properties.get("mergedIntoVariable", "")
    found = services().engine.variables(case.id).get(name) if name else None
    return found if isinstance(found, str) else ""


def _command(receipt: str) -> str:
    """The id of the command by which the engine delivers the message."""
    return f"message:{receipt}"
