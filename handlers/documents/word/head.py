"""The head of the document: mark, number, signer, red lines (§7.2, §10.1, §10.3), and the title (§7.3.1)."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from handlers.documents.official import OfficialDocument
from handlers.documents.word.text import BLACK, PITCH, RED, SIZE, SONG, WIDTH, line_above, paragraph, run, shape

_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def draw(document: Any, official: OfficialDocument) -> None:
    """The head in the document's form, down to its red line."""
    if official.form == "letter":
        _letter(document, official)
        return
    mark = paragraph(document, exact=False, alignment=_CENTRE)
    mark.paragraph_format.space_before, mark.paragraph_format.space_after = Mm(35), 2 * PITCH
    _mark(mark, official.mark)
    if official.form == "minutes":
        paragraph(document, official.number, alignment=_CENTRE)
        _line(document, official.issuer, official.date_text)
    elif official.signer:
        _line(document, official.number, f"签发人：{official.signer}")
    else:
        paragraph(document, official.number, alignment=_CENTRE)
    rule = paragraph(document)
    line_above(rule, "single", 12, RED)
    rule.paragraph_format.space_before, rule.paragraph_format.space_after = Mm(1), PITCH


def title(document: Any, lines: tuple[str, ...], level: int = 1) -> None:
    """A centred title in its lines."""
    made = paragraph(document, exact=False, alignment=_CENTRE, style=f"Heading {level}")
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(0), PITCH
    made.paragraph_format.line_spacing = Pt(36)
    for index, line in enumerate(lines):
        added = run(made, line, size=22, font=SONG, bold=True, colour=BLACK)
        if index + 1 < len(lines):
            added.add_break()


def _letter(document: Any, official: OfficialDocument) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = Mm(30)
    mark = shape(section.first_page_header.paragraphs[0], exact=False, alignment=_CENTRE)
    _mark(mark, official.mark)
    upper = shape(section.first_page_header.add_paragraph(), alignment=_CENTRE)
    _wide(upper, "thickThinSmallGap", Mm(3))
    lower = shape(section.first_page_footer.paragraphs[0], alignment=_CENTRE)
    _wide(lower, "thinThickSmallGap", Pt(0))
    number = paragraph(document, official.number, alignment=_RIGHT)
    number.paragraph_format.space_after = 2 * PITCH


def _wide(made: Any, kind: str, space: Any) -> None:
    """A double red line of 170 mm, as wide beyond the type area on both sides."""
    line_above(made, kind, 24, RED)
    form = made.paragraph_format
    form.left_indent, form.right_indent, form.space_before, form.line_spacing = Mm(-8), Mm(-6), space, Pt(6)


def _mark(made: Any, text: str) -> None:
    size = min(40.0, WIDTH.pt / (max(len(text), 1) * 1.08))
    run(made, text, size=size, font=SONG, bold=True, colour=RED)


def _line(document: Any, left: str, right: str) -> None:
    line = paragraph(document)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(SIZE)
    line.paragraph_format.tab_stops.add_tab_stop(WIDTH - Pt(SIZE), WD_TAB_ALIGNMENT.RIGHT)
    run(line, f"{left}\t{right}")
