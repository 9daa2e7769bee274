"""`personnel-proposal`: a street's proposal to change the head of an agency, with its evidence (clause 2.3.2.f)."""

import msgspec

from engine.runtime.handlers import JobContext
from handlers.documents.issuing import IssuedDocument, Letterhead, issue
from handlers.documents.naming import name, names
from handlers.documents.official import Annex, Column, OfficialDocument, Table
from handlers.documents.writing import Lines, OptionalLines, cell, lines, paragraphs
from handlers.matters import Text
from handlers.registry import handler

_COLUMNS = (Column("年度", 3), Column("得分", 3), Column("等次", 3), Column("数据来源", 10, running=True))


class AssessedYear(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the agency reached in one year, and where that is recorded."""

    year: int | str
    grade: Text
    source: Text
    score: float | int | str | None = None


class PersonnelProposal(Letterhead, frozen=True, kw_only=True, rename="camel"):
    """The proposal as signed. The evidence becomes the first annex, `annexes` are further ones by their titles."""

    addressee: Text
    agency: Text
    title: Text
    body: Lines
    evidence: list[AssessedYear]
    annexes: OptionalLines = ""
    signer: str = ""
    copies: OptionalLines = ""


@handler("personnel-proposal")
def personnel_proposal(inputs: PersonnelProposal, context: JobContext) -> IssuedDocument:
    """Number the proposal, make its Word and PDF files with the evidence pack and keep both."""
    table = Table(
        _COLUMNS,
        tuple((cell(year.year), cell(year.score), year.grade, year.source) for year in inputs.evidence),
    )
    pack = Annex(f"{name(inputs.agency, context)}历年考核结果及数据来源", (table,))
    draft = OfficialDocument(
        form="report",
        issuer=inputs.issuer,
        signer=inputs.signer,
        title=inputs.title,
        addressee=name(inputs.addressee, context),
        body=paragraphs(inputs.body),
        signed_on=inputs.dated(context),
        annexes=(pack, *(Annex(title) for title in lines(inputs.annexes))),
        copies=names(inputs.copies, context),
    )
    return issue("personnel-proposal", inputs, draft, context)
