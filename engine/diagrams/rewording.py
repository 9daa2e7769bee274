"""What an expression that was written for another engine, or without its `=`, would be in FEEL: a proposal for its author."""

import re

_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")
_OPERATORS = ((" && ", " and "), ("&&", " and "), (" || ", " or "), ("||", " or "), ("==", "="))
_WRAPPED = re.compile(r"[$#]\{([^{}]*)\}")


def as_feel(text: str) -> str:
    """`=amount = 5 and paid` for `${amount == 5 && paid}` or for `amount == 5 && paid`; quotes become double ones.

    A text of several such parts becomes a sum of strings. What has no counterpart is left as it is.
    """
    text = text.strip()
    if not text.startswith(("${", "#{")):
        return f"={_reworded(text)}"
    whole = _WRAPPED.fullmatch(text)
    if whole:
        return f"={_reworded(whole[1])}"
    pieces = [
        f"string({_reworded(piece)})" if position % 2 else f'"{piece}"'
        for position, piece in enumerate(_WRAPPED.split(text))
        if piece
    ]
    return "=" + " + ".join(pieces)


def _reworded(text: str) -> str:
    pieces = _QUOTED.split(text.strip())
    return "".join(f'"{piece[1:-1]}"' if position % 2 else _operators(piece) for position, piece in enumerate(pieces))


def _operators(text: str) -> str:
    for there, here in _OPERATORS:
        text = text.replace(there, here)
    return text
