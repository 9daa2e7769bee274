"""The typed inputs and outputs of handlers as fields that an editor can show: kind, choices, rows, words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from handlers import wording
from handlers.typed import TypedHandler
from handlers.wording import Words

FieldKind: TypeAlias = Literal["text", "number", "yes_no", "date", "list", "context", "any"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an enumeration."""

    value: str
    label: Words


@dataclass(frozen=True, slots=True)
class Field:
    """One input or output. `rows` are the fields of what a list holds, or of the context itself."""

    name: str
    label: Words
    kind: FieldKind
    required: bool
    choices: tuple[Choice, ...] = ()
    rows: tuple["Field", ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """What the editor needs to know of one handler; `retries` is how often a failed job is tried by default."""

    name: str
    label: Words
    retries: int
    inputs: tuple[Field, ...]
    outputs: tuple[Field, ...]


def template(handler: TypedHandler) -> Template:
    """The template of a handler."""
    inputs, outputs = handler.input_schema(), handler.output_schema()
    return Template(
        handler.name, wording.of_handler(handler.name), handler.retries, tuple(_top(inputs)), tuple(_top(outputs))
    )


def _top(schema: Mapping[str, Any]) -> Iterator[Field]:
    return _fields(schema, schema.get("$defs", {}))


def _fields(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Field]:
    resolved = _resolved(schema, known)
    required = resolved.get("required", ())
    for name, part in resolved.get("properties", {}).items():
        yield _field(name, part, name in required, known)


def _field(name: str, schema: Mapping[str, Any], required: bool, known: Mapping[str, Any]) -> Field:
    forms = [_resolved(one, known) for one in schema.get("anyOf", (schema,))]
    given = [one for one in forms if one.get("type") != "null"]
    kinds = {_kind(one) for one in given}
    choices = tuple(
        Choice(str(one), wording.of_choice(name, str(one))) for form in given for one in form.get("enum", ())
    )
    listed = next((one["items"] for one in given if one.get("type") == "array" and "items" in one), None)
    inside = listed if listed is not None else next((one for one in given if "properties" in one), {})
    return Field(name, wording.of_field(name), _main(kinds), required, choices, tuple(_fields(inside, known)))


def _main(kinds: set[FieldKind]) -> FieldKind:
    """Of several kinds the one that people would write: a text or list of texts is a text."""
    if len(kinds) == 1:
        return next(iter(kinds))
    return "text" if kinds == {"text", "list"} else "any"


def _kind(schema: Mapping[str, Any]) -> FieldKind:
    if schema.get("format") in ("date", "date-time"):
        return "date"
    kind = schema.get("type", "string" if "enum" in schema else "")
    kinds: Mapping[str, FieldKind] = {
        "string": "text",
        "integer": "number",
        "number": "number",
        "boolean": "yes_no",
        "array": "list",
        "object": "context",
    }
    return kinds.get(kind, "any")


def _resolved(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref", "")
    return known[reference.rpartition("/")[2]] if reference else schema
