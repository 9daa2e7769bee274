"""The document as .docx, laid out like the PDF; the same bytes for the same document."""

from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document

from handlers.documents.official import OfficialDocument
from handlers.documents.word import body, closing, head, page
from handlers.documents.word.text import HEI, PITCH, paragraph, run

_EPOCH = (1980, 1, 1, 0, 0, 0)


def render(official: OfficialDocument) -> bytes:
    """Make the Word file: A4, margins and sizes of GB/T 9704-2012; fonts are named, not embedded."""
    document = Document()
    page.lay_out(document)
    head.draw(document, official)
    head.title(document, official.title_lines)
    if official.addressee_line:
        paragraph(document, official.addressee_line + "：")
    body.draw(document, official.body)
    closing.annexes(document, official)
    closing.signature(document, official)
    for label, annex in official.annexes_enclosed:
        first = paragraph(document)
        first.paragraph_format.page_break_before = True
        first.paragraph_format.space_after = PITCH
        run(first, label, font=HEI)
        head.title(document, annex.title_lines, level=2)
        body.draw(document, annex.body)
    closing.imprint(document, official)
    _properties(document, official)
    written = BytesIO()
    document.save(written)
    return _without_clock(written.getvalue())


def _properties(document: Any, official: OfficialDocument) -> None:
    signed = datetime.combine(official.signed_on, time(), UTC)
    properties = document.core_properties
    properties.title, properties.author, properties.language = official.title, official.issuer, "zh-CN"
    properties.last_modified_by, properties.comments = official.issuer, ""
    properties.created = properties.modified = signed


def _without_clock(data: bytes) -> bytes:
    """The same package with the fixed time that the ZIP format begins at."""
    rewritten = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(rewritten, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return rewritten.getvalue()
