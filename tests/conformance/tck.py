"""Reads and runs the test cases of the DMN Technology Compatibility Kit, by the kit's own rules.

A case passes when every result node has the expected value: numbers to eight digits, everything else exactly, null for
null. A node marked `errorResult` must be an error, or null, which is what FEEL makes of errors; no other node may raise
one. Models are read as drafts, for some of them hold one deliberately broken decision among sound ones.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from engine.diagrams import dmn
from engine.diagrams.dmn import DecisionModel
from engine.errors import EngineError

DATA = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "dmn-tck"
NOW = 1_500_000_000_000
_CASES = "{http://www.omg.org/spec/DMN/20160719/testcase}"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_NUMBERS = ("decimal", "double", "float", "int", "integer", "long")
_TEMPORAL = ("date", "time", "dateTime", "duration")


@dataclass(frozen=True)
class Case:
    """One test case: with `inputs` by name, each decision named in `expected` gives that value, or an error."""

    model: Path
    id: str
    inputs: dict[str, Any]
    expected: dict[str, Any]
    errors: frozenset[str]

    def __str__(self) -> str:
        return f"{self.group}-{self.id}"

    @property
    def group(self) -> str:
        """The folder of cases it belongs to."""
        return self.model.parent.name

    def failure(self) -> str:
        """Why it fails, '' when it passes."""
        for name, expected in self.expected.items():
            model = _models(self.model).get(name)
            if model is None:
                return f"{name}: no such decision"
            try:
                result = model.decide(self.inputs, NOW, strict=False).result
            except EngineError as error:
                if name not in self.errors:
                    return f"{name}: {error}"
                continue
            if name in self.errors:
                expected = None
            if not same(result, expected):
                return f"{name}: {result!r}, expected {expected!r}"
        return ""


@cache
def cases(level: str) -> tuple[Case, ...]:
    """All cases of one compliance level; empty where the data is absent."""
    return tuple(case for file in sorted((DATA / level).glob("*/*.xml")) for case in _in_file(file))


@cache
def _models(path: Path) -> Mapping[str, DecisionModel]:
    others = {other.name: other.read_bytes() for other in path.parent.glob("*.dmn") if other != path}
    return {model.name: model for model in dmn.read(path.name, path.read_bytes(), others, draft=True).values()}


def same(actual: Any, expected: Any) -> bool:
    """Whether the value is the expected one."""
    if isinstance(expected, dict):
        if not isinstance(actual, dict) or set(actual) != set(expected):
            return False
        return all(same(actual[key], value) for key, value in expected.items())
    if isinstance(expected, list):
        return isinstance(actual, list) and len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(expected, float):
        is_number = isinstance(actual, int | float) and not isinstance(actual, bool)
        return is_number and math.isclose(actual, expected, rel_tol=1e-8)
    return bool(actual == expected and type(actual) is type(expected))


def _in_file(file: Path) -> Iterator[Case]:
    root = etree.parse(file).getroot()
    model = file.parent / (root.findtext(f"{_CASES}modelName") or "")
    for case in root.iter(f"{_CASES}testCase"):
        results = case.findall(f"{_CASES}resultNode")
        yield Case(
            model=model,
            id=case.get("id", ""),
            inputs={node.get("name", ""): _value(node, is_input=True) for node in case.findall(f"{_CASES}inputNode")},
            expected={node.get("name", ""): _value(node.find(f"{_CASES}expected")) for node in results},
            errors=frozenset(node.get("name", "") for node in results if node.get("errorResult") == "true"),
        )


def _value(node: etree._Element | None, *, is_input: bool = False) -> Any:
    if node is None:
        return None
    components = node.findall(f"{_CASES}component")
    if components:
        return {part.get("name", ""): _value(part, is_input=is_input) for part in components}
    items = node.find(f"{_CASES}list")
    if items is not None:
        return [_value(item, is_input=is_input) for item in items.findall(f"{_CASES}item")]
    value = node.find(f"{_CASES}value")
    if value is None or value.get(_NIL) == "true":
        return None
    return _scalar(value.get(_TYPE, "").rpartition(":")[2], value.text or "", is_input)


def _scalar(kind: str, text: str, is_input: bool) -> Any:
    if kind in _NUMBERS:
        return float(text)
    if kind == "boolean":
        return text == "true"
    return {"@": text} if is_input and kind in _TEMPORAL else text
