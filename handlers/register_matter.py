"""`register-matter`: a matter that was admitted enters the register (clause 2.1.1.c)."""

from datetime import date
from typing import Annotated

import msgspec

from engine.runtime.handlers import JobContext
from handlers.matters import Text, register
from handlers.registry import handler


class AdmittedMatter(msgspec.Struct, frozen=True, rename="camel"):
    """The matter as admitted: who hands it down, on what legal basis, to which streets, with which resources."""

    title: Text
    department: Text
    legal_basis: Text
    streets: Annotated[list[str], msgspec.Meta(min_length=1, description="Unit ids of the streets, 承接街道")]
    resources: str = ""
    admitted_on: date | None = None
    clause: str = "2.1.1.c"


class MatterRegistration(msgspec.Struct, frozen=True, rename="camel"):
    """Where the matter stands in the register."""

    matter_id: str
    matter_number: str


@handler("register-matter")
def register_matter(inputs: AdmittedMatter, context: JobContext) -> MatterRegistration:
    """Enter an admitted matter and number it."""
    matter_id, number = register(
        "admitted",
        context,
        title=inputs.title,
        department=inputs.department,
        legal_basis=inputs.legal_basis,
        streets=inputs.streets,
        resources=inputs.resources,
        decided_on=inputs.admitted_on,
        clause=inputs.clause,
    )
    return MatterRegistration(matter_id, number)
