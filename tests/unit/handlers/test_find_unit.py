"""What the organisation says of a unit."""

from typing import Any

import pytest
import sqlalchemy as sa

from engine.runtime.handlers import JobContext
from handlers.errors import UnitUnknown
from handlers.registry import load

UNITS: list[dict[str, Any]] = [
    {"value": "police", "label": "区公安分局", "label_en": "Police", "kind": "department", "street": None, "department": None},
    {"value": "gumei-police", "label": "古美派出所", "label_en": "Gumei Police Station", "kind": "agency", "street": "gumei", "department": "police"},
    {"value": "gumei", "label": "古美路街道", "label_en": "Gumei", "kind": "street", "street": None, "department": None},
]  # fmt: skip


def found(unit: str) -> dict[str, Any]:
    context = JobContext(
        "i", 1, "e", "k", 0, {}, "p", sa.create_engine("sqlite://"), organisation=lambda now: {"units": UNITS}
    )
    return dict(load()["find-unit"].run({"unit": unit}, context))


@pytest.mark.parametrize(
    ("unit", "name", "street", "department"),
    [
        ("gumei-police", "古美派出所", "gumei", "police"),
        ("police", "区公安分局", "", "police"),
        ("gumei", "古美路街道", "", ""),
    ],
)
def test_a_unit_is_found_with_its_department(unit: str, name: str, street: str, department: str) -> None:
    result = found(unit)
    assert (result["name"], result["street"], result["department"]) == (name, street, department)


def test_a_unit_that_is_not_there_is_named() -> None:
    with pytest.raises(UnitUnknown, match="nowhere"):
        found("nowhere")
