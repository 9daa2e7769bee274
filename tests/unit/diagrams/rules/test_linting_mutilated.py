"""The linter says something about every broken diagram and never breaks itself."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from engine.diagrams import linting

HOUSE = Path(__file__).parents[4]
DIAGRAMS = [*sorted((HOUSE / "tests" / "diagrams").glob("*/*.bpmn")), *sorted(HOUSE.glob("processes/*/*.bpmn"))]
ROUNDS = 4


def mutilated(data: bytes, seed: str) -> Iterator[bytes]:
    """The file with a few elements taken away, ids mixed up, attributes emptied or parts doubled."""
    choice = random.Random(seed)
    for _ in range(ROUNDS):
        root = etree.fromstring(data)
        for _ in range(choice.randint(1, 4)):
            parts = [part for part in root.iterdescendants() if isinstance(part.tag, str)]
            victim = choice.choice(parts)
            parent = victim.getparent()
            what = choice.randrange(5)
            if what == 0 and parent is not None:
                parent.remove(victim)
            elif what == 1 and victim.attrib:
                victim.set(choice.choice(sorted(victim.attrib)), "")
            elif what == 2 and victim.attrib:
                victim.set(choice.choice(sorted(victim.attrib)), choice.choice(parts).get("id", "nowhere"))
            elif what == 3 and victim.attrib:
                del victim.attrib[choice.choice(sorted(victim.attrib))]
            elif parent is not None:
                choice.choice(parts).append(etree.fromstring(etree.tostring(victim)))
        yield etree.tostring(root)


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)
def test_mutilated_diagrams_are_linted(file: Path) -> None:
    whole = file.read_bytes()
    assert not [one for one in linting.lint({"a.bpmn": whole}) if one.severity == "error"]
    for data in mutilated(whole, file.stem):
        for draft in (False, True):
            found = linting.lint({"a.bpmn": data}, lambda kind, identity, tag: False, draft=draft)
            assert all(one.message and one.remedy and one.file for one in found)
