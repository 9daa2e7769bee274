"""Reads the test cases of the DMN Technology Compatibility Kit."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

DATA = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "dmn-tck"
_CASES = "{http://www.omg.org/spec/DMN/20160719/testcase}"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True)
class Case:
    """One test case: with `inputs` by name, each decision named in `expected` gives that value."""

    model: Path
    id: str
    inputs: dict[str, Any]
    expected: dict[str, Any]
    errors: frozenset[str]

    def __str__(self) -> str:
        return f"{self.model.stem}-{self.id}"


def cases(level: str) -> list[Case]:
    """All cases of one compliance level; empty where the data is absent."""
    return [case for file in sorted((DATA / level).glob("*/*.xml")) for case in _in_file(file)]


def _in_file(file: Path) -> Iterator[Case]:
    root = etree.parse(file).getroot()
    model = file.parent / (root.findtext(f"{_CASES}modelName") or "")
    for case in root.iter(f"{_CASES}testCase"):
        results = case.findall(f"{_CASES}resultNode")
        yield Case(
            model=model,
            id=case.get("id", ""),
            inputs={node.get("name", ""): _value(node) for node in case.findall(f"{_CASES}inputNode")},
            expected={node.get("name", ""): _value(node.find(f"{_CASES}expected")) for node in results},
            errors=frozenset(node.get("name", "") for node in results if node.get("errorResult") == "true"),
        )


def _value(node: etree._Element | None) -> Any:
    if node is None:
        return None
    components = node.findall(f"{_CASES}component")
    if components:
        return {part.get("name", ""): _value(part) for part in components}
    items = node.find(f"{_CASES}list")
    if items is not None:
        return [_value(item) for item in items.findall(f"{_CASES}item")]
    value = node.find(f"{_CASES}value")
    if value is None or value.get(_NIL) == "true":
        return None
    return _scalar(value.get(_TYPE, "").rpartition(":")[2], value.text or "")


def _scalar(kind: str, text: str) -> Any:
    if kind in ("decimal", "double", "float", "int", "integer"):
        return float(text)
    return text == "true" if kind == "boolean" else text
