"""`admission-ruling`: the ruling on a department's application to hand a matter to streets (clause 2.1.1.b)."""

from typing import Literal

from engine.runtime.handlers import JobContext
from handlers.documents.issuing import IssuedDocument, Letterhead, issue
from handlers.documents.naming import name, names
from handlers.documents.official import OfficialDocument
from handlers.documents.writing import Lines, OptionalLines, paragraphs
from handlers.matters import Text
from handlers.registry import handler

_TITLES = {
    "approve": "关于同意“{matter}”下沉街道的批复",
    "reject": "关于不予同意“{matter}”下沉街道的批复",
}


class AdmissionRuling(Letterhead, frozen=True, kw_only=True, rename="camel"):
    """The decision and its reasons; `matter` is the matter's title, `addressee` the department that applied."""

    addressee: Text
    matter: Text
    decision: Literal["approve", "reject"]
    body: Lines
    copies: OptionalLines = ""


@handler("admission-ruling")
def admission_ruling(inputs: AdmissionRuling, context: JobContext) -> IssuedDocument:
    """Number the ruling, make its Word and PDF files and keep both."""
    draft = OfficialDocument(
        form="notice",
        issuer=inputs.issuer,
        title=_TITLES[inputs.decision].format(matter=inputs.matter),
        addressee=name(inputs.addressee, context),
        body=paragraphs(inputs.body),
        signed_on=inputs.dated(context),
        copies=names(inputs.copies, context),
    )
    return issue("admission-ruling", inputs, draft, context)
