"""What each hit policy answers, and what it refuses to answer (DMN 1.5 §8.2.10)."""

from typing import Any

import pytest

from engine.diagrams import dmn
from engine.diagrams.dmn import DecisionResult
from engine.errors import DecisionError, FeelError, FeelLimitExceeded
from tests.unit.dmn.table_text import decision, definitions, model, table

NOW = 1_790_000_000_000
OVERLAPPING = ((["> 10"], ["1"]), (["> 20"], ["3"]), (["> 30"], ["2"]))
ORDERED = '<output id="o" name="result"><outputValues><text>2, 3, 1</text></outputValues></output>'


def answer(body: str, **inputs: Any) -> DecisionResult:
    return model(body).decide(inputs, NOW)


def test_unique() -> None:
    body = table((["< 18"], ['"minor"']), ([">= 18"], ['"adult"']))
    assert answer(body, age=30) == DecisionResult("adult", ["r2"], {"age": 30})
    assert answer(body, age=3) == DecisionResult("minor", ["r1"], {"age": 3})


def test_unique_with_several_matches_names_the_rules() -> None:
    with pytest.raises(DecisionError, match=r"UNIQUE.*r1, r2") as caught:
        answer(table(*OVERLAPPING), age=25)
    assert caught.value.details["rules"] == ["r1", "r2"]
    assert caught.value.details["decision"] == "decide"


def test_any() -> None:
    body = table((["> 1"], ['"x"']), (["> 2"], ['"x"']), (["> 3"], ['"y"']), policy='hitPolicy="ANY"')
    assert answer(body, age=3) == DecisionResult("x", ["r1", "r2"], {"age": 3})
    with pytest.raises(DecisionError, match=r"ANY.*r1, r2, r3"):
        answer(body, age=4)


@pytest.mark.parametrize(
    ("policy", "result", "rules"),
    [
        ('hitPolicy="FIRST"', 1, ["r1"]),
        ('hitPolicy="RULE ORDER"', [1, 3, 2], ["r1", "r2", "r3"]),
        ('hitPolicy="COLLECT"', [1, 3, 2], ["r1", "r2", "r3"]),
        ('hitPolicy="COLLECT" aggregation="SUM"', 6, ["r1", "r2", "r3"]),
        ('hitPolicy="COLLECT" aggregation="MIN"', 1, ["r1", "r2", "r3"]),
        ('hitPolicy="COLLECT" aggregation="MAX"', 3, ["r1", "r2", "r3"]),
        ('hitPolicy="COLLECT" aggregation="COUNT"', 3, ["r1", "r2", "r3"]),
        ('hitPolicy="PRIORITY"', 2, ["r3"]),
        ('hitPolicy="OUTPUT ORDER"', [2, 3, 1], ["r3", "r2", "r1"]),
    ],
)
def test_several_matches(policy: str, result: Any, rules: list[str]) -> None:
    assert answer(table(*OVERLAPPING, policy=policy, outputs=[ORDERED]), age=35) == DecisionResult(
        result, rules, {"age": 35}
    )


def test_without_a_match_the_default_or_null() -> None:
    default = '<output id="o" name="result"><defaultOutputEntry><text>"none"</text></defaultOutputEntry></output>'
    assert answer(table(*OVERLAPPING), age=1).result is None
    assert answer(table(*OVERLAPPING, outputs=[default]), age=1) == DecisionResult("none", [], {"age": 1})
    assert answer(table(*OVERLAPPING, policy='hitPolicy="COLLECT" aggregation="COUNT"'), age=1).result == 0
    assert answer(table(*OVERLAPPING, policy='hitPolicy="COLLECT"'), age=1).result is None


def test_several_outputs_make_a_context() -> None:
    outputs = ['<output id="o1" name="类别"/>', '<output id="o2" name="days"/>']
    body = table((["-"], ['"网格"', "5"]), outputs=outputs)
    assert answer(body, age=1).result == {"类别": "网格", "days": 5}


def test_cells() -> None:
    body = table(
        (['"a", "b"', "[1..5]", "-"], ['"list and range"']),
        (['not("a", "b")', "> limit", ""], ['"negation and variable"']),
        (["-", "? * 2 = 40", "null"], ['"question mark"']),
        inputs=("kind", "n", "o"),
        policy='hitPolicy="FIRST"',
    )
    assert answer(body, kind="a", n=5, limit=10).result == "list and range"
    assert answer(body, kind="c", n=11, limit=10).result == "negation and variable"
    assert answer(body, kind="a", n=20, limit=10).result == "question mark"
    assert answer(body, kind="a", n=21, limit=10).result is None


def test_a_cell_that_names_a_boolean_is_compared_with_the_input() -> None:
    body = table((["wanted"], ['"same"']), (["not(wanted)"], ['"other"']), inputs=("given",))
    for given in (True, False):
        for wanted in (True, False):
            assert answer(body, given=given, wanted=wanted).result == ("same" if given == wanted else "other")


def test_dates_arrive_as_text_and_leave_as_text() -> None:
    body = table(
        (['< date("2026-06-01")'], ["add working days(due, 1)"]),
        (['>= date("2026-06-01")'], ["due"]),
        inputs=("due",),
        input_type="date",
        outputs=['<output id="o" name="r" typeRef="date"/>'],
    )
    assert answer(body, due="2026-07-01").result == "2026-07-01"
    with pytest.raises(DecisionError, match="due should be of type date, but is string"):
        answer(body, due="tomorrow")


def test_the_clock_is_the_callers() -> None:
    assert answer(table((["-"], ["today()"])), age=1).result == "2026-09-21"


def test_a_value_outside_its_allowed_values_is_an_error() -> None:
    body = table((['"a"'], ["1"]), inputs=("kind",)).replace(
        "</inputExpression>", '</inputExpression><inputValues><text>"a", "b"</text></inputValues>'
    )
    assert answer(body, kind="a").result == 1
    assert answer(body, kind=None).result is None
    with pytest.raises(DecisionError, match='kind is "c", which is not among its allowed values "a", "b"'):
        answer(body, kind="c")
    with pytest.raises(DecisionError, match="rule r1 is 4"):
        answer(table((["-"], ["4"]), outputs=[ORDERED]), age=1)


def test_a_failing_cell_is_named() -> None:
    with pytest.raises(FeelError, match=r"'Decide' \(decide\).*1900") as caught:
        answer(table((["-"], ['is working day("1900-01-01")'])), age=1)
    assert caught.value.details["expression"] == 'is working day("1900-01-01")'


def test_an_endless_cell_is_stopped_and_the_table_works_afterwards() -> None:
    body = table((["> 5"], ["count(for i in 1..1000000000 return i)"]), (["<= 5"], ["1"]))
    with pytest.raises(FeelLimitExceeded, match="decide"):
        answer(body, age=6)
    assert answer(body, age=5).result == 1


def test_only_what_the_decision_reads_is_recorded() -> None:
    read = model(table((["> limit"], ["bonus"])))
    assert read.input_names == {"age", "limit", "bonus"}
    assert read.decide({"age": 2, "limit": 1, "other": 9}, NOW) == DecisionResult(None, ["r1"], {"age": 2, "limit": 1})


def test_equal_tables_are_equal_values() -> None:
    data = definitions(decision(table(*OVERLAPPING)))
    assert dmn.read("a.dmn", data) == dmn.read("a.dmn", data)
    assert hash(dmn.read("a.dmn", data)["decide"])
