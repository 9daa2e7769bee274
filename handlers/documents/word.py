"""The letter as .docx, laid out like the PDF; the same bytes for the same letter."""

from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from handlers.documents.letter import OfficialLetter

_BODY, _TITLE = "仿宋", "宋体"
_RED = RGBColor(0xD7, 0x00, 0x0F)
_SIZE = 16
_PITCH = Mm(225 / 22)
_WIDTH = Mm(156)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def render(letter: OfficialLetter) -> bytes:
    """Make the Word file: A4, margins and sizes of GB/T 9704-2012; fonts are named, not embedded."""
    document = Document()
    _page(document)
    _heading(document, letter)
    _paragraph(document, letter.addressee + "：")
    for text in letter.body:
        paragraph = _paragraph(document, "", indent=2)
        _run(paragraph, text, bold=letter.is_heading(text))
        paragraph.paragraph_format.keep_with_next = letter.is_heading(text)
    _annexes(document, letter)
    _signature(document, letter)
    _properties(document, letter)
    written = BytesIO()
    document.save(written)
    return _without_clock(written.getvalue())


def _page(document: Any) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, alignment in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = alignment
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        _run(paragraph, "— ", size=14, font=_TITLE)
        _page_number(_run(paragraph, "", size=14, font=_TITLE))
        _run(paragraph, " —", size=14, font=_TITLE)


def _heading(document: Any, letter: OfficialLetter) -> None:
    mark = _paragraph(document, "", exact=False, alignment=WD_ALIGN_PARAGRAPH.CENTER)
    size = min(40.0, _WIDTH.pt / (max(len(letter.issuer), 1) * 1.08))
    _run(mark, letter.issuer, size=size, font=_TITLE, bold=True, colour=_RED)
    mark.paragraph_format.space_after = Pt(18)
    line = _paragraph(document, "")
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(_SIZE)
    line.paragraph_format.tab_stops.add_tab_stop(_WIDTH - Pt(_SIZE), WD_TAB_ALIGNMENT.RIGHT)
    _run(line, f"{letter.number}\t签发人：{letter.signer}")
    rule = _paragraph(document, "")
    _red_line_above(rule)
    title = _paragraph(document, "", exact=False, alignment=WD_ALIGN_PARAGRAPH.CENTER, style="Heading 1")
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(0), _PITCH
    _run(title, letter.title, size=22, font=_TITLE, bold=True, colour=RGBColor(0, 0, 0))


def _annexes(document: Any, letter: OfficialLetter) -> None:
    for index, name in enumerate(letter.annex_lines):
        if index == 0:
            _paragraph(document, "")
        paragraph = _paragraph(document, ("附件：" if index == 0 else "") + name)
        paragraph.paragraph_format.left_indent = Pt(5 * _SIZE)
        paragraph.paragraph_format.first_line_indent = Pt(-3 * _SIZE) if index == 0 else Pt(0)


def _signature(document: Any, letter: OfficialLetter) -> None:
    _paragraph(document, "")
    for text, spaces in ((letter.issuer, 2), (letter.date_text, 4)):
        paragraph = _paragraph(document, text, alignment=WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.paragraph_format.right_indent = Pt(spaces * _SIZE)
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.keep_with_next = spaces == 2


def _paragraph(
    document: Any, text: str, *, indent: int = 0, exact: bool = True, alignment: Any = None, style: str = "Normal"
) -> Any:
    paragraph = document.add_paragraph(style=style)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if alignment is None else alignment
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.first_line_indent = Pt(indent * _SIZE)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if exact else WD_LINE_SPACING.SINGLE
    if exact:
        form.line_spacing = _PITCH
    if text:
        _run(paragraph, text)
    return paragraph


def _run(
    paragraph: Any, text: str, *, size: float = _SIZE, font: str = _BODY, bold: bool = False, colour: Any = None
) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.name, run.bold = Pt(size), font, bold
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _page_number(run: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)


def _red_line_above(paragraph: Any) -> None:
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "1"), ("color", str(_RED))):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def _properties(document: Any, letter: OfficialLetter) -> None:
    signed = datetime.combine(letter.signed_on, time(), UTC)
    properties = document.core_properties
    properties.title, properties.author, properties.language = letter.title, letter.issuer, "zh-CN"
    properties.last_modified_by, properties.comments = letter.issuer, ""
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
