"""Boxed expressions other than tables (DMN 1.5 §10.2.2) as JSON for the FEEL engine."""

from typing import Any

from lxml import etree

from engine.diagrams.dmn.source import Source
from engine.diagrams.dmn.table import read_table
from engine.diagrams.dmn.types import Types

EXPRESSIONS = (
    "literalExpression",
    "decisionTable",
    "context",
    "invocation",
    "list",
    "relation",
    "functionDefinition",
    "conditional",
    "for",
    "filter",
    "some",
    "every",
)


class BoxedReader:
    """Reads the expression inside decisions, contexts, bindings and functions of one file."""

    def __init__(self, source: Source, types: Types) -> None:
        self._source = source
        self._types = types

    def inside(self, holder: etree._Element) -> dict[str, Any]:
        """The one expression that `holder` contains; refuses none and those that are not read."""
        found = self._source.children(holder, *EXPRESSIONS)
        if not found:
            self._source.refuse("dmn.no_expression", holder)
            return self.nothing(holder)
        return self._read(found[0])

    def function(self, element: etree._Element) -> dict[str, Any]:
        """A function definition or the encapsulated logic of a business knowledge model."""
        source = self._source
        if element.get("kind", "FEEL") != "FEEL":
            source.refuse("dmn.language", element, language=element.get("kind", ""))
            return {"kind": "function", "parameters": [], "body": self.nothing(element)}
        source.known(element, "formalParameter", *EXPRESSIONS)
        parameters = [
            {"name": parameter.get("name", ""), "type": self._types.of(parameter)}
            for parameter in source.children(element, "formalParameter")
        ]
        return {"kind": "function", "parameters": parameters, "body": self.inside(element)}

    def _read(self, element: etree._Element) -> dict[str, Any]:
        box = self._untyped(element)
        if box["kind"] != "function":
            box["type"] = self._types.of(element)
        return box

    def _untyped(self, element: etree._Element) -> dict[str, Any]:
        source = self._source
        kind = source.local(element)
        match kind:
            case "literalExpression":
                return self._literal(element)
            case "decisionTable":
                return read_table(source, self._types, element)
            case "context":
                source.known(element, "contextEntry")
                return {
                    "kind": "context",
                    "entries": [self._entry(e) for e in source.children(element, "contextEntry")],
                }
            case "invocation":
                return self._invocation(element)
            case "list":
                source.known(element, *EXPRESSIONS)
                return {"kind": "list", "items": [self._read(e) for e in source.children(element, *EXPRESSIONS)]}
            case "relation":
                return self._relation(element)
            case "functionDefinition":
                return self.function(element)
            case "conditional":
                return self._parts(element, "if", "then", "else")
            case "filter":
                return self._parts(element, "in", "match")
            case _:
                last = "return" if kind == "for" else "satisfies"
                variable = element.get("iteratorVariable", "")
                if not variable:
                    source.refuse("dmn.no_name", element)
                return self._parts(element, "in", last) | {"variable": variable}

    def _parts(self, element: etree._Element, *names: str) -> dict[str, Any]:
        """A box whose expressions each stand in a child of their own (DMN 1.5 §10.2.2.8 to §10.2.2.11)."""
        source = self._source
        source.known(element, *names)
        box: dict[str, Any] = {"kind": source.local(element)}
        for name in names:
            part = source.child(element, name)
            if part is None:
                source.refuse("dmn.no_expression", element)
            box[name] = self.nothing(element) if part is None else self.inside(part)
        return box

    def _literal(self, element: etree._Element) -> dict[str, Any]:
        self._source.known(element, "text")
        text = self._source.text(element)
        if not text:
            self._source.refuse("dmn.no_expression", element)
        return {"kind": "literal", "id": self._id(element), "text": text or "null"}

    def _entry(self, entry: etree._Element) -> dict[str, Any]:
        self._source.known(entry, "variable", *EXPRESSIONS)
        variable = self._source.child(entry, "variable")
        name = None if variable is None else variable.get("name", "")
        return {"name": name, "type": self._types.of(variable), "body": self.inside(entry)}

    def _invocation(self, element: etree._Element) -> dict[str, Any]:
        source = self._source
        source.known(element, "binding", "literalExpression")
        callee = source.text(source.child(element, "literalExpression"))
        if not callee:
            source.refuse("dmn.no_expression", element)
        bindings = []
        for binding in source.children(element, "binding"):
            source.known(binding, "parameter", *EXPRESSIONS)
            parameter = source.child(binding, "parameter")
            name = "" if parameter is None else parameter.get("name", "")
            bindings.append({"name": name, "body": self.inside(binding)})
        return {"kind": "invocation", "id": self._id(element), "callee": callee or "null", "bindings": bindings}

    def _relation(self, element: etree._Element) -> dict[str, Any]:
        source = self._source
        source.known(element, "column", "row")
        columns = [column.get("name", "") for column in source.children(element, "column")]
        rows: list[list[dict[str, Any]]] = []
        for row in source.children(element, "row"):
            cells = [self._read(cell) for cell in source.children(row, *EXPRESSIONS)]
            if len(cells) != len(columns):
                source.refuse("dmn.cells", row, number=str(len(rows) + 1))
            rows.append(cells)
        return {"kind": "relation", "columns": columns, "rows": rows}

    def nothing(self, element: etree._Element) -> dict[str, Any]:
        """What stands for an expression that was refused."""
        return {"kind": "literal", "id": self._id(element), "text": "null"}

    def _id(self, element: etree._Element) -> str:
        return self._source.holder(element).get("id", "")
