"""How often a kind of problem recurred, from the data store that coordination writes."""

from collections.abc import Callable

import msgspec
from sqlalchemy import Engine, insert

from engine.runtime.handlers import JobContext
from engine.store.tables import data_store_row
from handlers.registry import load

MakeContext = Callable[..., JobContext]

CASES = [
    {"kind": "noise", "street": "gumei", "closedOn": "2026-02-03"},
    {"kind": "noise", "street": "gumei", "closedOn": "2026-01-05"},
    {"kind": "noise", "street": "pujin", "closedOn": "2026-01-20T08:00:00+08:00"},
    {"kind": "parking", "street": "gumei", "closedOn": "2026-01-09"},
]


def test_cases_of_the_kind_are_counted_by_street(job: MakeContext, database: Engine) -> None:
    with database.begin() as connection:
        for number, case in enumerate(CASES):
            row = {"store": "neither_cases", "key": str(number), "value": msgspec.json.encode(case).decode()}
            connection.execute(insert(data_store_row).values(**row, instance_id="i1", seq=number, updated_at=0))
    assert load()["neither-statistics"].run({"kind": "noise", "street": "pujin"}, job(1)) == {
        "totalCases": 3,
        "streetCases": 1,
        "byStreet": [
            {"street": "gumei", "cases": 2, "firstOn": "2026-01-05", "lastOn": "2026-02-03"},
            {"street": "pujin", "cases": 1, "firstOn": "2026-01-20", "lastOn": "2026-01-20"},
        ],
    }


def test_nothing_recurred(job: MakeContext) -> None:
    answer = load()["neither-statistics"].run({"kind": "noise", "street": "pujin"}, job(1))
    assert answer == {"totalCases": 0, "streetCases": 0, "byStreet": []}
