"""Files that go out to the DMN 1.3 editor and come back untouched are what they were, whatever their version."""

from pathlib import Path

import pytest
from lxml import etree

from engine.diagrams.dmn.editing import for_editor, from_editor
from tests.conformance.tck import DATA

PROCESSES = sorted((Path(__file__).resolve().parents[2] / "processes").rglob("*.dmn"))
TCK = sorted(DATA.rglob("*.dmn"))

needs_data = pytest.mark.skipif(not TCK, reason=f"the DMN TCK is not at {DATA}")


def said(data: bytes) -> object:
    """What a file says: names, attributes, texts and order; neither prefixes nor indentation."""
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    return _said(etree.fromstring(data, parser))


def _said(element: etree._Element) -> object:
    text = element.text or ""
    return (
        element.tag,
        {str(name): str(value) for name, value in element.attrib.items()},
        text if text.strip() else "",
        [_said(child) for child in element],
    )


@needs_data
def test_all_files_are_there() -> None:
    assert len(TCK) == 111
    assert PROCESSES


@pytest.mark.parametrize("path", [*PROCESSES, *TCK], ids=lambda path: path.name)
def test_out_and_back(path: Path) -> None:
    data = path.read_bytes()
    assert said(from_editor(path.name, for_editor(path.name, data))) == said(data)
