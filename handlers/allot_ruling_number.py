"""`allot-ruling-number`: rulings of the district grid centre are numbered without gaps (clause 3.3.b)."""

import msgspec

from engine.runtime.handlers import JobContext
from handlers.numbering import Series, allot
from handlers.registry import handler
from handlers.shanghai import local_date

_RULINGS = Series("ruling:grid-inclusion", "纳入网格〔{year}〕{sequence:04d}号")


class RulingNumberRequest(msgspec.Struct, frozen=True, rename="camel"):
    """Nothing is asked: there is one series."""


class AllottedRulingNumber(msgspec.Struct, frozen=True, rename="camel"):
    """The ruling's number and the day it was given, an ISO date in Shanghai."""

    ruling_number: str
    ruled_on: str


@handler("allot-ruling-number")
def allot_ruling_number(inputs: RulingNumberRequest, context: JobContext) -> AllottedRulingNumber:
    """Give the ruling the next number of the year."""
    return AllottedRulingNumber(allot(_RULINGS, context), local_date(context.now).isoformat())
