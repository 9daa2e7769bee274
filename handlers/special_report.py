"""`special-report`: the special report (专报) to the district government as an official letter (clause 2.2.2.c)."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import msgspec

from engine.runtime.handlers import JobContext
from handlers.documents import archive, glyphs, pdf, word
from handlers.documents.letter import OfficialLetter
from handlers.matters import Text
from handlers.numbering import Series, allot
from handlers.registry import handler
from handlers.shanghai import local_date

IssuerCode = Annotated[str, msgspec.Meta(min_length=1, max_length=20, description="机关代字, such as 江川街办报")]


class SpecialReport(msgspec.Struct, frozen=True, rename="camel"):
    """The report as signed off. `body` is text with a paragraph a line, or a list of paragraphs."""

    issuer: Text
    issuer_code: IssuerCode
    title: Text
    body: Text | list[str]
    signer: Text
    addressee: Text = "区人民政府"
    signed_on: date | None = None
    annexes: str | list[str] = ""


class IssuedReport(msgspec.Struct, frozen=True, rename="camel"):
    """The stored document and its number, such as 江川街办报〔2026〕12号."""

    document_id: str
    document_number: str


@handler("special-report")
def special_report(inputs: SpecialReport, context: JobContext) -> IssuedReport:
    """Number the report, make its Word and PDF files and keep both."""
    draft = OfficialLetter(
        issuer=inputs.issuer,
        number=inputs.issuer_code,
        signer=inputs.signer,
        title=inputs.title,
        addressee=inputs.addressee.rstrip("：:"),
        body=_lines(inputs.body),
        signed_on=inputs.signed_on or local_date(context.now),
        annexes=_lines(inputs.annexes),
    )
    glyphs.check(draft)
    code = inputs.issuer_code.replace("{", "").replace("}", "")
    number = allot(Series(f"document:{code}", code + "〔{year}〕{sequence}号"), context)
    letter = replace(draft, number=number)
    document_id = archive.store(
        context, "special-report", number, letter.title, word.render(letter), pdf.render(letter)
    )
    return IssuedReport(document_id, number)


def _lines(text: str | list[str]) -> tuple[str, ...]:
    """Paragraphs without the blank lines and indents that a writer types to lay text out."""
    parts = text if isinstance(text, list) else [text]
    return tuple(line.strip() for part in parts for line in part.splitlines() if line.strip())
