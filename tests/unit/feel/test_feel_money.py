"""Amounts of money come out as on paper, with up to 15 digits; beyond that the limits are told."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagrams import feel
from engine.errors import FeelSyntaxError

MODES = {
    "decimal": ROUND_HALF_EVEN,
    "round up": ROUND_UP,
    "round down": ROUND_DOWN,
    "round half up": ROUND_HALF_UP,
    "round half down": ROUND_HALF_DOWN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
}
AMOUNTS = st.decimals(-9_999_999_999, 9_999_999_999, places=4, allow_nan=False)


def values(*expressions: str, **variables: Any) -> list[Any]:
    return feel.evaluate(expressions, variables, 0)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0.1 + 0.2", 0.3),
        ("0.3 - 0.1", 0.2),
        ("1.1 * 3", 3.3),
        ("0.3 / 0.1", 3),
        ("4.35 * 100", 435),
        ("1.15 + 2.30 + 0.01", 3.46),
        ("sum([0.1, 0.2, 0.3])", 0.6),
        ("sum(for i in 1..1000 return 0.01)", 10),
        ("mean([0.1, 0.2])", 0.15),
        ("product([1.1, 1.1])", 1.21),
        ("median([10, 9, 1])", 9),
        ("median([0.1, 0.2])", 0.15),
        ("mode([-1, 3, -1, 3, 2])", [-1, 3]),
        ("12345678901.23 + 0.01", 12345678901.24),
        ("9999999999999.98 + 0.01", 9999999999999.99),
        ("0.1 + 0.2 = 0.3", True),
        ("decimal(2.675, 2)", 2.68),
        ("decimal(2.665, 2)", 2.66),
        ("round half up(1.005, 2)", 1.01),
        ("round half up(-1.005, 2)", -1.01),
        ("round half down(1.005, 2)", 1),
        ("round up(1.001, 2)", 1.01),
        ("round up(1.1, 2)", 1.1),
        ("round down(4.35, 2)", 4.35),
        ("floor(-1.005, 2)", -1.01),
        ("ceiling(8.1 * 1.1, 2)", 8.91),
        ("round half up(12345, -2)", 12300),
        ("round half up(0.5, 0)", 1),
        ("decimal(0.5, 0)", 0),
        ("floor(0.3, -25)", 0),
        ("ceiling(0.3, -3)", 1000),
        ("decimal(1 / 3, 2.9)", 0.33),
        ("decimal(1, 6177)", None),
        ("decimal(1e300, 3)", 1e300),
        ("1 / 3 * 3", 1),
        ("1 / 0", None),
        ("1e308 * 10", None),
    ],
)
def test_amounts(expression: str, expected: Any) -> None:
    assert values(expression) == [expected]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(AMOUNTS, st.integers(-4, 4)), min_size=1, max_size=30))
def test_rounding_is_that_of_decimals(amounts: list[tuple[Decimal, int]]) -> None:
    rows = [[float(amount), scale] for amount, scale in amounts]
    for name, mode in MODES.items():
        rounded = values(f"for r in rows return {name}(r[1], r[2])", rows=rows)[0]
        assert rounded == [
            float(amount.quantize(Decimal(1).scaleb(-scale), rounding=mode)) for amount, scale in amounts
        ]


@settings(deadline=None, max_examples=60)
@given(AMOUNTS, AMOUNTS)
def test_arithmetic_is_that_of_decimals(a: Decimal, b: Decimal) -> None:
    given = {"a": float(a), "b": float(b)}
    assert values("a + b", "a - b", **given) == [float(a + b), float(a - b)]
    assert values("a * b", **given) == [pytest.approx(float(a * b), rel=1e-15)]
    assert values("a / b", **given) == [pytest.approx(float(a / b), rel=1e-15) if b else None]


def test_the_limits_are_those_of_doubles() -> None:
    assert values("9007199254740991 + 0", "123456789012345.67") == [9007199254740991, 123456789012345.67]
    assert values("a + 1", a=9007199254740992) == [9007199254740992]
    with pytest.raises(FeelSyntaxError, match="15 digits"):
        feel.check("total > 1234567890123456")
