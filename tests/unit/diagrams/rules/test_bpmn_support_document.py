"""docs/bpmn-support.md says what the tests show."""

import sys
from pathlib import Path

DIAGRAMS = Path(__file__).parents[3] / "diagrams"
sys.path.insert(0, str(DIAGRAMS))

import support  # noqa: E402


def test_the_committed_document_is_up_to_date() -> None:
    assert support.DOCUMENT.read_text() == support.document(), "run: python tests/diagrams/support.py"


def test_every_link_leads_to_a_diagram() -> None:
    text = support.DOCUMENT.read_text()
    links = [part.partition(")")[0] for part in text.split("](")[1:]]
    assert links
    assert all((support.DOCUMENT.parent / link).is_file() for link in links)


def test_every_diagram_is_run_by_a_test() -> None:
    drawn = {f"tests/diagrams/{path.parent.name}/{path.stem}" for path in DIAGRAMS.glob("*/*.bpmn")}
    assert drawn <= set(support.diagrams())


def test_what_the_standard_does_not_have_is_not_asked() -> None:
    cells = {(trigger, position) for trigger, position, _ in support.cells()}
    assert ("terminate", "end") in cells
    assert ("terminate", "throw") not in cells
    assert len(cells) > 70
