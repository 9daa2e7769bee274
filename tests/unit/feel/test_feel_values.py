"""What goes into FEEL and what comes out."""

from typing import Any

import pytest

from engine.diagrams import feel
from engine.errors import FeelError, FeelSyntaxError

NOW = 1_790_000_000_000  # 2026-09-21T22:13:20+08:00


def value(expression: str, **variables: Any) -> Any:
    return feel.evaluate([expression], variables, NOW)[0]


def test_many_expressions_share_the_variables() -> None:
    assert feel.evaluate(["a + b", "a > b", "[a, b]"], {"a": 1, "b": 2}, NOW) == [3, False, [1, 2]]
    assert feel.evaluate([], {}, NOW) == []


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"事项" + "准入"', "事项准入"),
        ("1 / 4", 0.25),
        ("6 / 2", 3),
        ("[1e3, 1.5E2, -2e-1, .5, 007]", [1000, 150, -0.2, 0.5, 7]),
        ('{街道: "江川路", n: [1, null]}', {"街道": "江川路", "n": [1, None]}),
        ("1 / 0", None),
        ("exp(1000)", None),
        ('date("2026-02-28") + duration("P1D")', "2026-03-01"),
        ('time("10:30:00")', "10:30:00"),
        ('date and time("2026-01-01T08:00:00")', "2026-01-01T08:00:00"),
        ('date and time("2026-01-01T08:00:00Z")', "2026-01-01T08:00:00Z"),
        ('date and time("2026-01-01T08:00:00@Asia/Shanghai")', "2026-01-01T08:00:00+08:00"),
        ('date("2026-03-01") - date("2026-02-01")', "P28D"),
        ('duration("P1Y2M")', "P1Y2M"),
        ("for i in 1..3 return i * i", [1, 4, 9]),
        ('if "x" in ("x", "y") then 1 else 2', 1),
    ],
)
def test_results_are_json(expression: str, expected: Any) -> None:
    assert value(expression) == expected


def test_whole_numbers_stay_integers() -> None:
    assert isinstance(value("2 * 3"), int)


def test_missing_variables_and_wrong_types_give_null() -> None:
    assert value("missing") is None
    assert value('"a" + 1') is None
    assert value('"a" < 1') is not True
    assert value("a.b.c", a={"b": None}) is None


def test_a_variable_shadows_a_function_of_ours() -> None:
    assert value("count", count=3) == 3


def test_names_with_spaces_and_nested_names() -> None:
    assert feel.evaluate(["case number + 1", "m.first name"], {"case number": 1, "m": {"first name": "王"}}, NOW) == [
        2,
        "王",
    ]


def test_the_same_text_is_parsed_anew_for_other_names() -> None:
    assert feel.evaluate(["a-b"], {"a": 5, "b": 2}, NOW) == [3]
    assert feel.evaluate(["a-b"], {"a-b": 7}, NOW) == [7]
    assert feel.evaluate(["m.a-b"], {"m": {"a": 5}, "b": 1}, NOW) == [4]
    assert feel.evaluate(["m.a-b"], {"m": {"a-b": 9}, "b": 1}, NOW) == [9]


@pytest.mark.parametrize("expression", ["sum", "function(x) x", "[1..3]", "[{f: count}]"])
def test_functions_and_ranges_are_no_results(expression: str) -> None:
    with pytest.raises(FeelError, match="no result") as caught:
        value(expression)
    assert caught.value.details["expression"] == expression


def test_a_failure_names_the_expression_that_failed() -> None:
    with pytest.raises(FeelError) as caught:
        feel.evaluate(["1", "2 +", "3"], {}, NOW)
    assert caught.value.details["expression"] == "2 +"


@pytest.mark.parametrize(("expression", "position"), [("a +", 3), ("(", 1), ("", 0), ("a ? b", 2)])
def test_syntax_errors_tell_where(expression: str, position: int) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        value(expression)
    assert caught.value.details["expression"] == expression
    assert caught.value.details["position"] == position
    assert caught.value.details["reason"]


def test_variables_that_are_no_json_are_refused() -> None:
    with pytest.raises(FeelError, match="no JSON"):
        value("x", x=object())


def test_javascript_is_out_of_reach() -> None:
    for expression in ("constructor", "x.constructor", "x.__proto__", "globalThis", "tiaokuai", "sum.constructor"):
        assert value(expression, x={"a": 1}) is None
    assert value("a.toString", a=[1]) in (None, [None])
    assert value('{a: context put({}, "__proto__", {polluted: 1}), b: {}.polluted}.b') is None
    assert value("x.polluted", x={}) is None
