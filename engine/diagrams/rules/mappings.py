"""Variable mappings assign to names that FEEL can read."""

import re
from collections.abc import Iterator

from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import nodes
from engine.errors import Finding

_NAME = re.compile(r"[^\W\d]\w*")
_WORDS = frozenset(
    {
        "null",
        "true",
        "false",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "and",
        "or",
        "between",
        "not",
        "instance",
        "of",
        "function",
    }
)


def is_variable(text: str) -> bool:
    """Whether `text` is one name: letters, digits and underscores, no digit first, no word of FEEL's own."""
    return _NAME.fullmatch(text) is not None and text not in _WORDS


def targets(subject: Subject) -> Iterator[Finding]:
    """The target of a mapping is a variable, or a dotted path into one; its source is not empty."""
    for node in nodes(subject.process):
        for mapping in (*node.inputs, *node.outputs):
            if not all(is_variable(part) for part in mapping.target.split(".")):
                yield subject.finding("variable.name", node, variable=mapping.target)
