"""Item definitions (DMN 1.5 §7.3.2): what a value may be, as JSON for the FEEL engine.

A type is `{"base": name}`, `{"components": {name: type}}` or `{"list": type}`, each perhaps with `"allowed": [unary tests]`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from lxml import etree

from engine.diagrams.dmn.source import Source
from engine.errors import Refused

_BASES = {
    "any": "any",
    "string": "string",
    "number": "number",
    "integer": "number",
    "long": "number",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date time",
    "dateTime": "date time",
    "duration": "duration",
    "days and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
    "context": "context",
    "list": "list",
    "function": "function",
    "range": "range",
}
MAXIMUM_PARTS = 20_000
"""Of all types of a file, parts of item definitions counted as often as they are named."""


class Types:
    """The types of one file by name; `imported` finds those of a model that it imports under a name."""

    def __init__(self, source: Source, imported: Callable[[str], "Types | None"] = lambda name: None) -> None:
        self._source = source
        self._imported = imported
        self._parts = 0
        self._definitions = {item.get("name", ""): item for item in source.children(source.root, "itemDefinition")}

    def of(self, element: etree._Element | None) -> dict[str, Any] | None:
        """What the `typeRef` of `element` means; None when it has none. Refuses unknown and recursive types.

        Raises Refused when types grow too large, for they are written out where they are named.
        """
        if element is None or not element.get("typeRef"):
            return None
        return self._named(element.get("typeRef", ""), element, ())

    @property
    def names(self) -> Iterable[str]:
        """The names of the item definitions."""
        return self._definitions.keys()

    def named(self, name: str) -> dict[str, Any]:
        """The item definition of that name."""
        return self._named(name, self._definitions[name], ())

    def _named(self, reference: str, at: etree._Element, within: tuple[tuple["Types", str], ...]) -> dict[str, Any]:
        self._parts += 1
        if self._parts > MAXIMUM_PARTS:
            self._source.refuse("dmn.types_too_large", at, limit=str(MAXIMUM_PARTS))
            raise Refused(self._source.findings)
        definition = self._definitions.get(reference)
        if definition is not None:
            if (self, reference) in within:
                return self._unknown(reference, at)
            return self._defined(definition, (*within, (self, reference)))
        prefix, _, name = reference.rpartition(".")
        other = self._imported(prefix) if prefix else None
        if other is not None:
            return other._named(name, at, within)
        plain = reference.rpartition(":")[2].rpartition("}")[2]
        base = _BASES.get("any" if plain == "Any" else plain)
        return self._unknown(reference, at) if base is None else {"base": base}

    def _unknown(self, reference: str, at: etree._Element) -> dict[str, Any]:
        self._source.refuse("dmn.type", at, type=reference)
        return {"base": "any"}

    def _defined(self, item: etree._Element, within: tuple[tuple["Types", str], ...]) -> dict[str, Any]:
        source = self._source
        source.known(item, "typeRef", "allowedValues", "typeConstraint", "itemComponent", "functionItem")
        parts = source.children(item, "itemComponent")
        reference = source.content(source.child(item, "typeRef"))
        if parts:
            result: dict[str, Any] = {
                "components": {part.get("name", ""): self._defined(part, within) for part in parts}
            }
        elif source.child(item, "functionItem") is not None:
            result = {"base": "function"}
        else:
            result = dict(self._named(reference, item, within)) if reference else {"base": "any"}
        _restrict(result, source.text(source.child(item, "allowedValues")))
        if item.get("isCollection") == "true":
            result = {"list": result}
        _restrict(result, source.text(source.child(item, "typeConstraint")))
        return result


def _restrict(kind: dict[str, Any], allowed: str) -> None:
    if allowed:
        kind["allowed"] = [*kind.get("allowed", []), allowed]
