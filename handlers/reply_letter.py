"""`reply-letter`: the written reply (答复) to whoever reported a problem (clause 2.1.2.b)."""

from engine.runtime.handlers import JobContext
from handlers.documents.issuing import IssuedDocument, Letterhead, issue
from handlers.documents.naming import name
from handlers.documents.official import OfficialDocument
from handlers.documents.writing import Lines, paragraphs
from handlers.matters import Text
from handlers.registry import handler


class ReplyLetter(Letterhead, frozen=True, kw_only=True, rename="camel"):
    """The reply as it goes out; `addressee` is the reporter by name."""

    addressee: Text
    title: Text
    body: Lines


@handler("reply-letter")
def reply_letter(inputs: ReplyLetter, context: JobContext) -> IssuedDocument:
    """Number the letter, make its Word and PDF files and keep both."""
    draft = OfficialDocument(
        form="letter",
        issuer=inputs.issuer,
        title=inputs.title,
        addressee=name(inputs.addressee, context),
        body=paragraphs(inputs.body),
        signed_on=inputs.dated(context),
    )
    return issue("reply-letter", inputs, draft, context)
