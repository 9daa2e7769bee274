"""Texts and values that stand for nobody: what the real one's field takes, made without a character of it."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from engine.diagrams.forms import Component, Form
from engine.errors import FeelError

_EMAIL, _PHONE = "someone@example.org", "13800000000"
_IDENTITY = "110101199001010000"
"""Shaped as an identity number; its last digit is none that its others lead to, so that it is nobody's."""
DAY, LATER_DAY = "1990-01-01", "2099-12-31"


def takes(component: Component, text: str) -> bool:
    """Whether the field takes the text, by the forms' own checks, which are bounded in time. Raises FeelError where its
    pattern is given up."""
    alone = Form("", "", (replace(component, hide="", readonly=False),))
    return not alone.validate({component.key: text}, {}, 0)[1]


def like(value: str) -> Iterator[str]:
    """Texts of the same shape: as long, with letters for letters and digits for digits; then what is often asked for."""
    masked = "".join(map(_masked, value))
    yield masked
    if masked[:1] == "0":
        yield "1" + masked[1:]
    yield masked.replace("0", "1")
    yield from (_PHONE, _EMAIL, _IDENTITY)


def worded(label: str, number: int, component: Component | None) -> str:
    """A placeholder that says of what it is one, within the field's length."""
    said = f"示例{label}" if number == 1 else f"示例{number}{label}"
    if component is None:
        return said
    return said.ljust(component.minimum_length, "。")[: component.maximum_length]


def number(component: Component | None) -> int | float:
    """The number nearest to nought that the field takes."""
    if component is not None and component.minimum is not None and component.minimum > 0:
        return component.minimum
    if component is not None and component.maximum is not None and component.maximum < 0:
        return component.maximum
    return 0


def day(component: Component | None) -> str:
    """A day that is nobody's, and to come where the field asks for that."""
    return LATER_DAY if component is not None and component.future_only else DAY


def first_taken(component: Component | None, candidates: Iterator[str], taken: set[str], value: str) -> str:
    """The first candidate that the field takes and that is none yet, else the first that it takes; '' for none."""
    found = ""
    try:
        for one in candidates:
            if one == value or (component is not None and not takes(component, one)):
                continue
            if one not in taken:
                return one
            found = found or one
    except FeelError:
        pass
    return found


def _masked(character: str) -> str:
    """Of any script: names are written with rare characters, and numbers with those of full width."""
    kind = unicodedata.category(character)
    if kind.startswith("N"):
        return "0"
    if character.isascii():
        return "X" if kind == "Lu" else "x" if kind == "Ll" else character
    return "某" if kind[0] in "LMSC" else character
