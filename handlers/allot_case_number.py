"""`allot-case-number`: the number under which a case is known, such as 江川网格〔2026〕00123号 (clause 2.1.2.b)."""

from typing import Annotated, Literal

import msgspec

from engine.runtime.handlers import JobContext
from handlers.numbering import Series, allot
from handlers.registry import handler

KINDS = {"grid": "网格", "governance": "综治", "street": "街道"}

UnitId = Annotated[str, msgspec.Meta(min_length=1, max_length=100, description="Unit id of the street, 街道编号")]
ShortName = Annotated[str, msgspec.Meta(min_length=1, max_length=20, description="街道简称, such as 江川")]


class CaseNumberRequest(msgspec.Struct, frozen=True, rename="camel"):
    """Which street and which kind of centre takes the case: grid 网格, governance 综治 or the street itself 街道."""

    street: UnitId
    street_short_name: ShortName
    kind: Literal["grid", "governance", "street"] = "grid"


class AllottedCaseNumber(msgspec.Struct, frozen=True, rename="camel"):
    """The case's number, unique in the district."""

    case_number: str


@handler("allot-case-number")
def allot_case_number(inputs: CaseNumberRequest, context: JobContext) -> AllottedCaseNumber:
    """Give the case the next number of its street, kind of centre and year (Asia/Shanghai)."""
    # Braces would be read as places to fill in.
    short_name = inputs.street_short_name.replace("{", "").replace("}", "")
    template = short_name + KINDS[inputs.kind] + "〔{year}〕{sequence:05d}号"
    return AllottedCaseNumber(allot(Series(f"case:{inputs.street}:{inputs.kind}", template), context))
