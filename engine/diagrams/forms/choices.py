"""The options of a choice and the columns of a table, with their second language."""

from typing import Any

import msgspec

from engine.diagrams.forms.model import Column, Option
from engine.diagrams.forms.source import Node


def read_options(node: Node) -> tuple[Option, ...]:
    """The static `values` of a radio, select or checklist; refuses none, repeated ones and those from variables.

    `properties.options_en` names them in English: an object by value, a list in their order, or the same as JSON text or
    as labels divided by `|`.
    """
    entries = _objects(node, "values")
    values = [str(entry.get("value", "")) for entry in entries]
    if not values or "" in values or len(set(values)) != len(values):
        node.refuse("form.options")
        return ()
    english = _translations(node, "options_en", values)
    return tuple(
        Option(value, str(entry.get("label") or value), english.get(value, ""))
        for value, entry in zip(values, entries, strict=True)
    )


def read_columns(node: Node) -> tuple[Column, ...]:
    """The static `columns` of a table; `properties.columns_en` as for options."""
    entries = _objects(node, "columns")
    keys = [str(entry.get("key", "")) for entry in entries]
    if not keys or "" in keys:
        node.refuse("form.columns")
        return ()
    english = _translations(node, "columns_en", keys)
    return tuple(
        Column(key, str(entry.get("label") or key), english.get(key, ""))
        for key, entry in zip(keys, entries, strict=True)
    )


def _objects(node: Node, name: str) -> list[dict[str, Any]]:
    entries: list[Any] = node.take(name, list, [])
    return [entry for entry in entries if isinstance(entry, dict)]


def _translations(node: Node, name: str, keys: list[str]) -> dict[str, str]:
    given = node.inner("properties").take(name, object, "")
    if isinstance(given, str) and given[:1] in ("{", "["):
        try:
            given = msgspec.json.decode(given)
        except msgspec.DecodeError:
            node.refuse("form.translations", property=name)
            return {}
    if isinstance(given, str):
        given = [label.strip() for label in given.split("|")] if given else []
    if isinstance(given, list):
        if given and len(given) != len(keys):
            node.refuse("form.translations", property=name)
        given = dict(zip(keys, given, strict=False))
    if not isinstance(given, dict):
        node.refuse("form.translations", property=name)
        return {}
    return {str(key): str(label) for key, label in given.items()}
