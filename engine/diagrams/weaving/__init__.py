"""Laying an edited file into the one it was made from, so that whatever was not edited keeps its bytes.

The editors write a file anew from their model: comments go, attributes and elements come in an order of their own, defaults
are left out, numbers are spelled otherwise. Version control would show a changed file where one name was changed.
"""

from typing import Literal

from engine.diagrams.weaving import elements, values
from engine.diagrams.weaving.reading import Unreadable
from engine.diagrams.weaving.renewing import renewed

Kind = Literal["bpmn", "dmn", "form", "text"]

_ENDINGS: dict[str, Kind] = {".bpmn": "bpmn", ".dmn": "dmn", ".form.json": "form", ".form": "form", ".json": "form"}


def kind(name: str) -> Kind:
    """What is in the file of this name, by its ending."""
    return next((found for ending, found in _ENDINGS.items() if name.endswith(ending)), "text")


def weave(original: bytes, edited: bytes, kind: Kind) -> bytes:
    """A file that means what `edited` means, written as `original` is wherever the two mean the same.

    Order of attributes and elements, blanks, comments, prefixes, the XML declaration and line ends stay; new parts are indented
    like their neighbours. What cannot be matched, because one of the two is no such file, is taken as it was edited. Never raises.
    """
    if original == edited:
        return original
    try:
        if kind == "form":
            return values.woven(original, edited)
        if kind in ("bpmn", "dmn"):
            return elements.woven(original, edited)
    except (Unreadable, RecursionError):
        return edited
    return edited


__all__ = ["Kind", "kind", "renewed", "weave"]
