"""`publish-classification`: a ruling brings a kind of problem into the table of case intake (clause 3.3.b)."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from engine.diagrams import dmn
from engine.runtime.handlers import Amendment, BpmnError, JobContext
from handlers.classification import NewRow, RowRefused, holds, with_row
from handlers.matters import Text
from handlers.registry import handler

REFUSED = "classification-refused"


class Publication(msgspec.Struct, frozen=True, rename="camel"):
    """The ruling and who confirmed its publication; `process` and `decision` name the table, `street` one to try it with."""

    kind: Text
    case_class: Literal["grid", "governance"]
    ruling_number: Text
    ruled_on: date
    ruled_by: Text
    confirmed_by: Text
    reason: Text
    street: Text
    process: str = "case_intake"
    decision: str = "case_class"


class PublishedClassification(msgspec.Struct, frozen=True, rename="camel"):
    """The version of the procedure from which the kind is classified so."""

    published_process: str
    published_version: int


@handler("publish-classification")
def publish_classification(inputs: Publication, context: JobContext) -> PublishedClassification:
    """Put the table with one more row into force; cases under way keep theirs.

    Raises the BPMN error `classification-refused` with `publishFault`, where the same person ruled and confirmed or the
    table cannot take the row.
    """
    if inputs.ruled_by == inputs.confirmed_by:
        raise _refused("裁定和发布须由不同的人确认。Ruling and publication are confirmed by different people.")
    row = NewRow(inputs.kind, inputs.case_class, f"{inputs.ruling_number}（{inputs.ruled_on.isoformat()}）")

    def change(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        name = next((one for one in files if one.endswith(".dmn") and holds(files[one], inputs.decision)), "")
        if not name:
            raise RowRefused(f"{inputs.process} 没有决策表 {inputs.decision}。It has no such table.")
        changed = with_row(files[name], inputs.decision, row)
        _try(changed, inputs, context.now)
        return {name: changed}

    amendment = Amendment(inputs.ruling_number, inputs.reason, inputs.confirmed_by, change)
    try:
        amended = context.amend(inputs.process, amendment)
    except RowRefused as refusal:
        raise _refused(str(refusal)) from None
    return PublishedClassification(amended.process_id, amended.version)


def _try(table: bytes, inputs: Publication, now: int) -> None:
    """Classify a problem of the kind by the new table. Raises RowRefused where it comes out otherwise."""
    case = {"kind": inputs.kind, "street": inputs.street, "inStreet": True, "inOtherProcedure": False}
    result = dmn.read("table.dmn", table)[inputs.decision].decide(case, now, strict=False).result
    if not isinstance(result, dict) or result.get("class") != inputs.case_class:
        raise RowRefused("加行之后，这类问题仍不归入该分类。With the row, the kind still gets another class.")


def _refused(reason: str) -> BpmnError:
    return BpmnError(REFUSED, reason, {"publishFault": reason})
