"""Every FEEL expression can be parsed (DMN 1.5 §10.3.1.2)."""

from collections.abc import Iterator
from itertools import islice

from engine.diagrams import feel
from engine.diagrams.model import FlowNode, Process, SequenceFlow
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import Use, expressions, nodes, scopes
from engine.errors import FeelError, Finding

MAXIMUM_EXPRESSIONS = 3_000
"""Of one process; each is parsed, which takes time."""


def syntax(subject: Subject) -> Iterator[Finding]:
    """A finding for every expression of a node or a condition that is no FEEL."""
    uses = list(islice(_uses(subject.process), MAXIMUM_EXPRESSIONS + 1))
    if len(uses) > MAXIMUM_EXPRESSIONS:
        yield subject.finding("expression.many", subject.process, limit=str(MAXIMUM_EXPRESSIONS))
        return
    wrong = {source: _reason(source) for source in {use.expression.source for _, use in uses}}
    for place, use in uses:
        if reason := wrong[use.expression.source]:
            text = use.expression.source
            yield subject.finding("expression.syntax", place, part=use.part, text=text, reason=reason)


def _uses(process: Process) -> Iterator[tuple[FlowNode | SequenceFlow, Use]]:
    for node in nodes(process):
        for use in expressions(node):
            yield node, use
    for _, scope in scopes(process):
        for flow in scope.flows.values():
            if flow.condition is not None and flow.condition.source:
                yield flow, Use("condition", flow.condition)


def _reason(source: str) -> str:
    """Why it cannot be parsed, or ''."""
    try:
        feel.check(source)
    except FeelError as error:
        return str(error.details.get("reason", error))
    return ""
