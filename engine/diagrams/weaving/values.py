"""The JSON of an edited form, laid into the original's."""

import json
import re
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from typing import Any

from engine.diagrams.weaving import notation, rows
from engine.diagrams.weaving.notation import Node, Part

_LINE = re.compile(r"\n([ \t]*)$")
_NAMES = ("id", "key", "value", "name")
"""What tells the items of a list apart, the surest first."""


def woven(original: bytes, edited: bytes) -> bytes:
    """See `engine.diagrams.weaving.weave`. Raises Unreadable where one of the two is no JSON."""
    text, old = notation.read(original)
    _, new = notation.read(edited)
    wanted = rows.without_additions(old.value, new.value)
    if plain(old.value) == plain(wanted):
        return original
    result = _Weaver(text, old).text(wanted)
    if plain(json.loads(result)) != plain(wanted):
        return edited
    return (b"\xef\xbb\xbf" if original.startswith(b"\xef\xbb\xbf") else b"") + result.encode()


def plain(value: Any) -> str:
    """One text for all values that mean the same."""
    return json.dumps(_plain(value), sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


class _Weaver:
    """Writes one edited value in the manner of the original's text."""

    def __init__(self, text: str, root: Node) -> None:
        self._source, self._root = text, root
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._ascii = text.isascii() and "\\u" in text
        lead = text[root.start + 1 : root.parts[0].start] if root.parts else "\n  "
        found = _LINE.search(lead)
        self._step = found[1] if found else None

    def text(self, value: Any) -> str:
        source, root = self._source, self._root
        return source[: root.start] + self._merged(root, value, "") + source[root.end :]

    def _merged(self, old: Node, value: Any, indent: str) -> str:
        written = self._source[old.start : old.end]
        if plain(old.value) == plain(value):
            return written
        if type(old.value) is not type(value) or not isinstance(value, dict | list) or not old.parts or not value:
            return self._fresh(value, indent, old)
        pairs = _members(old, value) if isinstance(value, dict) else _items(old, value)
        lead, deeper = self._lead(old)
        last = old.parts[-1]
        entries = []
        for key, one, part in pairs:
            if part is None:
                head = f"{self._text(key)}{self._colon(old)}" if old.keyed else ""
                entries.append((f"{lead}{head}{self._fresh(one, deeper, old.parts[0].node)}", ""))
                continue
            before = self._before(old, part)
            head = self._source[part.start : part.node.start]
            after = self._source[part.node.end : part.comma] if part is not last else ""
            entries.append((before + head + self._merged(part.node, one, deeper), after))
        tail = self._source[last.node.end : old.end - 1]
        body = "".join(f"{entry}{after}," for entry, after in entries[:-1]) + entries[-1][0]
        return f"{written[0]}{body}{tail}{written[-1]}"

    def _before(self, old: Node, part: Part) -> str:
        """The blanks before a part."""
        position = old.parts.index(part)
        start = old.parts[position - 1].comma + 1 if position else old.start + 1
        return self._source[start : part.start]

    def _lead(self, old: Node) -> tuple[str, str]:
        """The blanks before a new part, and the indentation of what is within it."""
        usual = self._before(old, old.parts[-1])
        found = _LINE.search(usual)
        if found is None:
            return usual or (" " if self._step is not None and len(old.parts) == 1 else ""), ""
        return f"{self._newline}{found[1]}", found[1]

    def _colon(self, old: Node) -> str:
        part = old.parts[0]
        written = self._source[part.start : part.node.start]
        return written[written.rindex(":") :] if ":" in written else ": "

    def _fresh(self, value: Any, indent: str, like: Node) -> str:
        """A new value; on one line where the one that it stands beside is, else a line for each part."""
        beside = self._source[like.start : like.end]
        flat = self._step is None or ("\n" not in beside and bool(like.parts))
        if flat or not isinstance(value, dict | list):
            return self._text(value)
        lines = json.dumps(value, ensure_ascii=self._ascii, indent=self._step).split("\n")
        return f"{self._newline}{indent}".join(lines)

    def _text(self, value: Any) -> str:
        spaced = self._step is not None or '": ' in self._source
        return json.dumps(value, ensure_ascii=self._ascii, separators=(", ", ": ") if spaced else (",", ":"))


def _members(old: Node, value: dict[str, Any]) -> list[tuple[str, Any, Part | None]]:
    """Key, value and what it was, in the original's order; a new one follows the one that it follows in the edited file."""
    there = {part.key: part for part in old.parts}
    keys = [key for key in there if key in value]
    before: str | None = None
    for key in value:
        if key not in there:
            keys.insert(0 if before is None else keys.index(before) + 1, key)
        before = key
    return [(key, value[key], there.get(key)) for key in keys]


def _items(old: Node, value: list[Any]) -> list[tuple[str, Any, Part | None]]:
    """Items in the edited order, each with what it was: the same name, the same meaning, or the one that is left of its kind."""
    found: dict[int, Part] = {}
    left = dict.fromkeys(old.parts)

    def pair(known: Callable[[Any], str]) -> None:
        waiting: dict[str, deque[Part]] = defaultdict(deque)
        for part in left:
            waiting[known(part.node.value)].append(part)
        for position, one in enumerate(value):
            name = known(one)
            if position not in found and name and waiting[name]:
                found[position] = waiting[name].popleft()
                del left[found[position]]

    pair(_name)
    pair(plain)
    remaining: Sequence[int] = [position for position in range(len(value)) if position not in found]
    if len(remaining) == len(left):
        found.update(zip(remaining, left, strict=True))
    return [("", one, found.get(position)) for position, one in enumerate(value)]


def _name(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    return next((f"{name}={item[name]}" for name in _NAMES if isinstance(item.get(name), str)), "")
