"""Official letters: the text is there, whole, the same bytes each time, and no blank boxes."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from pypdf import PdfReader

from handlers.documents import glyphs, pdf, word
from handlers.documents.letter import OfficialLetter
from handlers.errors import MissingGlyph

LETTER = OfficialLetter(
    issuer="闵行区江川路街道办事处",
    number="江川街办报〔2026〕12号",
    signer="张三",
    title="关于红旗新村群租问题的专报",
    addressee="区人民政府",
    body=(
        "一、基本情况",
        "经街道网格化综合管理中心“一口受理、分类处理”…… *不是* #panic() $标记$ \\u{41}",
        "特此专报。",
    ),
    signed_on=date(2026, 3, 5),
    annexes=("联席会议纪要", "现场照片"),
)
LINES = (
    LETTER.issuer,
    LETTER.number,
    "签发人：张三",
    LETTER.title,
    "区人民政府：",
    *LETTER.body,
    "附件：1. 联席会议纪要",
    "2. 现场照片",
    "2026年3月5日",
)


def squeezed(text: str) -> str:
    return "".join(text.split())


def pdf_text(data: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def docx_text(data: bytes) -> str:
    return squeezed("".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs))


def test_both_files_hold_every_line_in_order() -> None:
    for text in (pdf_text(pdf.render(LETTER)), docx_text(word.render(LETTER))):
        place = 0
        for line in LINES:
            place = text.index(squeezed(line), place)


def test_equal_letters_give_equal_bytes_and_others_do_not() -> None:
    for render in (pdf.render, word.render):
        assert render(LETTER) == render(replace(LETTER))
        assert render(LETTER) != render(replace(LETTER, signer="李四"))


def test_long_text_flows_over_numbered_a4_pages() -> None:
    long = replace(LETTER, body=tuple(f"第{number}段。" + "街道跟踪核实、督促办理。" * 20 for number in range(1, 21)))
    pages = PdfReader(BytesIO(pdf.render(long))).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert f"—{number}—" in squeezed(page.extract_text())
    assert "第20段。" in pdf_text(pdf.render(long))


def test_a_long_issuer_stays_on_one_line() -> None:
    long = replace(LETTER, issuer="上海市闵行区人民政府江川路街道办事处综合管理办公室")
    first = PdfReader(BytesIO(pdf.render(long))).pages[0].extract_text().splitlines()[0]
    assert squeezed(first) == long.issuer


def test_the_pdf_embeds_its_font_and_says_what_it_is() -> None:
    reader = PdfReader(BytesIO(pdf.render(LETTER)))
    fonts = reader.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    for font in fonts:
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (LETTER.title, LETTER.issuer)
    assert b"pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()  # type: ignore[index]


def test_no_clock_is_in_the_word_file() -> None:
    with ZipFile(BytesIO(word.render(LETTER))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = Document(BytesIO(word.render(LETTER))).core_properties
    assert properties.created is not None
    assert properties.created.date() == LETTER.signed_on


def test_one_annex_has_no_number() -> None:
    assert "附件：会议纪要" in pdf_text(pdf.render(replace(LETTER, annexes=("会议纪要",))))
    assert "附件" not in docx_text(word.render(replace(LETTER, annexes=())))


def test_a_missing_glyph_is_named_by_code_point_only() -> None:
    with pytest.raises(MissingGlyph) as caught:
        pdf.render(replace(LETTER, signer="张\U00030edd"))
    assert caught.value.details == {"field": "signer", "characters": "U+30EDD"}
    assert "张" not in str(caught.value)


def test_the_font_has_every_character_of_gb2312_and_of_the_policy_document() -> None:
    pairs = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    assert {text for pair in pairs if (text := pair.decode("gb2312", "ignore"))} <= glyphs.characters()
    assert set("镕喆堃玥〔〕《》“”‘’…—·①㎡℃") <= glyphs.characters()
    clauses = Path(__file__).parents[3] / "processes" / "clauses.yaml"
    organisation = clauses.with_name("organisation.yaml")
    for file in (clauses, organisation):
        assert {character for character in file.read_text("utf-8") if character.isprintable()} <= glyphs.characters()
