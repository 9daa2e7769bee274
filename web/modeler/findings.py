"""Findings of the rules in the reader's language, each with its place and remedy."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.diagrams import messages
from engine.errors import Finding
from web.language import language


@dataclass(frozen=True, slots=True)
class Said:
    """One finding; `line` is '' where it has none."""

    file: str
    line: str
    element: str
    name: str
    message: str
    remedy: str
    severity: str


def said(findings: Sequence[Finding]) -> list[Said]:
    """All of them."""
    found = []
    for one in findings:
        sentence = messages.sentence(one, "en" if language() == "en" else "zh")
        line = str(one.line or "")
        found.append(Said(one.file, line, one.element, one.name, sentence.message, sentence.remedy, one.severity))
    return found
