"""Expressions that would run for ever or eat all memory are refused, and the next call works."""

import pytest

from engine.diagrams import feel
from engine.errors import FeelLimitExceeded

DOUBLED = "for i in 1..40 return if i = 1 then {0} else {1}"

HUNGRY = [
    "for i in 1..100000, j in 1..100000 return i",
    "count(for i in 1..1000000000 return i)",
    "some x in 1..1000000000 satisfies x < 0",
    DOUBLED.format('"aaaa"', "partial[-1] + partial[-1]"),
    DOUBLED.format("[1]", "concatenate(partial[-1], partial[-1])"),
    DOUBLED.format("[1]", "[partial[-1], partial[-1]]"),
    "string(" + DOUBLED.format("[1]", "[partial[-1], partial[-1]]") + ")",
    "flatten(" + DOUBLED.format("[1]", "[partial[-1], partial[-1]]") + ")",
    "{a: " + DOUBLED.format("[1]", "[partial[-1], partial[-1]]") + ", b: a = a}.b",
    DOUBLED.format('"a"', 'replace(partial[-1], "a", "$0$0")'),
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")',
    "{f: function(x) f(x), r: f(1)}.r",
    "distinct values(for i in 1..100000 return {a: i})",
    "1" + " + 1" * 6000,
]


@pytest.mark.parametrize("expression", HUNGRY, ids=lambda text: text[:60])
def test_limits(expression: str) -> None:
    with pytest.raises(FeelLimitExceeded) as caught:
        feel.evaluate([expression], {}, 0)
    assert caught.value.details["reason"]
    assert caught.value.details["expression"].startswith(expression[:50])
    assert feel.evaluate(["1 + 1"], {}, 0) == [2]


def test_a_shorter_time_can_be_asked_for() -> None:
    with pytest.raises(FeelLimitExceeded, match=r"0\.05 s"):
        feel.evaluate(['matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")'], {}, 0, seconds=0.05)


def test_thousands_of_calls_do_not_count_as_memory_of_one() -> None:
    text = "x" * 50_000
    for number in range(2_000):
        assert feel.evaluate(["n + string length(text)"], {"n": number, "text": text}, 0) == [number + 50_000]


def test_variables_that_are_too_long_are_not_sent() -> None:
    with pytest.raises(FeelLimitExceeded, match="8 MB"):
        feel.evaluate(["1"], {"text": "x" * 9_000_000}, 0)
