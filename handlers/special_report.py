"""`special-report`: the special report (专报) to the district government as an official document (clause 2.2.2.c)."""

from engine.runtime.handlers import JobContext
from handlers.documents.issuing import IssuedDocument, Letterhead, issue
from handlers.documents.naming import name
from handlers.documents.official import Annex, OfficialDocument
from handlers.documents.writing import Lines, OptionalLines, lines, paragraphs
from handlers.matters import Text
from handlers.registry import handler


class SpecialReport(Letterhead, frozen=True, kw_only=True, rename="camel"):
    """The report as signed off. `body` is text with a paragraph a line, or a list of paragraphs."""

    title: Text
    body: Lines
    signer: Text
    addressee: Text = "区人民政府"
    annexes: OptionalLines = ""


@handler("special-report")
def special_report(inputs: SpecialReport, context: JobContext) -> IssuedDocument:
    """Number the report, make its Word and PDF files and keep both."""
    draft = OfficialDocument(
        form="report",
        issuer=inputs.issuer,
        signer=inputs.signer,
        title=inputs.title,
        addressee=name(inputs.addressee, context),
        body=paragraphs(inputs.body),
        signed_on=inputs.dated(context),
        annexes=tuple(Annex(title) for title in lines(inputs.annexes)),
    )
    return issue("special-report", inputs, draft, context)
