"""However a diagram is mangled, it is read or refused: no other error escapes."""

import random
from copy import deepcopy

import pytest
from lxml import etree
from rich_diagram import RICH

from engine.diagrams import reader
from engine.diagrams.rules import Context

TEXTS = ["", "=", "=((", "x:y", "  ", "=a", "条", "p", "user", "true", "0", "R/P1D", "a b", "@", "9" * 30, "x" * 3000]


def mangle(data: bytes, seed: int) -> bytes:
    """`data` with one to four random changes: elements lost, doubled, moved or renamed, texts replaced."""
    chance = random.Random(seed)
    root = etree.fromstring(data)
    for _ in range(chance.randint(1, 4)):
        parts = list(root.iter("*"))
        part, other = chance.choice(parts[1:]), chance.choice(parts)
        parent = part.getparent()
        match chance.randrange(6):
            case 0 if parent is not None:
                parent.remove(part)
            case 1:
                part.addnext(deepcopy(part))
            case 2 if part.attrib:
                part.set(chance.choice(sorted(map(str, part.attrib))), chance.choice(TEXTS))
            case 3:
                other.append(deepcopy(part))
            case 4:
                part.tag = other.tag
            case _:
                part.text = chance.choice(TEXTS)
    return etree.tostring(root)


@pytest.mark.parametrize("block", range(10))
def test_a_mangled_diagram_is_read_or_refused(block: int) -> None:
    for seed in range(block * 25, block * 25 + 25):
        findings = reader.examine("mangled.bpmn", mangle(RICH, seed)).check(Context())
        assert all(found.message and found.remedy for found in findings)
