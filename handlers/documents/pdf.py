"""The letter as PDF/A-2a and PDF/UA-1: fonts embedded, tagged, the same bytes for the same letter."""

from datetime import datetime, time
from functools import cache
from pathlib import Path

import msgspec
import typst

from engine.diagrams.timers import SHANGHAI
from handlers.documents import glyphs
from handlers.documents.letter import OfficialLetter
from handlers.errors import LayoutFailed

_TEMPLATE = Path(__file__).parent / "letter.typ"


def render(letter: OfficialLetter) -> bytes:
    """Lay the letter out on A4. Raises `MissingGlyph` and `LayoutFailed`."""
    glyphs.check(letter)
    # The text travels as JSON data, so nothing in it is ever read as markup.
    data = {
        "issuer": letter.issuer,
        "number": letter.number,
        "signer": letter.signer,
        "title": letter.title,
        "addressee": letter.addressee,
        "body": [{"text": text, "heading": letter.is_heading(text)} for text in letter.body],
        "date": letter.date_text,
        "annexes": letter.annex_lines,
    }
    signed = datetime.combine(letter.signed_on, time(), SHANGHAI)
    try:
        result = typst.compile(
            _TEMPLATE.read_bytes(),
            format="pdf",
            font_paths=_fonts(),
            sys_inputs={"letter": msgspec.json.encode(data).decode()},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=signed,
        )
    except typst.TypstError:
        # Its message may quote the letter.
        raise LayoutFailed("The typesetter could not lay the document out.") from None
    if not isinstance(result, bytes):
        raise LayoutFailed("The typesetter made no document.")
    return result


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[glyphs.FONTS])
