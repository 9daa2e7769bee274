"""The table of handlers in processes/README.md tells every handler's inputs and outputs as they are."""

import re
from pathlib import Path
from typing import Any

import pytest

from handlers.registry import load
from handlers.typed import TypedHandler

README = Path(__file__).parents[3] / "processes" / "README.md"
ROW = re.compile(r"^\| `(?P<name>[a-z-]+)` \| (?P<purpose>[^|]+) \| (?P<inputs>[^|]+) \| (?P<outputs>[^|]+) \|$", re.M)


def variables(schema: dict[str, Any]) -> str:
    """The variables of a schema: optional ones with a question mark, the fields of rows in braces."""
    definitions = schema["$defs"]
    return _fields(definitions[schema["$ref"].rpartition("/")[2]], definitions, "`{}`")


def _fields(described: dict[str, Any], definitions: dict[str, Any], form: str) -> str:
    required = described.get("required", [])
    return "、".join(
        form.format(name + ("" if name in required else "?") + _rows(one, definitions))
        for name, one in described["properties"].items()
    )


def _rows(described: dict[str, Any], definitions: dict[str, Any]) -> str:
    reference = described.get("items", {}).get("$ref", "")
    if not reference:
        return ""
    return "[{" + _fields(definitions[reference.rpartition("/")[2]], definitions, "{}") + "}]"


def row(handler: TypedHandler, purpose: str) -> str:
    inputs, outputs = variables(handler.input_schema()), variables(handler.output_schema())
    return f"| `{handler.name}` | {purpose} | {inputs} | {outputs} |"


def test_the_table_names_every_handler_once_in_order() -> None:
    named = [found["name"] for found in ROW.finditer(README.read_text("utf-8"))]
    assert named == list(load()), "Write a row for each handler in the table of processes/README.md."


@pytest.mark.parametrize("name", list(load()))
def test_the_table_tells_its_variables(name: str) -> None:
    (found,) = [found for found in ROW.finditer(README.read_text("utf-8")) if found["name"] == name]
    expected = row(load()[name], found["purpose"])
    assert found[0] == expected, f"The row in processes/README.md should be:\n{expected}"
