"""Rows of data stores are counted by what they say and since when."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from engine.runtime.handlers import JobContext
from engine.store.tables import data_store_row
from handlers.registry import load

MakeContext = Callable[..., JobContext]

ROWS: dict[str, Any] = {
    "1": {"kind": "other", "street": "gumei", "closedOn": "2026-01-31"},
    "2": {"kind": "other", "street": "gumei", "closedOn": "2026-02-01"},
    "3": {"kind": "other", "street": "gumei"},
    "4": {"kind": "other", "street": "pujin", "closedOn": "2026-02-03"},
    "5": ["no context"],
}


def count(context: JobContext, **inputs: object) -> int:
    return int(load()["count-rows"].run({"store": "neither_cases", **inputs}, context)["count"])


@pytest.fixture
def rows(database: Engine) -> None:
    written = [
        {
            "store": "neither_cases",
            "key": key,
            "value": json.dumps(value),
            "instance_id": "i",
            "seq": 1,
            "updated_at": 1,
        }
        for key, value in ROWS.items()
    ]
    with database.begin() as connection:
        connection.execute(insert(data_store_row), written)


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    ("inputs", "number"),
    [
        ({}, 5),
        ({"fields": {"kind": "other"}}, 4),
        ({"fields": {"kind": "other", "street": "gumei"}, "dateField": "closedOn", "since": "2026-02-01"}, 1),
        ({"fields": {"street": "gumei"}, "dateField": "closedOn", "since": "2026-01-31"}, 2),
        ({"dateField": "closedOn", "since": "2026-02-01"}, 2),
        ({"store": "unheard_of"}, 0),
    ],
)
def test_rows_that_fit_are_counted(job: MakeContext, inputs: dict[str, Any], number: int) -> None:
    assert count(job(1), **inputs) == number
