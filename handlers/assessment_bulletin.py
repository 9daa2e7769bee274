"""`assessment-bulletin`: the bulletin (考核通报) of a year's scores and grades (clause 2.3.2.a)."""

import msgspec

from engine.runtime.handlers import JobContext
from handlers.documents.issuing import IssuedDocument, Letterhead, issue
from handlers.documents.naming import name, names
from handlers.documents.official import Column, OfficialDocument, Table
from handlers.documents.writing import Lines, OptionalLines, cell, paragraphs
from handlers.matters import Text
from handlers.registry import handler

_COLUMNS = (
    Column("序号", 2),
    Column("单位", 8, running=True),
    Column("得分", 3),
    Column("等次", 3),
    Column("备注", 6, running=True),
)


class AssessedUnit(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One row of the bulletin; the unit and its grade in words."""

    unit: Text
    grade: Text
    score: float | int | str | None = None
    note: str | None = None


class AssessmentBulletin(Letterhead, frozen=True, kw_only=True, rename="camel"):
    """The result of the year as announced; `rows` come in the order in which they are listed."""

    year: int
    title: Text
    body: Lines
    rows: list[AssessedUnit]
    addressee: OptionalLines = ""
    copies: OptionalLines = ""


@handler("assessment-bulletin")
def assessment_bulletin(inputs: AssessmentBulletin, context: JobContext) -> IssuedDocument:
    """Number the bulletin, make its Word and PDF files and keep both."""
    table = Table(
        _COLUMNS,
        tuple(
            (str(place), name(row.unit, context), cell(row.score), row.grade, cell(row.note))
            for place, row in enumerate(inputs.rows, start=1)
        ),
        caption=f"{inputs.year}年度考核结果",
    )
    draft = OfficialDocument(
        form="notice",
        issuer=inputs.issuer,
        title=inputs.title,
        addressee="、".join(names(inputs.addressee, context)),
        body=(*paragraphs(inputs.body), table),
        signed_on=inputs.dated(context),
        copies=names(inputs.copies, context),
    )
    return issue("assessment-bulletin", inputs, draft, context)
