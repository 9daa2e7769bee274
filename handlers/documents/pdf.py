"""The document as PDF/A-2a and PDF/UA-1: fonts embedded, tagged, the same bytes for the same document."""

from datetime import datetime, time
from functools import cache
from pathlib import Path

import msgspec
import typst

from engine.diagrams.timers import SHANGHAI
from handlers.documents import glyphs
from handlers.documents.official import OfficialDocument
from handlers.errors import LayoutFailed

_TEMPLATE = Path(__file__).parent / "layout.typ"


def render(document: OfficialDocument) -> bytes:
    """Lay the document out on A4. Raises `MissingGlyph` and `LayoutFailed`."""
    glyphs.check(document)
    # The text travels as JSON data, so nothing in it is ever read as markup.
    data = {
        "form": document.form,
        "issuer": document.issuer,
        "mark": document.mark,
        "number": document.number,
        "signer": document.signer,
        "title": document.title,
        "title_lines": document.title_lines,
        "addressee": document.addressee_line,
        "body": document.body,
        "date": document.date_text,
        "signed": document.signed,
        "annex_lines": document.annex_lines,
        "annexes": [
            {"label": label, "title_lines": annex.title_lines, "body": annex.body}
            for label, annex in document.annexes_enclosed
        ],
        "recipients": [{"label": label, "text": text} for label, text in document.recipients],
    }
    signed = datetime.combine(document.signed_on, time(), SHANGHAI)
    try:
        result = typst.compile(
            _TEMPLATE.read_bytes(),
            format="pdf",
            font_paths=_fonts(),
            sys_inputs={"document": msgspec.json.encode(data).decode()},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=signed,
        )
    except typst.TypstError:
        # Its message may quote the document.
        raise LayoutFailed("The typesetter could not lay the document out.") from None
    if not isinstance(result, bytes):
        raise LayoutFailed("The typesetter made no document.")
    return result


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[glyphs.FONTS])
