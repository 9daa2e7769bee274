"""`allot-ruling-number`: rulings of district bodies are numbered without gaps, such as 纳入网格〔2026〕0001号 (clause 3.3.b)."""

import msgspec

from engine.runtime.handlers import JobContext
from handlers.matters import Text
from handlers.numbering import Series, allot
from handlers.registry import handler
from handlers.shanghai import local_date


class RulingNumberRequest(msgspec.Struct, frozen=True, rename="camel"):
    """`wording` is what stands before the year and names the series."""

    wording: Text


class AllottedRulingNumber(msgspec.Struct, frozen=True, rename="camel"):
    """The ruling's number and the day it was given, an ISO date in Shanghai."""

    ruling_number: str
    ruled_on: str


@handler("allot-ruling-number")
def allot_ruling_number(inputs: RulingNumberRequest, context: JobContext) -> AllottedRulingNumber:
    """Give the ruling the next number of its series and year."""
    # Braces would be read as places to fill in.
    wording = inputs.wording.replace("{", "").replace("}", "")
    number = allot(Series(f"ruling:{wording}", wording + "〔{year}〕{sequence:04d}号"), context)
    return AllottedRulingNumber(number, local_date(context.now).isoformat())
