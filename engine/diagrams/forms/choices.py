"""The options of a choice and the columns of a table, with their second language."""

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from engine.diagrams.forms.model import Column, Component, Option
from engine.diagrams.forms.source import Node
from engine.errors import FeelError

_ITSELF = re.compile(r"(?<![.\w])(?:item\.)?(\w+)\s*(?:[!<>]?=|[<>])\s*(?:item\.)?\1(?![.\w])")


def read_options(node: Node) -> tuple[Option, ...]:
    """The static `values` of a radio, select or checklist; refuses none and repeated ones.

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


def itself(expression: str) -> list[str]:
    """The names that `expression` compares with themselves: in a filter `x[street = street]` both are the item's own
    (DMN 1.5 §10.3.2.5), so that every item fits."""
    return list(dict.fromkeys(found[1] for found in _ITSELF.finditer(expression) if not found[1][0].isdigit()))


def made_options(component: Component, value: Any) -> tuple[Option, ...]:
    """The options that `options_from` came to: texts or numbers, or contexts with `value`, `label` and `label_en`.

    Null is none; a value that was there before is left out. Raises FeelError for anything else.
    """
    if value is not None and not isinstance(value, list):
        raise _no_options(component)
    made = (_option(component, item) for item in value or () if item is not None)
    options: dict[str, Option] = {}
    for option in made:
        options.setdefault(option.value, option)
    return tuple(options.values())


def _option(component: Component, item: Any) -> Option:
    named = item if isinstance(item, dict) else {"value": item}
    value, label, label_en = named.get("value"), named.get("label"), named.get("label_en")
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        raise _no_options(component)
    if not all(isinstance(text, str | None) for text in (label, label_en)):
        raise _no_options(component)
    return Option(str(value), label or str(value), label_en or "")


def _no_options(component: Component) -> FeelError:
    reason = "a list of texts, or of contexts with value and label, is needed"
    expression = component.options_from
    message = f"{expression!r} yields no options for the field {component.key}: {reason}."
    return FeelError(message, expression=expression, reason=reason)


def offered(options: Iterable[Option], value: Any) -> bool:
    """Whether every chosen text of a choice's value is one of the options."""
    known = {option.value for option in options}
    return known.issuperset(value if isinstance(value, list) else [] if value is None else [value])


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
