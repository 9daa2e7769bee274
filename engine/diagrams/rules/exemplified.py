"""Each rule's bad and good example: small BPMN files in the folder beside this, shown by `--explain` and tested."""

from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

FOLDER = Path(__file__).with_name("examples")


class Example(NamedTuple):
    """A file that breaks the rule, and the same file mended by the smallest change."""

    bad: bytes
    good: bytes


def rules() -> frozenset[str]:
    """The rules that have an example."""
    return frozenset(path.name.removesuffix(".bad.bpmn") for path in FOLDER.glob("*.bad.bpmn"))


def of(rule: str) -> Example | None:
    """The example of a rule, None where it has none."""
    if rule not in rules():
        return None
    return Example(*((FOLDER / f"{rule}.{kind}.bpmn").read_bytes() for kind in ("bad", "good")))


def shown(data: bytes) -> str:
    """What stands inside an example's outermost element, as text to print."""
    text = data.decode()
    inside = text[text.index(">", text.index("<bpmn:definitions")) + 1 : text.rindex("</bpmn:definitions>")]
    return dedent(inside.strip("\n")).rstrip()
