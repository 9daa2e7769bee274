"""Official documents: the text is there, whole, the same bytes each time, and no blank boxes."""

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.table import Table as DocxTable
from msgspec.structs import replace
from pypdf import PdfReader

from handlers.documents import glyphs, pdf, titles, word
from handlers.documents.official import Annex, Column, Entry, Form, OfficialDocument, Table
from handlers.documents.writing import numbered, paragraphs
from handlers.errors import MissingGlyph

TEXT = (
    "一、基本情况",
    "经街道网格化综合管理中心“一口受理、分类处理”…… *不是* #panic() $标记$ \\u{41}",
    "特此专报。",
)
LETTER = OfficialDocument(
    form="report",
    issuer="闵行区江川路街道办事处",
    number="江川街办报〔2026〕12号",
    signer="张三",
    title="关于红旗新村群租问题的专报",
    addressee="区人民政府",
    body=paragraphs(list(TEXT)),
    signed_on=date(2026, 3, 5),
    annexes=(Annex("联席会议纪要"), Annex("现场照片")),
)
LINES = (
    LETTER.issuer,
    LETTER.number,
    "签发人：张三",
    LETTER.title,
    "区人民政府：",
    *TEXT,
    "附件：1. 联席会议纪要",
    "2. 现场照片",
    "2026年3月5日",
)


def squeezed(text: str) -> str:
    return "".join(text.split())


def pdf_text(data: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def docx_text(data: bytes) -> str:
    """Paragraphs and tables in their order, then the head and foot of a letter's first page."""
    document = Document(BytesIO(data))
    first = document.sections[0]
    extras = [*first.first_page_header.paragraphs] if first.different_first_page_header_footer else []
    texts = [paragraph.text for paragraph in extras]
    for part in document.iter_inner_content():
        cells = (cell for row in part.rows for cell in row.cells) if isinstance(part, DocxTable) else (part,)
        texts += [cell.text for cell in cells]
    return squeezed("".join(texts))


def in_order(text: str, lines: tuple[str, ...]) -> None:
    place = 0
    for line in lines:
        place = text.index(squeezed(line), place) + len(squeezed(line))


def test_both_files_hold_every_line_in_order() -> None:
    for text in (pdf_text(pdf.render(LETTER)), docx_text(word.render(LETTER))):
        in_order(text, LINES)


def test_equal_letters_give_equal_bytes_and_others_do_not() -> None:
    for render in (pdf.render, word.render):
        assert render(LETTER) == render(replace(LETTER))
        assert render(LETTER) != render(replace(LETTER, signer="李四"))


def test_long_text_flows_over_numbered_a4_pages() -> None:
    long = replace(
        LETTER, body=paragraphs([f"第{number}段。" + "街道跟踪核实、督促办理。" * 20 for number in range(1, 21)])
    )
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
    assert "附件：会议纪要" in pdf_text(pdf.render(replace(LETTER, annexes=(Annex("会议纪要"),))))
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


@pytest.mark.parametrize(
    ("form", "head"),
    [
        ("report", (LETTER.issuer, LETTER.number, "签发人：张三", LETTER.title)),
        ("notice", (LETTER.issuer, LETTER.number, LETTER.title)),
        ("letter", (LETTER.issuer, LETTER.number, LETTER.title)),
        ("minutes", (f"{LETTER.issuer}会议纪要", LETTER.number, LETTER.issuer, "2026年3月5日", LETTER.title)),
    ],
)
def test_each_form_has_its_head(form: Form, head: tuple[str, ...]) -> None:
    document = replace(LETTER, form=form, signer="张三" if form == "report" else "")
    for text in (pdf_text(pdf.render(document)), docx_text(word.render(document))):
        in_order(text, head)
        assert ("签发人" in text) == (form == "report")


def test_a_letter_numbers_no_first_page_and_has_no_imprint_but_its_copies() -> None:
    letter = replace(LETTER, form="letter", signer="", copies=("区房管局", "江川路派出所"))
    assert "抄送：区房管局，江川路派出所。" in pdf_text(pdf.render(letter))
    for text in (pdf_text(pdf.render(letter)), docx_text(word.render(letter))):
        assert "—1—" not in text
        assert "印发" not in text
    assert "—1—" in pdf_text(pdf.render(replace(letter, form="notice")))


def test_minutes_are_not_signed_at_the_end() -> None:
    minutes = replace(LETTER, form="minutes", signer="", body=(Entry("出席", "江川路派出所、区房管局"),))
    for text in (pdf_text(pdf.render(minutes)), docx_text(word.render(minutes))):
        assert "出席：江川路派出所、区房管局" in text
        # The head, and the imprint.
        assert text.count("2026年3月5日") == 2


def test_the_imprint_closes_the_last_page_after_the_annexes() -> None:
    table = Table((Column("年度"), Column("等次")), (("2024", "一般"), ("2025", "良好")))
    document = replace(LETTER, annexes=(Annex("历年考核结果", (table,)), Annex("照片")), copies=("区委组织部",))
    lines = (
        "附件：1. 历年考核结果",
        "2. 照片",
        "2026年3月5日",
        "附件1",
        "历年考核结果",
        "年度",
        "2024",
        "一般",
        "良好",
    )
    for text in (pdf_text(pdf.render(document)), docx_text(word.render(document))):
        in_order(text, (*lines, "抄送：区委组织部。", LETTER.issuer, "2026年3月5日印发"))
        assert "附件2照片" not in text
    pages = PdfReader(BytesIO(pdf.render(document))).pages
    assert [("印发" in page.extract_text()) for page in pages] == [False] * (len(pages) - 1) + [True]


def test_the_heading_of_a_table_is_repeated_on_each_page() -> None:
    table = Table((Column("年度"), Column("数据来源", 4, running=True)), tuple((str(n), "考核通报") for n in range(90)))
    pages = PdfReader(BytesIO(pdf.render(replace(LETTER, body=(table,), annexes=())))).pages
    filled = [text for page in pages if "考核通报" in (text := page.extract_text())]
    assert len(filled) > 2
    assert all("数据来源" in text for text in filled)


def test_many_addressees_leave_the_first_page_to_the_body() -> None:
    many = replace(LETTER, addressee="、".join(["区城市管理行政执法局"] * 20))
    text = pdf_text(pdf.render(many))
    assert text.index("一、基本情况") < text.index("主送：")
    assert "一、基本情况" in squeezed(PdfReader(BytesIO(pdf.render(many))).pages[0].extract_text())


def test_a_glyph_missing_in_a_cell_is_found() -> None:
    table = Table((Column("单位"),), (("\U00030edd",),))
    with pytest.raises(MissingGlyph, match=r"U\+30EDD in 'annexes'"):
        glyphs.check(replace(LETTER, annexes=(Annex("表", (table,)),)))


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于红旗新村群租问题的专报", ("关于红旗新村群租问题的专报",)),
        (
            "关于2025年度街道综合管理问题处置情况考核结果的通报",
            ("关于2025年度街道综合管理", "问题处置情况考核结果的通报"),
        ),
        ("关于同意“道路跨门经营日常巡查”下沉街道的批复", ("关于同意“道路跨门经营日常巡查”", "下沉街道的批复")),
        (
            "关于调整区城市管理执法局江川路街道中队负责人的建议",
            ("关于调整区城市管理执法局", "江川路街道中队负责人的建议"),
        ),
    ],
)
def test_long_titles_break_into_like_lines(title: str, lines: tuple[str, ...]) -> None:
    assert titles.lines(title) == lines


def test_no_title_line_is_too_long_or_begins_with_a_closing_mark() -> None:
    for length in range(1, 120):
        lines = titles.lines(("关于“红旗新村”、2025年第3季度的" * 20)[:length])
        assert max(map(len, lines)) <= titles.CHARACTERS
        assert not any(line[0] in "、”的" for line in lines[1:])


def test_a_list_is_numbered_unless_its_writer_did() -> None:
    assert [one.text for one in numbered("清除\n查处")] == ["1. 清除", "2. 查处"]
    assert [one.text for one in numbered(["一、清除", "二、查处"])] == ["一、清除", "二、查处"]
    assert [one.text for one in numbered("清除")] == ["清除"]
    assert [one.level for one in paragraphs("一、基本情况\n（一）投诉\n居民投诉。")] == [1, 2, 0]


def test_no_page_has_a_signature_alone() -> None:
    for count in range(1, 24):
        body = paragraphs(["街道跟踪核实、督促办理。"] * count)
        *_, last = PdfReader(BytesIO(pdf.render(replace(LETTER, body=body, annexes=())))).pages
        text = squeezed(last.extract_text()).replace("2026年3月5日印发", "")
        if "2026年3月5日" in text:
            assert "督促办理" in text
