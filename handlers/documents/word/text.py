"""Paragraphs and runs: the faces, sizes and the pitch of GB/T 9704-2012 §5.2.2."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

BODY, SONG, HEI, KAI = "仿宋", "宋体", "黑体", "楷体"
RED, BLACK = RGBColor(0xD7, 0x00, 0x0F), RGBColor(0, 0, 0)
SIZE = 16
PITCH = Mm(225 / 22)
WIDTH = Mm(156)


def paragraph(
    container: Any,
    text: str = "",
    *,
    indent: float = 0,
    exact: bool = True,
    alignment: Any = WD_ALIGN_PARAGRAPH.JUSTIFY,
    style: str = "Normal",
) -> Any:
    """A paragraph of the container, its first line `indent` characters in; `exact` holds it to the pitch."""
    return shape(container.add_paragraph(style=style), text, indent=indent, exact=exact, alignment=alignment)


def shape(made: Any, text: str = "", *, indent: float = 0, exact: bool = True, alignment: Any) -> Any:
    """Give a paragraph that is there already the same form."""
    made.alignment = alignment
    form = made.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.first_line_indent = Pt(indent * SIZE)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if exact else WD_LINE_SPACING.SINGLE
    if exact:
        form.line_spacing = PITCH
    if text:
        run(made, text)
    return made


def run(
    made: Any, text: str, *, size: float = SIZE, font: str = BODY, bold: bool = False, colour: RGBColor | None = None
) -> Any:
    """Text in a face named for Chinese and Latin alike."""
    added = made.add_run(text)
    added.font.size, added.font.name, added.bold = Pt(size), font, bold
    added._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if colour is not None:
        added.font.color.rgb = colour
    return added


def line_above(made: Any, kind: str, eighths: int, colour: RGBColor) -> None:
    """A line above a paragraph, as wide as it is; its weight in eighths of a point."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", kind), ("sz", str(eighths)), ("space", "1"), ("color", str(colour))):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    made._element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )
