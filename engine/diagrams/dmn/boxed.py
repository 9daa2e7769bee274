"""Boxed expressions other than tables (DMN 1.5 §10.2.2) as JSON for the FEEL engine."""

from typing import Any

from lxml import etree

from engine.diagrams.dmn.source import Source
from engine.diagrams.dmn.table import read_table
from engine.diagrams.dmn.types import Types

_EXPRESSIONS = (
    "literalExpression",
    "decisionTable",
    "context",
    "invocation",
    "list",
    "relation",
    "functionDefinition",
)
NOT_READ = ("conditional", "for", "every", "some", "filter")
"""Boxed expressions of DMN 1.4 and later that are refused."""


class BoxedReader:
    """Reads the expression inside decisions, contexts, bindings and functions of one file."""

    def __init__(self, source: Source, types: Types) -> None:
        self._source = source
        self._types = types

    def inside(self, holder: etree._Element) -> dict[str, Any]:
        """The one expression that `holder` contains; refuses none and those that are not read."""
        for child in self._source.children(holder, *NOT_READ):
            self._source.refuse("dmn.unsupported", child, tag=self._source.local(child))
            return self._nothing(child)
        found = self._source.children(holder, *_EXPRESSIONS)
        if not found:
            self._source.refuse("dmn.no_expression", holder)
            return self._nothing(holder)
        return self._read(found[0])

    def function(self, element: etree._Element) -> dict[str, Any]:
        """A function definition or the encapsulated logic of a business knowledge model."""
        source = self._source
        if element.get("kind", "FEEL") != "FEEL":
            source.refuse("dmn.language", element, language=element.get("kind", ""))
        source.known(element, "formalParameter", *_EXPRESSIONS, *NOT_READ)
        parameters = [
            {"name": parameter.get("name", ""), "type": self._types.of(parameter)}
            for parameter in source.children(element, "formalParameter")
        ]
        return {"kind": "function", "parameters": parameters, "body": self.inside(element)}

    def _read(self, element: etree._Element) -> dict[str, Any]:
        source = self._source
        match source.local(element):
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
                source.known(element, *_EXPRESSIONS)
                return {"kind": "list", "items": [self._read(e) for e in source.children(element, *_EXPRESSIONS)]}
            case "relation":
                return self._relation(element)
            case _:
                return self.function(element)

    def _literal(self, element: etree._Element) -> dict[str, Any]:
        self._source.known(element, "text")
        text = self._source.text(element)
        if not text:
            self._source.refuse("dmn.no_expression", element)
        return {"kind": "literal", "id": self._id(element), "text": text or "null"}

    def _entry(self, entry: etree._Element) -> dict[str, Any]:
        self._source.known(entry, "variable", *_EXPRESSIONS, *NOT_READ)
        variable = self._source.child(entry, "variable")
        return {"name": None if variable is None else variable.get("name", ""), "body": self.inside(entry)}

    def _invocation(self, element: etree._Element) -> dict[str, Any]:
        source = self._source
        source.known(element, "binding", "literalExpression")
        callee = source.text(source.child(element, "literalExpression"))
        if not callee:
            source.refuse("dmn.no_expression", element)
        bindings = []
        for binding in source.children(element, "binding"):
            source.known(binding, "parameter", *_EXPRESSIONS, *NOT_READ)
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
            cells = [self._read(cell) for cell in source.children(row, *_EXPRESSIONS)]
            if len(cells) != len(columns):
                source.refuse("dmn.cells", row, number=str(len(rows) + 1))
            rows.append(cells)
        return {"kind": "relation", "columns": columns, "rows": rows}

    def _nothing(self, element: etree._Element) -> dict[str, Any]:
        return {"kind": "literal", "id": self._id(element), "text": "null"}

    def _id(self, element: etree._Element) -> str:
        return self._source.holder(element).get("id", "")
