"""Issues a document: checks that it can be shown, numbers it, makes its two files, keeps both."""

from datetime import date
from typing import Annotated

import msgspec

from engine.runtime.handlers import JobContext
from handlers.documents import archive, glyphs, pdf, word
from handlers.documents.official import OfficialDocument
from handlers.matters import Text
from handlers.numbering import Series, allot
from handlers.shanghai import local_date

IssuerCode = Annotated[str, msgspec.Meta(min_length=1, max_length=20, description="机关代字, such as 江川街办报")]


class Letterhead(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who issues a document, in words, under which code, and when: today in Shanghai unless said.

    Units that are addressed, copied or listed may be given by id: they are written by name.
    """

    issuer: Text
    issuer_code: IssuerCode
    signed_on: date | None = None

    def dated(self, context: JobContext) -> date:
        """The day that the document bears."""
        return self.signed_on or local_date(context.now)


class IssuedDocument(msgspec.Struct, frozen=True, rename="camel"):
    """The stored document and its number, such as 江川街办报〔2026〕12号."""

    document_id: str
    document_number: str


def issue(kind: archive.Kind, letterhead: Letterhead, draft: OfficialDocument, context: JobContext) -> IssuedDocument:
    """Issue the draft under the next number of its code and year; the same job always issues the same document.

    What cannot be shown takes no number. Raises `MissingGlyph`, `LayoutFailed` and `NumberTaken`.
    """
    glyphs.check(draft)
    code = letterhead.issuer_code.replace("{", "").replace("}", "")
    number = allot(Series(f"document:{code}", code + "〔{year}〕{sequence}号"), context)
    document = msgspec.structs.replace(draft, number=number)
    files = word.render(document), pdf.render(document)
    return IssuedDocument(archive.store(context, kind, number, document.title, *files), number)
