"""What kind of value an expression yields, as far as its text tells: a literal, a path, a context of such."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.diagrams.variables.variable import Variable

_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_ENTRY = re.compile(r"""\s*(?:"(?P<quoted>[^"]+)"|(?P<plain>[^\W\d]\w*))\s*:(?P<value>.*)""", re.DOTALL)
_MERGE = re.compile(r"context merge\(\s*\[(?P<parts>.*)\]\s*\)", re.DOTALL)
_COMPARED = re.compile(r"(true|false|not\(.*\))", re.DOTALL)


def shape(expression: str, known: Mapping[str, Variable]) -> Variable:
    """A variable without a name, of the kind and with the entries of what `expression` yields; `any` where nobody can
    tell."""
    text = expression.strip()
    if _PATH.fullmatch(text) and text not in ("true", "false", "null"):
        return replace(_at(text, known) or Variable(""), name="")
    if text.startswith("{") and text.endswith("}"):
        return Variable("", "context", entries=tuple(_entries(text[1:-1], known)))
    if (merged := _MERGE.fullmatch(text)) is not None:
        parts = [shape(part, known) for part in _split(merged["parts"])]
        entries = {one.name: one for part in parts for one in part.entries}
        return Variable("", "context", entries=tuple(entries.values()))
    if text.startswith("["):
        return Variable("", "list")
    if text.startswith('"'):
        return Variable("", "text")
    if _COMPARED.fullmatch(text):
        return Variable("", "yes_no")
    return Variable("", "number" if re.fullmatch(r"-?\d+(\.\d+)?", text) else "any")


def _entries(text: str, known: Mapping[str, Variable]) -> Iterator[Variable]:
    for part in _split(text):
        entry = _ENTRY.fullmatch(part)
        if entry is not None:
            yield replace(shape(entry["value"], known), name=entry["quoted"] or entry["plain"])


def _split(text: str) -> Iterator[str]:
    """The parts between the commas that stand in no bracket and in no text."""
    depth, quoted, begin = 0, False, 0
    for position, sign in enumerate(text):
        if sign == '"' and text[position - 1 : position] != "\\":
            quoted = not quoted
        elif not quoted and sign in "([{":
            depth += 1
        elif not quoted and sign in ")]}":
            depth -= 1
        elif not quoted and not depth and sign == ",":
            yield text[begin:position]
            begin = position + 1
    if text[begin:].strip():
        yield text[begin:]


def _at(path: str, known: Mapping[str, Variable]) -> Variable | None:
    """What a plain path such as `limits.days` leads to."""
    first, *rest = path.split(".")
    found = known.get(first)
    for name in rest:
        entries = () if found is None else found.entries
        found = next((one for one in entries if one.name == name), None)
    return found
