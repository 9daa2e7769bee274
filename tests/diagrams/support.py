"""Writes docs/bpmn-support.md from the test diagrams and the reader. Run: python tests/diagrams/support.py

An element is executed in a position when a diagram in this folder holds it there, can be deployed and is run by a test.
Without one, the reader is asked by the smallest file: it either refuses it by name, or accepts what no test runs yet.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

HERE = Path(__file__).parent
TESTS = HERE.parent
PROCEDURES = TESTS.parent / "processes"
DOCUMENT = TESTS.parent / "docs" / "bpmn-support.md"

sys.path.insert(0, str(HERE))

from features import FAMILIES, Feature  # noqa: E402
from triggers import POSITIONS, TRIGGERS, cells  # noqa: E402

from engine.diagrams import reader  # noqa: E402
from engine.diagrams.rules import Context  # noqa: E402
from engine.errors import Finding, UnsafeXml  # noqa: E402

_SHOWN_DIAGRAMS = 2

_HEAD = """# What of BPMN 2.0 is executed

Written by `python tests/diagrams/support.py` from the tests; do not edit by hand. Section numbers are those of BPMN 2.0.2.

- **executed**: the linked diagrams hold the element in this position and are run by a test; they open in any modeler.
- **refused**: a diagram with it cannot be deployed; the finding names the element, the reason and the remedy.
- **accepted**: it can be deployed, but no test diagram shows it yet.
- —: the standard does not allow it.
"""


@dataclass(frozen=True)
class Answer:
    """What becomes of a feature: the diagrams that show it executed, or the finding that refuses it."""

    diagrams: tuple[str, ...]
    refused: Finding | None

    def cell(self) -> str:
        """For a narrow table."""
        if self.diagrams:
            return _links(self.diagrams[:1], "executed")
        return f"refused[^{self.refused.rule}]" if self.refused else "accepted"


def document() -> str:
    """The whole document."""
    answers = {feature.name: answer(feature) for _, make in FAMILIES for feature in make()}
    events = {(trigger, position): answer(feature) for trigger, position, feature in cells()}
    parts = [_HEAD, _summary([*answers.values(), *events.values()])]
    for title, make in FAMILIES:
        parts.append(f"## {title}\n\n| element | § | | test diagram, or why not |\n|---|---|---|---|")
        parts += [_row(feature, answers[feature.name]) for feature in make()]
        parts.append("")
    parts.append(_events(events))
    refusals = {one.refused.rule: one.refused for one in events.values() if one.refused and not one.diagrams}
    parts += [f"[^{rule}]: {found.message} {found.remedy}" for rule, found in sorted(refusals.items())]
    return "\n".join(parts).rstrip() + "\n"


def answer(feature: Feature) -> Answer:
    """Asks the diagrams, then the reader."""
    shown = tuple(name for name, root in diagrams().items() if feature.holds(root))
    refused = next((one for one in findings(feature.probe)), None)
    return Answer(shown, refused)


@cache
def diagrams() -> Mapping[str, etree._Element]:
    """The diagrams of this folder that can be deployed and that a test names, and then the procedures, whose scenarios
    run in the tests; by path from the root of the house."""
    named = "\n".join(path.read_text() for path in sorted(TESTS.rglob("test_*.py")))
    found = {}
    for path in sorted(HERE.glob("*/*.bpmn")):
        name = f"{path.parent.name}/{path.stem}"
        if any(f'"{name}{ending}"' in named for ending in ("", ".bpmn")) and not findings(path.read_bytes()):
            found[f"tests/diagrams/{name}"] = etree.parse(path).getroot()
    for path in sorted(PROCEDURES.glob("*/*.bpmn")):
        found[f"processes/{path.parent.name}/{path.stem}"] = etree.parse(path).getroot()
    return found


def findings(data: bytes) -> list[Finding]:
    """The errors of a file, references left open."""
    try:
        found = reader.examine("probe.bpmn", data).check(Context())
    except UnsafeXml as error:
        return list(error.findings)
    return [one for one in found if one.severity == "error"]


def _summary(answers: Iterable[Answer]) -> str:
    answers = list(answers)
    executed = sum(bool(one.diagrams) for one in answers)
    refused = sum(one.refused is not None and not one.diagrams for one in answers)
    rest = len(answers) - executed - refused
    return f"{len(answers)} elements in their positions: {executed} executed, {refused} refused, {rest} accepted.\n"


def _row(feature: Feature, found: Answer) -> str:
    if found.diagrams:
        return f"| {feature.name} | {feature.section} | executed | {_links(found.diagrams)} |"
    if found.refused is None:
        return f"| {feature.name} | {feature.section} | accepted | |"
    why = f"{found.refused.message} {found.refused.remedy}".replace("|", "\\|")
    return f"| {feature.name} | {feature.section} | refused | {why} |"


def _events(found: Mapping[tuple[str, str], Answer]) -> str:
    lines = ["## Events (§10.5)", "", f"| trigger | {' | '.join(POSITIONS)} |", f"|---{'|---' * len(POSITIONS)}|"]
    for trigger in TRIGGERS:
        row = (found[trigger, position].cell() if (trigger, position) in found else "—" for position in POSITIONS)
        lines.append(f"| {trigger} | {' | '.join(row)} |")
    return "\n".join([*lines, ""])


def _links(names: Iterable[str], text: str = "") -> str:
    shown = list(names)
    links = (f"[{text or name.removeprefix('tests/diagrams/')}](../{name}.bpmn)" for name in shown[:_SHOWN_DIAGRAMS])
    more = f" and {len(shown) - _SHOWN_DIAGRAMS} more" if len(shown) > _SHOWN_DIAGRAMS else ""
    return ", ".join(links) + more


if __name__ == "__main__":
    DOCUMENT.write_text(document())
