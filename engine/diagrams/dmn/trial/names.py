"""Which of the names that expressions hold are values from outside: neither functions nor what an expression names itself."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from engine.diagrams.dmn.trial.graph import Needed

_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"')
_BOUND = re.compile(
    r"(?:\b(?:for|some|every)\s+|,\s*)([^\W\d]\w*)\s+in\b|[{,]\s*([^\W\d]\w*)\s*:|function\s*\(([^)]*)\)"
)
_OWN = ("text", "callee", "inputs", "outputs", "default", "allowed")
_BINDING = ("entries", "parameters", "columns")


def values_read(names: Iterable[str], reached: Iterable[Needed]) -> dict[str, bool]:
    """Of `names`, those that are somewhere read as a value and not only called; with whether they are bound nowhere."""
    texts: list[str] = []
    bound = {"item", "partial"}
    for one in reached:
        if one.node["kind"] == "input":
            texts.append(one.node["name"])
        for key, value in _walked(one.node.get("body")):
            if key in _OWN:
                texts.append(_TEXTS.sub('""', value))
            elif key in _BINDING or key == "variable":
                bound.add(value)
    for text in texts:
        for iterated, key, parameters in _BOUND.findall(text):
            bound.update(name.partition(":")[0].strip() for name in (iterated, key, *parameters.split(",")))
    return {name: name not in bound for name in names if _is_read(name, texts)}


def _is_read(name: str, texts: Iterable[str]) -> bool:
    found = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)(?!\s*\()")
    return any(found.search(text) for text in texts)


def _walked(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in it with the key it stands under; a name inside of what binds names stands under that."""
    waiting = [(key, value)]
    while waiting:
        under, one = waiting.pop()
        if isinstance(one, str):
            yield under, one
        elif isinstance(one, list):
            waiting.extend((under, part) for part in one)
        elif isinstance(one, dict):
            for name, part in one.items():
                waiting.append((under if name == "name" and under in _BINDING else name, part))
