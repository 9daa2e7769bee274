"""What the year's assessment takes from the organisation and from the data stores."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine, insert

from engine.runtime.handlers import JobContext
from engine.store.tables import data_store_row
from handlers.errors import InvalidInput
from handlers.registry import load

MakeContext = Callable[..., JobContext]

POLICE, MARKET = "gumei-police", "gumei-market"
RESULTS = [
    {"entity": POLICE, "year": 2025, "onTime": True, "returned": False, "urges": 2, "supervised": False, "reworks": 0},
    {"entity": POLICE, "year": 2025, "onTime": False, "returned": False, "urges": 1, "supervised": True, "reworks": 3},
    {"entity": POLICE, "year": 2025, "onTime": None, "returned": True, "urges": None, "outcome": "returned"},
    {"entity": POLICE, "year": 2025, "onTime": False, "returned": False, "outcome": "unresolved"},
    {"entity": POLICE, "year": 2024, "onTime": True, "returned": True, "urges": 9, "supervised": True, "reworks": 9},
    {"entity": MARKET, "year": 2025, "onTime": True, "returned": False, "urges": 0, "supervised": False, "reworks": 0},
]
ATTENDANCE = [
    {"unit": POLICE, "year": 2025, "answer": "sent"},
    {"unit": POLICE, "year": 2025, "answer": "refused"},
    {"unit": POLICE, "year": 2025, "answer": "silent"},
    {"unit": POLICE, "year": 2024, "answer": "silent"},
]


def unit(id: str, kind: str, street: str = "", department: str = "") -> dict[str, str]:
    return {
        "value": id,
        "label": f"{id} 名",
        "label_en": id,
        "kind": kind,
        "street": street,
        "department": department,
        "parent": street,
    }


UNITS = [
    unit("gumei", "street"),
    unit("gumei-pingnan", "committee", "gumei"),
    unit(POLICE, "agency", "gumei", "police"),
    unit("health", "department"),
    unit("police", "department"),
    unit("pujin", "street"),
    unit("pujin-police", "agency", "pujin", "police"),
]


def store(database: Engine, name: str, rows: list[dict[str, Any]]) -> None:
    with database.begin() as connection:
        for number, value in enumerate(rows):
            row = {"store": name, "key": str(number), "value": msgspec.json.encode(value).decode()}
            connection.execute(insert(data_store_row).values(**row, instance_id="i1", seq=number, updated_at=0))


def test_a_years_rows_are_added_up_by_unit(job: MakeContext, database: Engine) -> None:
    store(database, "handling_results", RESULTS)
    store(database, "operation_attendance", ATTENDANCE)
    answer = load()["handling-statistics"].run({"year": 2025, "units": [MARKET, POLICE, "gumei"]}, job(1))
    market, police, gumei = answer["statistics"]
    assert (market["unit"], market["dispatched"], market["onTime"], market["operations"]) == (MARKET, 1, 1, 0)
    assert police == {
        "unit": POLICE,
        "dispatched": 4,
        "onTime": 1,
        "returned": 1,
        "unresolved": 1,
        "urges": 3,
        "supervised": 1,
        "reworks": 3,
        "operations": 3,
        "sent": 1,
        "refused": 1,
        "silent": 1,
    }
    assert set(gumei.values()) == {"gumei", 0}


def test_units_of_the_chosen_streets_take_part(job: MakeContext) -> None:
    context = replace(job(1), organisation=lambda now: {"units": UNITS})
    answer = load()["assessed-units"].run({"streets": ["gumei", "gone"]}, context)
    assert {part: [one["unit"] for one in units] for part, units in answer.items()} == {
        "streetUnits": ["gumei"],
        "agencies": [POLICE],
        "committees": ["gumei-pingnan"],
        "departments": ["police"],
    }
    assert answer["agencies"][0] == {
        "unit": POLICE,
        "name": f"{POLICE} 名",
        "nameEn": POLICE,
        "street": "gumei",
        "department": "police",
    }


def test_an_assessment_needs_a_street(job: MakeContext) -> None:
    with pytest.raises(InvalidInput, match="streets"):
        load()["assessed-units"].run({"streets": []}, job(1))
