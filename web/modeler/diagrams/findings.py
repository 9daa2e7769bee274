"""The server's rules on a file as it is in the editor, said in the reader's language."""

from typing import Any

from flask_babel import gettext

import handlers.registry
from engine.diagrams import linting, messages
from engine.errors import Finding
from engine.runtime.handlers import returned
from web import clauses
from web.language import language, pick, quoted
from web.modeler.diagrams.surroundings import Surroundings
from web.modeler.examples import renaming
from web.modeler.examples.renaming import Outdated
from web.modeler.files import kind_of

MOST = 500
"""So many findings are sent; the counts tell of all."""


def on(procedure: str, file: str, data: bytes, surroundings: Surroundings) -> dict[str, Any]:
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
    said = [_said(one) for one in found[:MOST]]
    named = [_named(one) for one in renaming.outdated(procedure, {file: data})] if kind_of(file) == "diagram" else []
    counts["warning"] += len(named)
    place = min(counts["error"], len(said))
    return {"findings": [*said[:place], *named, *said[place:]], "counts": counts}


def _named(one: Outdated) -> dict[str, Any]:
    """A name that scenarios still use."""
    files = pick("、", ", ").join(one.files)
    message = (
        gettext("%(old)s is now called %(new)s", old=quoted(one.old), new=quoted(one.new))
        if one.new
        else gettext("%(old)s is not in the draft any more", old=quoted(one.old))
    )
    return {
        "rule": "scenario.name",
        "severity": "warning",
        "element": one.elements[0],
        "name": one.new or one.old,
        "line": 0,
        "message": message + pick("；", "; ") + gettext("named in: %(files)s", files=files),
        "remedy": gettext("The page of the procedure has a button that writes new names into all scenarios."),
    }


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
