"""What follows the body: the list of annexes, the signature, and the imprint at the foot (§7.3.4, §7.3.5, §7.4)."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from handlers.documents.official import OfficialDocument
from handlers.documents.word.body import entry
from handlers.documents.word.text import BODY, PITCH, SIZE, WIDTH, paragraph, run

_IMPRINT = 14


def annexes(document: Any, official: OfficialDocument) -> None:
    """The list of annexes, hung after 附件：."""
    for index, name in enumerate(official.annex_lines):
        if index == 0:
            paragraph(document)
        made = paragraph(document, ("附件：" if index == 0 else "") + name)
        made.paragraph_format.left_indent = Pt(5 * SIZE)
        made.paragraph_format.first_line_indent = Pt(-3 * SIZE) if index == 0 else Pt(0)


def signature(document: Any, official: OfficialDocument) -> None:
    """The date four characters from the right, the issuer centred on it as far as there is room (§7.3.5.1)."""
    if not official.signed:
        return
    date_width = sum(0.5 if character.isdigit() else 1 for character in official.date_text)
    aside = min(max(0.0, len(official.issuer) - date_width) / 2, 4)
    for text, spaces in ((official.issuer, 4 - aside), (official.date_text, 4.0)):
        made = paragraph(document, text, alignment=WD_ALIGN_PARAGRAPH.RIGHT)
        made.paragraph_format.right_indent = Pt(spaces * SIZE)
        made.paragraph_format.keep_together = True
        made.paragraph_format.keep_with_next = text == official.issuer
        if text == official.issuer:
            made.paragraph_format.space_before = 2 * PITCH


def imprint(document: Any, official: OfficialDocument) -> None:
    """Recipients, issuer and day of issue at the foot of the last page."""
    table = document.add_table(rows=0, cols=1)
    table.autofit = False
    for label, text in official.recipients:
        made = entry(_cell(table), label, text, indent=1, size=_IMPRINT, face=BODY)
        _shape(made)
    if official.form != "letter":
        made = paragraph(_cell(table))
        _shape(made)
        made.paragraph_format.left_indent = Pt(_IMPRINT)
        made.paragraph_format.tab_stops.add_tab_stop(WIDTH - Pt(2 * _IMPRINT), WD_TAB_ALIGNMENT.RIGHT)
        run(made, f"{official.issuer}\t{official.date_text}印发", size=_IMPRINT)
        _lines(table)
    if table.rows:
        _at_the_foot(table)
        anchor = paragraph(document)
        anchor.paragraph_format.line_spacing = Pt(1)
    else:
        table._element.getparent().remove(table._element)


def _cell(table: Any) -> Any:
    cell = table.add_row().cells[0]
    cell.width = WIDTH
    cell._element.remove(cell.paragraphs[0]._element)
    return cell


def _shape(made: Any) -> None:
    made.paragraph_format.right_indent = Pt(_IMPRINT)
    made.paragraph_format.line_spacing = Pt(24)


def _lines(table: Any) -> None:
    """Thick above and below, thin between (§7.4.1)."""
    borders = OxmlElement("w:tblBorders")
    for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 6)):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _at_the_foot(table: Any) -> None:
    place = OxmlElement("w:tblpPr")
    for name, value in (
        ("leftFromText", "0"),
        ("rightFromText", "0"),
        ("vertAnchor", "margin"),
        ("horzAnchor", "margin"),
        ("tblpXSpec", "left"),
        ("tblpYSpec", "bottom"),
    ):
        place.set(qn(f"w:{name}"), value)
    table._tbl.tblPr.insert(1, place)
