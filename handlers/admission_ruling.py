"""`admission-ruling`: the ruling on a department's application to hand a matter to streets (clause 2.1.1.b)."""

from typing import Literal

from engine.runtime.handlers import JobContext
from handlers.documents.issuing import IssuedDocument, Letterhead, issue
from handlers.documents.official import OfficialDocument
from handlers.documents.writing import Lines, OptionalLines, lines, paragraphs
from handlers.matters import Text
from handlers.registry import handler
from handlers.unit_names import named

_TITLES = {
    "approve": "关于同意“{matter}”下沉街道的批复",
    "reject": "关于不予同意“{matter}”下沉街道的批复",
}


class AdmissionRuling(Letterhead, frozen=True, kw_only=True, rename="camel"):
    """The decision and its reasons; `matter` is the matter's title, `addressee` the department that applied.

    `addressee` and `copies` may be ids of units, which are written by name.
    """

    addressee: Text
    matter: Text
    decision: Literal["approve", "reject"]
    body: Lines
    copies: OptionalLines = ""


@handler("admission-ruling")
def admission_ruling(inputs: AdmissionRuling, context: JobContext) -> IssuedDocument:
    """Number the ruling, make its Word and PDF files and keep both."""
    (addressee,) = named([inputs.addressee.rstrip("：:")], context)
    draft = OfficialDocument(
        form="notice",
        issuer=inputs.issuer,
        title=_TITLES[inputs.decision].format(matter=inputs.matter),
        addressee=addressee,
        body=paragraphs(inputs.body),
        signed_on=inputs.dated(context),
        copies=tuple(named(lines(inputs.copies), context)),
    )
    return issue("admission-ruling", inputs, draft, context)
