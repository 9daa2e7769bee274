"""`assessed-units`: who takes part in a year's assessment, from the organisation (clauses 2.3.2.a–c)."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from engine.runtime.handlers import JobContext
from handlers.registry import handler


class AssessmentScope(msgspec.Struct, frozen=True, rename="camel"):
    """The streets whose year is assessed, by unit id."""

    streets: Annotated[list[str], msgspec.Meta(min_length=1, description="Unit ids of the streets, 参加考核的街道")]


class AssessedUnit(msgspec.Struct, frozen=True, rename="camel"):
    """One unit as it stands now; `street` and `department` are unit ids, '' where it has none."""

    unit: str
    name: str
    name_en: str
    street: str
    department: str


class AssessedUnits(msgspec.Struct, frozen=True, rename="camel"):
    """The streets, their agencies and neighbourhood committees, and the departments above those agencies."""

    street_units: list[AssessedUnit]
    agencies: list[AssessedUnit]
    committees: list[AssessedUnit]
    departments: list[AssessedUnit]


@handler("assessed-units")
def assessed_units(inputs: AssessmentScope, context: JobContext) -> AssessedUnits:
    """List the units by id; a street that is not in the organisation any more is left out."""
    units = context.organisation(context.now).get("units", [])
    streets = [_unit(one) for one in units if one["kind"] == "street" and one["value"] in inputs.streets]
    present = {street.unit for street in streets}
    agencies = [_unit(one) for one in units if one["kind"] == "agency" and one["street"] in present]
    above = {agency.department for agency in agencies}
    return AssessedUnits(
        street_units=streets,
        agencies=agencies,
        committees=[_unit(one) for one in units if one["kind"] == "committee" and one["street"] in present],
        departments=[_unit(one) for one in units if one["kind"] == "department" and one["value"] in above],
    )


def _unit(item: Mapping[str, Any]) -> AssessedUnit:
    return AssessedUnit(item["value"], item["label"], item["label_en"], item["street"], item["department"])
