"""What follows the body: the list of annexes, the signature, and the imprint at the foot (§7.3.4, §7.3.5, §7.4)."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_UNDERLINE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from handlers.documents.official import OfficialDocument
from handlers.documents.word.body import entry
from handlers.documents.word.text import BODY, PITCH, SIZE, WIDTH, paragraph, run

_IMPRINT, _LINE = 14, 24
_THICK, _THIN = WD_UNDERLINE.THICK, WD_UNDERLINE.SINGLE
"""The first and the last line of the imprint are thick (§7.4.1)."""


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
    # No page has a signature alone.
    document.paragraphs[-1].paragraph_format.keep_with_next = True
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
    """Recipients, issuer and day of issue in a frame at the foot of the last page, with lines but in a letter."""
    if official.form == "letter":
        framed = [_recipient(document, *one) for one in official.recipients]
    else:
        framed = [_rule(document, _THICK)]
        for one in official.recipients:
            framed += [_recipient(document, *one), _rule(document, _THIN)]
        framed += [_issued(document, official), _rule(document, _THICK)]
    for made in framed:
        _at_the_foot(made)
    if framed:
        # A frame belongs to the paragraph after it.
        paragraph(document).paragraph_format.line_spacing = Pt(1)


def _rule(document: Any, underline: WD_UNDERLINE) -> Any:
    """A line as wide as the type area: an underlined tab, as borders take paragraphs of a frame apart in LibreOffice."""
    made = paragraph(document)
    made.paragraph_format.line_spacing = Pt(7)
    made.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    run(made, "\t", size=5).underline = underline
    return made


def _recipient(document: Any, label: str, text: str) -> Any:
    made = entry(document, label, text, indent=_IMPRINT / SIZE, size=_IMPRINT, face=BODY)
    made.paragraph_format.right_indent, made.paragraph_format.line_spacing = Pt(_IMPRINT), Pt(_LINE)
    return made


def _issued(document: Any, official: OfficialDocument) -> Any:
    left, right = official.issuer, f"{official.date_text}印发"
    size = min(_IMPRINT, (WIDTH.pt - 3 * _IMPRINT) / (len(left) + len(right)))
    made = paragraph(document)
    made.paragraph_format.left_indent, made.paragraph_format.line_spacing = Pt(_IMPRINT), Pt(_LINE)
    made.paragraph_format.tab_stops.add_tab_stop(WIDTH - Pt(_IMPRINT), WD_TAB_ALIGNMENT.RIGHT)
    run(made, f"{left}\t{right}", size=size)
    return made


def _at_the_foot(made: Any) -> None:
    frame = OxmlElement("w:framePr")
    place = {"w": str(WIDTH.twips), "wrap": "notBeside", "vAnchor": "margin", "hAnchor": "margin"}
    for name, value in {**place, "xAlign": "left", "yAlign": "bottom"}.items():
        frame.set(qn(f"w:{name}"), value)
    properties = made._element.get_or_add_pPr()
    properties.insert_element_before(
        frame, "w:widowControl", "w:numPr", "w:pBdr", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )
