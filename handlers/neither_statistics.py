"""`neither-statistics`: how often a kind outside both schemes recurred (clause 3.3.b)."""

from collections import Counter

import msgspec

from engine.history import stores
from engine.runtime.handlers import JobContext
from handlers.matters import Text
from handlers.registry import handler

STORE = "neither_cases"


class StatisticsQuestion(msgspec.Struct, frozen=True, rename="camel"):
    """Which kind; the proposing street is counted apart."""

    kind: Text
    street: Text


class StreetCount(msgspec.Struct, frozen=True, rename="camel"):
    """How many cases of the kind one street closed, the first and the last of them (ISO dates, '' where unknown)."""

    street: str
    cases: int
    first_on: str
    last_on: str


class KindStatistics(msgspec.Struct, frozen=True, rename="camel"):
    """Cases of the kind in the district and in the proposing street, and by street, most first."""

    total_cases: int
    street_cases: int
    by_street: list[StreetCount]


@handler("neither-statistics")
def neither_statistics(inputs: StatisticsQuestion, context: JobContext) -> KindStatistics:
    """Count the closed cases of the kind that coordination noted in the data store `neither_cases`."""
    found = [row.value for row in stores.rows(context.database, STORE, kind=inputs.kind)]
    rows = [(str(one.get("street") or ""), str(one.get("closedOn") or "")[:10]) for one in found]
    counts = Counter(street for street, _ in rows).most_common()
    by_street = [
        StreetCount(street, cases, *_span([on for at, on in rows if at == street])) for street, cases in counts
    ]
    return KindStatistics(len(rows), dict(counts).get(inputs.street, 0), by_street)


def _span(days: list[str]) -> tuple[str, str]:
    known = sorted(day for day in days if day)
    return (known[0], known[-1]) if known else ("", "")
