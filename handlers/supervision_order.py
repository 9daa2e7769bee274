"""`supervision-order`: the order (督办单) to an agency that did not handle a case in time (clause 2.3.1)."""

from engine.runtime.handlers import JobContext
from handlers.documents.issuing import IssuedDocument, Letterhead, issue
from handlers.documents.naming import name, names
from handlers.documents.official import Entry, OfficialDocument, Paragraph
from handlers.documents.writing import Lines, OptionalLines, numbered, paragraphs
from handlers.matters import Text
from handlers.registry import handler


class SupervisionOrder(Letterhead, frozen=True, kw_only=True, rename="camel"):
    """What happened and what is required. `title` is the case's own, `due_text` says until when, in words."""

    addressee: Text
    case_number: Text
    title: Text
    facts: Lines
    requirement: Lines
    due_text: Text
    copies: OptionalLines = ""


@handler("supervision-order")
def supervision_order(inputs: SupervisionOrder, context: JobContext) -> IssuedDocument:
    """Number the order, make its Word and PDF files and keep both."""
    draft = OfficialDocument(
        form="notice",
        issuer=inputs.issuer,
        title=f"关于“{inputs.title}”的督办单",
        addressee=name(inputs.addressee, context),
        body=(
            Entry("案件编号", inputs.case_number),
            Paragraph("一、督办事由", 1),
            *paragraphs(inputs.facts),
            Paragraph("二、督办要求", 1),
            *numbered(inputs.requirement),
            Paragraph("三、办理时限", 1),
            *paragraphs(inputs.due_text),
        ),
        signed_on=inputs.dated(context),
        copies=names(inputs.copies, context),
    )
    return issue("supervision-order", inputs, draft, context)
