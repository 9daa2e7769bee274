"""What may be the name of a variable."""

import re

_NAME = re.compile(r"[^\W\d]\w*")
_WORDS = frozenset(
    [
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
    ]
)


def is_variable(text: str) -> bool:
    """Whether `text` is one name: letters, digits and underscores, no digit first, no word of FEEL's own."""
    return _NAME.fullmatch(text) is not None and text not in _WORDS
