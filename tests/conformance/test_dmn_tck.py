"""DMN TCK, compliance level 2, whole. Level 3 is measured later; `tck.cases` reads it as well."""

from functools import cache
from typing import Any

import pytest

from engine.diagrams import dmn
from tests.conformance.tck import DATA, Case, cases

NOW = 1_500_000_000_000
LEVEL_2 = cases("compliance-level-2")


@cache
def models(path: Any) -> Any:
    return {model.name: model for model in dmn.read(path.name, path.read_bytes()).values()}


def same(actual: Any, expected: Any) -> bool:
    if isinstance(expected, dict):
        return (
            isinstance(actual, dict)
            and set(actual) == set(expected)
            and all(same(actual[key], value) for key, value in expected.items())
        )
    if isinstance(expected, list):
        return isinstance(actual, list) and len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(expected, float):
        return isinstance(actual, int | float) and actual == pytest.approx(expected, rel=1e-8)
    return bool(actual == expected and type(actual) is type(expected))


@pytest.mark.skipif(not LEVEL_2, reason=f"the DMN TCK is not at {DATA}")
def test_level_2_is_complete() -> None:
    assert len(LEVEL_2) == 116


@pytest.mark.parametrize("case", LEVEL_2, ids=str)
def test_level_2(case: Case) -> None:
    for name, expected in case.expected.items():
        result = models(case.model)[name].decide(case.inputs, NOW).result
        assert same(result, expected), f"{name}: {result!r}, expected {expected!r}"
