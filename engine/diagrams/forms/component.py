"""One component of a form-js file."""

import re
from dataclasses import replace
from typing import Any, cast, get_args

from engine.diagrams import feel
from engine.diagrams.forms.choices import itself, read_columns, read_options
from engine.diagrams.forms.model import MAXIMUM_CHARACTERS, Component, Kind
from engine.diagrams.forms.source import Node, Source
from engine.diagrams.forms.values import Rejected, convert
from engine.errors import FeelError

_KINDS = frozenset(get_args(Kind))
_VIEWS = frozenset({"text", "table", "separator", "spacer", "group"})
_KEY = re.compile(r"[^\W\d]\w*")
_MARKUP = re.compile(r"\{\{|<(?!https?://)[a-zA-Z/!]")
_MAXIMUM_DEPTH = 10
_MAXIMUM_COMPONENTS = 500


class ComponentReader:
    """Reads the components of one file; names are unique in it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._names: set[str] = set()

    def all(self, content: Any, depth: int) -> tuple[Component, ...]:
        """The components of a form or a group."""
        if not isinstance(content, list) or depth > _MAXIMUM_DEPTH:
            self._source.refuse("form.nesting", "", "", limit=str(_MAXIMUM_DEPTH))
            return ()
        read = (self._one(entry, depth) for entry in content)
        return tuple(component for component in read if component is not None)

    def _one(self, content: Any, depth: int) -> Component | None:
        if not isinstance(content, dict):
            self._source.refuse("form.json", "", "", reason="a component is no JSON object")
            return None
        kind, key = str(content.get("type")), content.get("key")
        name = str(key or content.get("id") or "")
        node = Node(self._source, content, name, str(content.get("label") or ""))
        if kind not in _KINDS:
            node.refuse("form.component", type=kind)
            return None
        if not name or name in self._names or len(self._names) >= _MAXIMUM_COMPONENTS:
            node.refuse("form.name", key=name)
        self._names.add(name)
        if kind not in _VIEWS and (not isinstance(key, str) or not _KEY.fullmatch(key)):
            node.refuse("form.key", key=str(key))
        values = self._common(node, kind)
        values |= self._of_kind(node, kind, depth)
        node.finish(kind)
        component = Component(kind=cast(Kind, kind), name=name, key=name if kind not in _VIEWS else "", **values)
        return self._with_default(component, node, content)

    def _common(self, node: Node, kind: str) -> dict[str, Any]:
        for name in ("type", "id", "key"):
            node.take(name, str, "")
        properties = node.inner("properties")
        layout = node.inner("layout")
        return {
            "label": _plain(node, "label"),
            "label_en": properties.take("label_en", str, ""),
            "description": _plain(node, "description"),
            "description_en": properties.take("description_en", str, ""),
            "personal": properties.take("personal", str, "") == "true",
            "hide": self._condition(node),
            "row": layout.take("row", str, ""),
            "span": layout.take("columns", int, 0),
        }

    def _of_kind(self, node: Node, kind: str, depth: int) -> dict[str, Any]:
        if kind == "group":
            node.take("showOutline", bool, False)
            node.take("verticalAlignment", str, "")
            return {"components": self.all(node.take("components", list, []), depth + 1)}
        if kind == "text":
            return self._text(node)
        if kind == "table":
            node.take("rowCount", object, None)
            return {"columns": read_columns(node), "expression": self._feel(node, "dataSource")}
        if kind == "spacer":
            node.take("height", float, 0.0)
            return {}
        if kind == "separator":
            return {}
        return self._field(node, kind)

    def _field(self, node: Node, kind: str) -> dict[str, Any]:
        validate = node.inner("validate")
        disabled = node.take("disabled", bool, False)
        values: dict[str, Any] = {
            "readonly": node.take("readonly", bool, False) or disabled,
            "required": validate.take("required", bool, False),
        }
        node.take("defaultValue", object, None)
        if kind in ("textfield", "textarea"):
            values |= _text_rules(node, validate)
        elif kind == "number":
            values |= _number_rules(node, validate)
        elif kind in ("radio", "select", "checklist"):
            node.take("searchable", bool, False)
            values |= self._options(node)
        elif kind == "datetime":
            values |= self._date_rules(node)
        elif kind == "filepicker":
            values |= {"multiple": node.take("multiple", bool, False), "accept": node.take("accept", str, "")}
        validate.finish(kind)
        return values

    def _options(self, node: Node) -> dict[str, Any]:
        """Fixed options, or the expression that yields them from the case and the organisation."""
        if not node.has("valuesExpression"):
            return {"options": read_options(node)}
        if node.take("values", list, []):
            node.refuse("form.options")
        expression = self._feel(node, "valuesExpression")
        for name in itself(expression):
            node.refuse("form.shadowed", entry=name)
        return {"options_from": expression}

    def _date_rules(self, node: Node) -> dict[str, Any]:
        subtype = node.take("subtype", str, "date")
        if subtype != "date":
            node.refuse("form.value", property="subtype", value=subtype, expected="date")
        values: dict[str, Any] = {"future_only": node.take("disallowPassedDates", bool, False)}
        return values | ({"label": _plain(node, "dateLabel")} if node.has("dateLabel") else {})

    def _text(self, node: Node) -> dict[str, Any]:
        text = node.take("text", str, "")
        properties = node.inner("properties")
        text_en = properties.take("text_en", str, "")
        if text.startswith("="):
            english = self._feel(properties, "text_en") if text_en else ""
            return {"expression": self._feel(node, "text"), "expression_en": english}
        if _MARKUP.search(text) or _MARKUP.search(text_en):
            node.refuse("form.markup")
        return {"text": text, "text_en": text_en}

    def _condition(self, node: Node) -> str:
        conditional = node.inner("conditional")
        hide = self._feel(conditional, "hide") if conditional.has("hide") else ""
        conditional.finish("conditional")
        return hide

    def _feel(self, node: Node, name: str) -> str:
        text = node.take(name, str, "")
        if not text.startswith("="):
            node.refuse("form.feel", property=name, text=text[:200])
            return ""
        expression = text[1:].strip()
        try:
            feel.check(expression)
        except FeelError as error:
            node.refuse("form.expression", property=name, text=expression[:200], reason=error.details["reason"])
            return ""
        return expression

    def _with_default(self, component: Component, node: Node, content: dict[str, Any]) -> Component:
        default = content.get("defaultValue")
        if default is None or default in ("", [], False) or not component.is_field:
            return component
        texts = [str(item) for item in default] if isinstance(default, list) else str(default)
        try:
            value = convert(component, {component.key: texts}, now=0)
        except Rejected:
            node.refuse("form.default", value=str(default)[:100])
            return component
        return replace(component, default=value)


def _plain(node: Node, name: str) -> str:
    text = node.take(name, str, "")
    if text.startswith("=") or "{{" in text:
        node.refuse("form.template", property=name)
    return text


def _text_rules(node: Node, validate: Node) -> dict[str, Any]:
    appearance = node.inner("appearance")
    stated = validate.take("maxLength", int, MAXIMUM_CHARACTERS)
    kind = validate.take("validationType", str, "")
    if kind not in ("", "custom", "email", "phone"):
        validate.refuse("form.value", property="validate.validationType", value=kind, expected="email, phone")
    pattern = validate.take("pattern", str, "")
    if pattern and feel.evaluate(['matches("", pattern)'], {"pattern": pattern}, 0) == [None]:
        validate.refuse("form.pattern", pattern=pattern[:200])
    return {
        "minimum_length": validate.take("minLength", int, 0),
        "maximum_length": min(stated, 10 * MAXIMUM_CHARACTERS),
        "pattern": pattern,
        "text_kind": kind if kind in ("email", "phone") else "",
        "prefix": appearance.take("prefixAdorner", str, ""),
        "suffix": appearance.take("suffixAdorner", str, ""),
    }


def _number_rules(node: Node, validate: Node) -> dict[str, Any]:
    appearance = node.inner("appearance")
    node.take("increment", object, None)
    return {
        "minimum": validate.take("min", float, 0.0) if validate.has("min") else None,
        "maximum": validate.take("max", float, 0.0) if validate.has("max") else None,
        "decimals": node.take("decimalDigits", int, 0) if node.has("decimalDigits") else None,
        "prefix": appearance.take("prefixAdorner", str, ""),
        "suffix": appearance.take("suffixAdorner", str, ""),
    }
