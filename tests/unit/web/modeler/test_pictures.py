"""A drawing from the browser becomes a document, and nothing but a drawing does."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from handlers.errors import MissingGlyph
from web.modeler.pictures import drawing
from web.modeler.pictures.pdf import render

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120" viewBox="0 0 300 120">'
    '<defs><marker id="m"><path d="M 1 5 L 11 10 L 1 15 Z"/></marker></defs>'
    '<rect x="5" y="5" width="100" height="80" style="fill: white; stroke: black"/>'
    '<text style="font-family: PingFang SC, sans-serif; font-size: 13px"><tspan x="20" y="40">{text}</tspan></text>'
    '<path d="M 105 45 L 200 45" style="stroke: black; marker-end: url(#m)"/>{more}</svg>'
)


def svg(text: str = "登记并查重", more: str = "", width: str = "300", height: str = "120") -> bytes:
    whole = SVG.replace('width="300"', f'width="{width}"', 1).replace('height="120"', f'height="{height}"', 1)
    return whole.replace("{text}", text).replace("{more}", more).encode()


def test_chinese_text_can_be_read_in_the_document() -> None:
    made = render(drawing.read(svg()), "问题受理", "zh", 1_760_000_000_000)
    read = PdfReader(BytesIO(made))
    assert "登记并查重" in read.pages[0].extract_text().replace("\n", "")
    assert read.metadata is not None
    assert read.metadata.title == "问题受理"
    assert len(read.pages) == 1
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [340, 160]


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert render(drawing.read(svg()), "x", "en", 0) == render(drawing.read(svg()), "x", "en", 0)


def test_what_the_font_lacks_is_named() -> None:
    with pytest.raises(MissingGlyph) as error:
        render(drawing.read(svg(text="办结\U0001f600")), "x", "zh", 0)
    assert error.value.details["characters"] == "\U0001f600"


@pytest.mark.parametrize(
    "more",
    [
        "<script>1</script>",
        '<image href="http://elsewhere/x.png"/>',
        '<foreignObject width="1" height="1"/>',
        '<rect onclick="x()"/>',
        '<rect style="fill: url(http://elsewhere/x)"/>',
        '<use href="#m"/>',
    ],
)
def test_what_leads_out_of_the_drawing_is_refused(more: str) -> None:
    with pytest.raises(drawing.NotADrawing):
        drawing.read(svg(more=more))


@pytest.mark.parametrize(
    "size", [{"width": "0"}, {"width": "-5"}, {"height": "14001"}, {"height": "100%"}, {"width": "nan"}]
)
def test_a_size_that_no_page_has_is_refused(size: dict[str, str]) -> None:
    with pytest.raises(drawing.NotADrawing, match="must be a number"):
        drawing.read(svg(**size))


@pytest.mark.parametrize(
    "data", [b"", b"<svg", b"<html/>", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", b"\x00" * 10]
)
def test_what_is_no_drawing_is_refused(data: bytes) -> None:
    with pytest.raises(drawing.NotADrawing):
        drawing.read(data)
