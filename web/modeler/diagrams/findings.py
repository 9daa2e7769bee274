"""The server's rules on a file as it is in the editor, said in the reader's language."""

from typing import Any

import handlers.registry
from engine.diagrams import linting, messages
from engine.errors import Finding
from engine.runtime.handlers import returned
from web import clauses
from web.language import language
from web.modeler.diagrams.surroundings import Surroundings

MOST = 500
"""So many findings are sent; the counts tell of all."""


def on(file: str, data: bytes, surroundings: Surroundings) -> dict[str, Any]:
    """The findings of deployment on the file, gravest first, and how many there are of each severity."""
    found = linting.lint_file(
        file,
        surroundings.drawn(file, data),
        list(surroundings.elsewhere.values()),
        handlers=returned(handlers.registry.load()),
        clauses=clauses.known_here(),
    )
    order = ("error", "warning", "info")
    found.sort(key=lambda one: order.index(one.severity))
    counts = {severity: sum(one.severity == severity for one in found) for severity in order}
    return {"findings": [_said(one) for one in found[:MOST]], "counts": counts}


def _said(finding: Finding) -> dict[str, Any]:
    sentence = messages.sentence(finding, "en" if language() == "en" else "zh")
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "element": finding.element,
        "name": finding.name,
        "line": finding.line,
        "message": sentence.message,
        "remedy": sentence.remedy,
    }
