"""A drawing as PDF/A-2a and PDF/UA-1, fonts embedded: the same typesetter as that of the official documents."""

from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec
import typst

from engine.diagrams.timers import SHANGHAI
from handlers.documents import glyphs
from handlers.errors import LayoutFailed, MissingGlyph
from web.modeler.pictures.drawing import Drawing

_TEMPLATE = Path(__file__).parent / "sheet.typ"


def render(drawing: Drawing, title: str, language: str, at: int) -> bytes:
    """The document; `at` in milliseconds is the moment that it names. Raises MissingGlyph and LayoutFailed."""
    missing = sorted({one for one in drawing.text if one.isprintable()} - glyphs.characters())
    if missing:
        raise MissingGlyph("The font cannot show characters of the diagram.", field="", characters=" ".join(missing))
    sheet = {
        "title": title,
        "language": language,
        "svg": drawing.svg.decode(),
        "width": drawing.width,
        "height": drawing.height,
    }
    try:
        made = typst.compile(
            _TEMPLATE.read_bytes(),
            format="pdf",
            font_paths=_fonts(),
            sys_inputs={"sheet": msgspec.json.encode(sheet).decode()},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime.fromtimestamp(at // 1000, SHANGHAI),
        )
    except typst.TypstError as error:
        raise LayoutFailed(str(error)) from None
    if not isinstance(made, bytes):
        raise LayoutFailed("The typesetter made no document.")
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[glyphs.FONTS])
