"""`find-unit`: what the organisation says of one unit, for documents and figures (clauses 2.3.1, 2.3.2.a)."""

from typing import Annotated

import msgspec

from engine.runtime.handlers import JobContext
from handlers.errors import UnitUnknown
from handlers.registry import handler


class UnitQuestion(msgspec.Struct, frozen=True, rename="camel"):
    """Which unit, by its id."""

    unit: Annotated[str, msgspec.Meta(min_length=1, max_length=100, description="Unit id, 单位编号")]


class FoundUnit(msgspec.Struct, frozen=True, rename="camel"):
    """Its names, and the ids of its street and of the department it is or belongs to, '' where there is none."""

    name: str
    name_en: str
    street: str
    department: str


@handler("find-unit")
def find_unit(inputs: UnitQuestion, context: JobContext) -> FoundUnit:
    """The unit as it stands now. Raises `UnitUnknown` for one that the organisation does not have."""
    for one in context.organisation(context.now).get("units", []):
        if one["value"] == inputs.unit:
            own = one["value"] if one["kind"] == "department" else ""
            return FoundUnit(
                str(one["label"]), str(one["label_en"]), str(one["street"] or ""), str(one["department"] or own)
            )
    raise UnitUnknown(f"The organisation has no unit {inputs.unit}.", unit=inputs.unit)
