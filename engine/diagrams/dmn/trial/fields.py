"""What somebody can enter to try a decision: a field for every value that it reads, with its type and choices."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from engine.diagrams.dmn.model import DecisionModel
from engine.diagrams.dmn.trial.graph import Needed, needed, read_graph
from engine.diagrams.dmn.trial.names import values_read

_PATH = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_LITERAL = re.compile(r'\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false)\s*')
_WRITTEN = re.compile(r'"(?:[^"\\]|\\.)*"')
_MOST_COMPONENTS = 100
MOST_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Field:
    """One value: `path` are the names that lead to it, `label` says what tables call it ('' when no table does).

    `type` is FEEL's (`any` where none is declared, `list` for several values). `choices` are JSON values: all there may be
    when `closed`, else those that rules name. It is `likely` unless the decision perhaps makes the value itself.
    """

    path: tuple[str, ...]
    label: str
    type: str
    choices: tuple[Any, ...] = ()
    closed: bool = False
    likely: bool = True

    @property
    def key(self) -> str:
        """Its path as FEEL writes it."""
        return ".".join(self.path)


def fields(model: DecisionModel) -> list[Field]:
    """The fields for a decision, those of its own table's columns first and in their order."""
    reached = needed(model, read_graph(model))
    columns: dict[str, list[tuple[dict[str, Any], Needed]]] = {}
    outside = values_read(model.input_names, reached)
    for one in reversed(reached):
        for column in (one.table or {"inputs": ()})["inputs"]:
            columns.setdefault(column["text"].strip(), []).append((column, one))
    types = {one.node["name"]: one.node["type"] for one in reached if one.node["kind"] == "input"}
    found: dict[str, Field] = {}
    for text, alike in columns.items():
        name = text.partition(".")[0]
        if _PATH.fullmatch(text) and name in model.input_names:
            column = alike[0][0]
            declared = column["type"] or _along(types.get(name), text.split(".")[1:])
            field = _field(tuple(text.split(".")), column["label"], declared, column["allowed"])
            found[field.key] = field if field.choices else _with_written(field, alike)
    for name in sorted(outside):
        for field in _flattened((name,), types.get(name)):
            inside = f"{field.key}."
            if field.key not in found and not any(key.startswith(inside) for key in found):
                found[field.key] = field
    # A value that is entered as a whole holds what columns read from it.
    whole = {key for key in found if any(other.startswith(f"{key}.") for other in found)}
    marked = [
        field if outside.get(field.path[0]) else replace(field, likely=False)
        for key, field in found.items()
        if key not in whole
    ]
    return sorted(marked, key=lambda field: not field.likely)[:MOST_FIELDS]


def _along(declared: dict[str, Any] | None, names: list[str]) -> dict[str, Any] | None:
    for name in names:
        declared = ((declared or {}).get("components") or {}).get(name)
    return declared


def _flattened(path: tuple[str, ...], declared: dict[str, Any] | None) -> Iterator[Field]:
    components = (declared or {}).get("components")
    if not components or len(components) > _MOST_COMPONENTS:
        yield _field(path, "", declared, None)
        return
    for name, inside in components.items():
        yield from _flattened((*path, name), inside)


def _field(path: tuple[str, ...], label: str, declared: dict[str, Any] | None, allowed: str | None) -> Field:
    declared = declared or {}
    kind = "list" if "list" in declared else "context" if "components" in declared else declared.get("base", "any")
    for text in (allowed, *declared.get("allowed", ())):
        choices = enumerated(text or "")
        if choices:
            return Field(path, label, kind, choices, closed=True)
    return Field(path, label, kind)


def enumerated(text: str) -> tuple[Any, ...]:
    """The values of unary tests that are a plain list of literals; none for any other."""
    found: list[Any] = []
    place = 0
    while place < len(text):
        literal = _LITERAL.match(text, place)
        if literal is None or (literal.end() < len(text) and text[literal.end()] != ","):
            return ()
        found.append(msgspec.json.decode(literal[1]))
        place = literal.end() + 1
    return tuple(found)


def _with_written(field: Field, columns: list[tuple[dict[str, Any], Needed]]) -> Field:
    """The texts that rules compare the value with, in all tables that have a column for it."""
    if field.type not in ("string", "any"):
        return field
    texts: list[str] = []
    for column, one in columns:
        table = one.table or {"inputs": (), "rules": ()}
        place = table["inputs"].index(column)
        texts += [text for rule in table["rules"] for text in _WRITTEN.findall(rule["inputs"][place] or "")]
    return replace(field, choices=tuple(dict.fromkeys(map(_decoded, texts))))


def _decoded(literal: str) -> str:
    try:
        return str(msgspec.json.decode(literal))
    except msgspec.DecodeError:  # FEEL knows escapes that JSON does not.
        return literal[1:-1]
