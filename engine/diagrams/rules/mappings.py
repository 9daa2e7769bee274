"""Variable mappings assign to names that FEEL can read."""

from collections.abc import Iterator

from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import nodes
from engine.diagrams.words import is_variable
from engine.errors import Finding

__all__ = ["is_variable", "targets"]


def targets(subject: Subject) -> Iterator[Finding]:
    """The target of a mapping is a variable, or a dotted path into one; its source is not empty."""
    for node in nodes(subject.process):
        for mapping in (*node.inputs, *node.outputs):
            if not all(is_variable(part) for part in mapping.target.split(".")):
                yield subject.finding("variable.name", node, variable=mapping.target)
