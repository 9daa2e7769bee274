"""Whatever is edited in a diagram or a table, the comparison tells of it; and of what was only written anew it does not."""

import re
from pathlib import Path
from random import Random

import pytest
from editors import canonical, edit, tree, written_anew
from lxml import etree

from engine.diagrams.comparing import compare_file
from engine.diagrams.comparing.elements import DRAWN

HOUSE = Path(__file__).parents[4] / "processes"
FILES = sorted([*HOUSE.glob("*/*.bpmn"), *HOUSE.glob("*/*.dmn")])


_NAMED = re.compile(r"decision$|inputData|businessKnowledgeModel|itemDefinition|knowledgeSource|input$|output$|rule$")


def _meant(data: bytes) -> str:
    """What the file says, without names that only its own parts use: ids of cells, definitions and shapes, the ends of flows
    that flows say themselves, and the frame around a drawing."""
    root = tree(data)
    for element in list(root.iter("*")):
        name = etree.QName(element).localname
        if name in ("incoming", "outgoing", "BPMNDiagram", "BPMNPlane", "DMNDI", "DMNDiagram", "BPMNLabel"):
            etree.strip_tags(root, element.tag)
        elif name not in DRAWN - {"definitions"} and not _NAMED.search(name):
            element.attrib.pop("id", None)
    for element in root.iter("{*}flowNodeRef"):
        element.text = (element.text or "").strip()
    return canonical(etree.tostring(root))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_random_edit_is_told_and_nothing_else(path: Path) -> None:
    original = path.read_bytes()
    same = compare_file(path.name, original, written_anew(tree(original)))
    assert (same.entries, same.tables, same.lines) == ((), (), ())
    for seed in range(6):
        root = tree(original)
        edit(root, Random(f"{seed} {path.name}"))
        edited = written_anew(root)
        if _meant(edited) == _meant(original):
            continue
        found = compare_file(path.name, original, edited)
        assert found.entries or found.tables, f"seed {seed}"
