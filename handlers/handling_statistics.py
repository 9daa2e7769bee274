"""`handling-statistics`: how units handled a year's cases and answered joint operations (clauses 2.3.2.a, 2.2.3.c)."""

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec

from engine.history import stores
from engine.runtime.handlers import JobContext
from handlers.registry import handler

RESULTS = "handling_results"
"""Written by supervision: one row a dispatch."""
ATTENDANCE = "operation_attendance"
"""Written by joint operations: one row a unit called up."""


class StatisticsScope(msgspec.Struct, frozen=True, rename="camel"):
    """Which year and which units, by id."""

    year: Annotated[int, msgspec.Meta(ge=2000, le=9999)]
    units: list[str]


class UnitStatistics(msgspec.Struct, frozen=True, rename="camel"):
    """One unit's year: dispatches and what became of them, calls to joint operations and how they were answered."""

    unit: str
    dispatched: int
    on_time: int
    returned: int
    unresolved: int
    urges: int
    supervised: int
    reworks: int
    operations: int
    sent: int
    refused: int
    silent: int


class HandlingStatistics(msgspec.Struct, frozen=True, rename="camel"):
    """The figures of every unit asked for, in that order; a unit without rows has noughts."""

    statistics: list[UnitStatistics]


@handler("handling-statistics")
def handling_statistics(inputs: StatisticsScope, context: JobContext) -> HandlingStatistics:
    """Add up the rows of the year, unit by unit, so that no sum is as large as the district's year."""
    database, year = context.database, inputs.year

    def one(unit: str) -> UnitStatistics:
        results = [row.value for row in stores.rows(database, RESULTS, year=year, entity=unit)]
        answers = [row.value.get("answer") for row in stores.rows(database, ATTENDANCE, year=year, unit=unit)]
        return UnitStatistics(
            unit=unit,
            dispatched=len(results),
            on_time=sum(row.get("onTime") is True for row in results),
            returned=sum(row.get("returned") is True for row in results),
            unresolved=sum(row.get("outcome") == "unresolved" for row in results),
            urges=_sum(results, "urges"),
            supervised=_sum(results, "supervised"),
            reworks=_sum(results, "reworks"),
            operations=len(answers),
            sent=answers.count("sent"),
            refused=answers.count("refused"),
            silent=answers.count("silent"),
        )

    return HandlingStatistics([one(unit) for unit in inputs.units])


def _sum(rows: Iterable[dict[str, Any]], field: str) -> int:
    """Of counts and of yes or no, yes counting one; what is null or not there counts nothing."""
    return sum(int(row.get(field) or 0) for row in rows)
