"""A JSON file as values that know where in the text they stand."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.diagrams.weaving.reading import Unreadable

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_SOLID = re.compile(r"\S")


@dataclass(eq=False, slots=True)
class Node:
    """One value and its place in the text; an object or an array has parts."""

    start: int
    end: int = 0
    value: Any = None
    parts: "list[Part]" = field(default_factory=list)

    @property
    def keyed(self) -> bool:
        """Whether it is an object."""
        return isinstance(self.value, dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One member of an object or item of an array, from `start`, where its key begins; `comma` is where what separates it stands."""

    key: str
    start: int
    node: Node
    comma: int


def read(data: bytes) -> tuple[str, Node]:
    """The text, without a byte order mark, and its value. Raises Unreadable for what is no JSON."""
    try:
        text = data.decode("utf-8-sig")
        json.loads(text, parse_constant=_refuse)
    except ValueError as error:
        raise Unreadable(str(error)) from error
    return text, _value(text, _TOKEN.finditer(text))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")


def _value(text: str, tokens: Iterator[re.Match[str]]) -> Node:
    """The value that begins at the next token; the text is known to be sound."""
    token = next(tokens)
    if token[0] in "{[":
        return _container(text, token.start(), token[0], tokens)
    return Node(token.start(), token.end(), json.loads(token[0]))


def _container(text: str, start: int, bracket: str, tokens: Iterator[re.Match[str]]) -> Node:
    node = Node(start, value={} if bracket == "{" else [])
    for token in tokens:
        if token[0] in "}]":
            node.end = token.end()
            return node
        if token[0] == ",":
            continue
        key, begun = "", token.start()
        if bracket == "{":
            key = json.loads(token[0])
            next(tokens)
            token = next(tokens)
        if token[0] in "{[":
            inner = _container(text, token.start(), token[0], tokens)
        else:
            inner = Node(token.start(), token.end(), json.loads(token[0]))
        node.parts.append(Part(key, begun, inner, _past_blanks(text, inner.end)))
        if bracket == "{":
            node.value[key] = inner.value
        else:
            node.value.append(inner.value)
    raise Unreadable("The text ends within a value.")


def _past_blanks(text: str, place: int) -> int:
    found = _SOLID.search(text, place)
    return found.start() if found else len(text)
