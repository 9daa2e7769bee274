"""`register-prohibition`: a matter that was not admitted may not be handed to streets (clause 2.1.1.b)."""

from datetime import date

import msgspec

from engine.runtime.handlers import JobContext
from handlers.matters import Text, register
from handlers.registry import handler


class ProhibitedMatter(msgspec.Struct, frozen=True, rename="camel"):
    """The matter as refused: who wanted to hand it down, to which streets (none: to any), and why not."""

    title: Text
    department: Text
    legal_basis: str = ""
    streets: list[str] = []
    reason: str = ""
    prohibited_on: date | None = None
    clause: str = "2.1.1.b"


class ProhibitionRegistration(msgspec.Struct, frozen=True, rename="camel"):
    """Where the prohibition stands in the register."""

    matter_id: str
    prohibition_number: str


@handler("register-prohibition")
def register_prohibition(inputs: ProhibitedMatter, context: JobContext) -> ProhibitionRegistration:
    """Enter a matter that streets may not be asked to carry."""
    matter_id, number = register(
        "prohibited",
        context,
        title=inputs.title,
        department=inputs.department,
        legal_basis=inputs.legal_basis,
        streets=inputs.streets,
        reason=inputs.reason,
        decided_on=inputs.prohibited_on,
        clause=inputs.clause,
    )
    return ProhibitionRegistration(matter_id, number)
