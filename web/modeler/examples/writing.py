"""A scenario file after an edit: what was not edited keeps its lines, comments and order of entries."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import yaml

from web.modeler.examples import emitting
from web.scenarios.loading import Loader


def content(text: str) -> Any:
    """What the file says. Raises yaml.YAMLError."""
    return yaml.load(text, Loader)  # noqa: S506 - it is a safe loader


def amended(text: str, wanted: dict[str, Any]) -> str:
    """The file's text with as few lines changed as make it say what is `wanted`.

    A list's item that is moved or copied takes its lines along. Raises yaml.YAMLError for a text that is no YAML.
    """
    root = yaml.compose(text, Loader) if text.strip() else None
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return emitting.document(wanted)
    page = _Page(text if text.endswith("\n") else f"{text}\n")
    page.walk(root, wanted)
    made = page.edited()
    return made if _says(made, wanted) else emitting.document(wanted)


def _says(text: str, wanted: Any) -> bool:
    """Whether the edited text is what was meant; anchors and such, which nobody needs here, may stand in the way."""
    try:
        return _key(content(text)) == _key(wanted)
    except yaml.YAMLError:
        return False


def _key(value: Any) -> str:
    """Equal for equal values only: 1, 1.0, "1" and true all differ."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _said(node: yaml.Node) -> Any:
    return Loader("").construct_document(node)


@dataclass(slots=True)
class _Page:
    """A text and the pieces of it to replace, by their first and last index."""

    text: str
    edits: list[tuple[int, int, str]] = field(default_factory=list)

    def edited(self) -> str:
        made, at = [], 0
        for start, end, replacement in sorted(self.edits, key=lambda one: (one[0], one[1])):
            made += [self.text[at:start], replacement]
            at = end
        return "".join(made) + self.text[at:]

    def walk(self, node: yaml.Node, wanted: Any) -> None:
        """Note what makes the node say what is wanted."""
        if _key(_said(node)) == _key(wanted):
            return
        if isinstance(node, yaml.MappingNode) and not node.flow_style and isinstance(wanted, dict) and wanted:
            self._mapping(node, wanted)
        elif isinstance(node, yaml.SequenceNode) and not node.flow_style and isinstance(wanted, list) and wanted:
            self._sequence(node, wanted)
        else:
            self._replace(node, wanted)

    def _mapping(self, node: yaml.MappingNode, wanted: dict[str, Any]) -> None:
        indent = node.start_mark.column
        entries = {str(key.value): (key, value) for key, value in node.value}
        if next(iter(entries)) not in wanted and self._shares_its_line(node):
            self._replace(node, wanted)
            return
        for name, (key, value) in entries.items():
            if name not in wanted:
                self.edits.append((self._line_start(key.start_mark.index), self._line_end(self._end(value)), ""))
            elif _key(_said(value)) != _key(wanted[name]):
                self._entry(key, value, wanted[name], indent)
        for name, before in _added(list(wanted), list(entries)):
            place = self._line_end(self._end(entries[before or list(entries)[-1]][1]))
            self.edits.append((place, place, emitting.entry(name, wanted[name], indent)))

    def _entry(self, key: yaml.Node, value: yaml.Node, wanted: Any, indent: int) -> None:
        """The value of an entry: within itself where it can be, else all that follows the colon."""
        alike = isinstance(value, yaml.CollectionNode) and isinstance(wanted, dict | list)
        if alike and wanted and not getattr(value, "flow_style", True) and isinstance(_said(value), type(wanted)):
            self.walk(value, wanted)
            return
        used = key.end_mark.column + 2
        self._after_the_sign(key.end_mark.index, value, emitting.inside(wanted, indent, used))

    def _after_the_sign(self, start: int, value: yaml.Node, made: str) -> None:
        """Replace what follows a key's colon or a list's dash; a comment behind it in its line stays."""
        start = self.text.index(":", start) + 1
        end = self._end(value)
        rest = self.text[end : self._line_end(end)]
        if "\n" in made.rstrip("\n") or not rest.strip():
            self.edits.append((start, self._line_end(end), made))
        else:
            self.edits.append((start, end, made.rstrip("\n")))

    def _sequence(self, node: yaml.SequenceNode, wanted: list[Any]) -> None:
        indent = node.start_mark.column
        blocks = list(self._blocks(node))
        keys = [_key(_said(one)) for one in node.value]
        texts = {key: self.text[start:end] for key, (start, end) in zip(keys, blocks, strict=True)}
        matcher = SequenceMatcher(None, keys, [_key(one) for one in wanted])
        for kind, first, last, new_first, new_last in matcher.get_opcodes():
            if kind == "equal":
                continue
            if kind == "replace" and last - first == new_last - new_first:
                for old, new in zip(node.value[first:last], wanted[new_first:new_last], strict=True):
                    self._item(old, new, indent, texts)
                continue
            made = "".join(texts.get(_key(one)) or emitting.item(one, indent) for one in wanted[new_first:new_last])
            start = blocks[first][0] if first < len(blocks) else blocks[-1][1]
            self.edits.append((start, blocks[last - 1][1] if last > first else start, made))

    def _item(self, node: yaml.Node, wanted: Any, indent: int, texts: dict[str, str]) -> None:
        if isinstance(node, yaml.MappingNode) and not node.flow_style and isinstance(wanted, dict) and wanted:
            kept = next(iter(_said(node))) in wanted
            if kept and _key(wanted) not in texts:
                self.walk(node, wanted)
                return
        dash = self.text.rindex("-", 0, node.start_mark.index)
        start = self._line_start(dash)
        made = texts.get(_key(wanted), "").lstrip("\n") or emitting.item(wanted, indent)
        self.edits.append((start, self._line_end(self._end(node)), made))

    def _replace(self, node: yaml.Node, wanted: Any) -> None:
        """The whole node anew; it is a list's item, or the inside of a line."""
        if self._shares_its_line(node) and not getattr(node, "flow_style", True):
            indent = node.start_mark.column - 2
            start = self._line_start(node.start_mark.index)
            self.edits.append((start, self._line_end(self._end(node)), emitting.item(wanted, indent)))
            return
        self.edits.append((node.start_mark.index, self._end(node), emitting.on_a_line(wanted)))

    def _blocks(self, node: yaml.SequenceNode) -> Iterator[tuple[int, int]]:
        """From where to where the lines of each item reach, with the comments right above it."""
        start = self._line_start(node.start_mark.index)
        while start and self.text[self._line_start(start - 1) : start].lstrip().startswith("#"):
            start = self._line_start(start - 1)
        for one in node.value:
            end = self._line_end(self._end(one))
            yield start, end
            start = end

    def _end(self, node: yaml.Node) -> int:
        """The index behind the node's last character; a block ends with its last child, not before the next token."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            return len(self.text[:end].rstrip())
        return end

    def _shares_its_line(self, node: yaml.Node) -> bool:
        start = node.start_mark.index
        return self.text[self._line_start(start) : start].strip() == "-"

    def _line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        return self.text.index("\n", index) + 1


def _added(wanted: list[str], present: list[str]) -> Iterator[tuple[str, str]]:
    """Each name that is not there yet, with the present one that it follows, or ''."""
    before = ""
    for name in wanted:
        if name in present:
            before = name
        else:
            yield name, before
