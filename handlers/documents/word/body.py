"""The blocks of a document or an annex: paragraphs, headings, entries, tables (§7.3.3, §8)."""

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt

from handlers.documents.official import Block, Column, Entry, Paragraph, Table
from handlers.documents.word.text import BLACK, HEI, KAI, SIZE, SONG, WIDTH, paragraph, run, shape

_CELL = 12


def draw(document: Any, blocks: tuple[Block, ...]) -> None:
    """Each block below the one before."""
    for block in blocks:
        match block:
            case Paragraph():
                _paragraph(document, block)
            case Entry():
                entry(document, block.label, block.text, indent=2)
            case Table():
                _table(document, block)


def entry(container: Any, label: str, text: str, *, indent: float, size: float = SIZE, face: str = HEI) -> Any:
    """A label with what stands after its colon hung beside it."""
    made = paragraph(container)
    hang = (len(label) + 1) * size
    made.paragraph_format.left_indent = Pt(indent * size + hang)
    made.paragraph_format.first_line_indent = Pt(-hang)
    run(made, f"{label}：", size=size, font=face)
    run(made, text, size=size)
    return made


def _paragraph(document: Any, block: Paragraph) -> None:
    if block.level == 0:
        paragraph(document, block.text, indent=2)
        return
    made = paragraph(document, indent=2, style=f"Heading {block.level + 1}")
    made.paragraph_format.keep_with_next = True
    run(made, block.text, font=HEI if block.level == 1 else KAI, colour=BLACK)


def _table(document: Any, block: Table) -> None:
    if block.caption:
        caption = paragraph(document, alignment=WD_ALIGN_PARAGRAPH.CENTER)
        caption.paragraph_format.keep_with_next = True
        run(caption, block.caption, font=HEI)
    table = document.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    total = sum(column.share for column in block.columns)
    widths = [int(WIDTH * column.share / total) for column in block.columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    headings = tuple(column.heading for column in block.columns)
    for index, texts in enumerate((headings, *block.rows)):
        row = table.add_row()
        for mark in ("w:cantSplit", *(("w:tblHeader",) if index == 0 else ())):
            row._tr.get_or_add_trPr().append(OxmlElement(mark))
        for cell, width, column, text in zip(row.cells, widths, block.columns, texts, strict=True):
            cell.width = width
            _cell(cell, column, text, heading=index == 0)


def _cell(cell: Any, column: Column, text: str, *, heading: bool) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    running = column.running and not heading
    alignment = WD_ALIGN_PARAGRAPH.LEFT if running else WD_ALIGN_PARAGRAPH.CENTER
    made = shape(cell.paragraphs[0], exact=False, alignment=alignment)
    made.paragraph_format.space_before = made.paragraph_format.space_after = Pt(4)
    run(made, text, size=_CELL, font=HEI if heading else SONG)
