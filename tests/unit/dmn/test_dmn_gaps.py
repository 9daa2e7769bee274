"""Gaps and overlaps of tables: found where there are any, and never claimed where there are none."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagrams import dmn
from engine.diagrams.dmn.trial import Checked, check
from tests.unit.dmn.table_text import decision, definitions, table

ONE = ('<output id="o1" name="result"/>',)


def checked(*tests: str, policy: str = "UNIQUE", outputs: tuple[str, ...] = (), allowed: str = "") -> Checked:
    results = outputs or tuple(str(n) for n in range(len(tests)))
    rules = [([test], [result]) for test, result in zip(tests, results, strict=True)]
    text = table(*rules, policy=f'hitPolicy="{policy}"')
    if allowed:
        text = text.replace("</input>", f"<inputValues><text>{allowed}</text></inputValues></input>")
    found = check(dmn.read("f.dmn", definitions(decision(text)))["decide"])
    assert found is not None
    return found


def gaps(*tests: str, **more: str) -> list[str]:
    return [piece for place in checked(*tests, **more).gaps for _, pieces in place.values for piece in pieces]  # type: ignore[arg-type]


def test_numbers_between_the_rules_are_gaps_with_their_bounds() -> None:
    assert gaps("< 5", "[10..20)") == ["5", "(5..10)", "20", "> 20"]
    assert gaps("< 5", ">= 5") == []


def test_texts_that_no_rule_names_are_a_gap_unless_they_cannot_be() -> None:
    assert gaps('"a"', '"b"') == [""]
    assert gaps('"a"', 'not("a")') == []
    assert gaps('"a"', '"b"', allowed='"a", "b"') == []
    assert gaps('"a"', allowed='"a", "b"') == ['"b"']


def test_values_that_are_not_allowed_are_no_gap() -> None:
    assert gaps("<= 50", allowed="[0..50]") == []
    assert gaps("< 50", allowed="[0..50]") == ["50"]


def test_what_is_not_a_usual_test_may_match_anything() -> None:
    found = checked('"a"', 'starts with(?, "b")')
    assert (found.gaps, found.overlaps, found.unread) == ((), (), 1)


def test_rules_that_answer_together_are_told_once_each() -> None:
    found = checked("> 1", "> 2", "> 3")
    assert {place.rules for place in found.overlaps} == {(1, 2), (1, 2, 3)}


def test_an_any_table_may_overlap_where_the_results_agree() -> None:
    assert checked("> 1", "> 2", policy="ANY", outputs=("7", "7")).overlaps == ()
    assert [one.rules for one in checked("> 1", "> 2", policy="ANY", outputs=("7", "8")).overlaps] == [(1, 2)]
    assert checked("> 1", "> 2", policy="ANY", outputs=("7", "x")).overlaps == ()


def test_a_default_fills_gaps_and_lists_of_answers_have_none() -> None:
    filled = table((["1"], ["2"])).replace(
        '<output id="o1" name="result"/>',
        '<output id="o1" name="result"><defaultOutputEntry><text>0</text></defaultOutputEntry></output>',
    )
    found = check(dmn.read("f.dmn", definitions(decision(filled)))["decide"])
    assert found is not None
    assert found.gaps == ()
    assert checked("1", policy="COLLECT").gaps == ()


def test_a_large_table_is_not_said_to_be_looked_at_whole() -> None:
    assert not checked(*(f"> {n}" for n in range(30))).whole


NUMBERS = st.integers(0, 2)
TESTS = st.one_of(
    st.just("-"),
    st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), NUMBERS),
    st.builds("{}".format, NUMBERS),
    st.builds("not({})".format, NUMBERS),
    st.builds("{}, {}".format, NUMBERS, NUMBERS),
    st.builds(
        lambda low, more, first, last: f"{first}{low}..{low + more}{last}",
        NUMBERS,
        st.integers(1, 2),
        st.sampled_from("[("),
        st.sampled_from("])"),
    ),
)
VALUES = [number / 2 for number in range(-1, 11)]
"""One of each kind: every bound that a test may have, what lies between them, below and above."""


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(TESTS, TESTS), min_size=1, max_size=4))
def test_gaps_and_overlaps_are_those_of_the_engine(rules: list[tuple[str, str]]) -> None:
    def read(policy: str) -> dmn.DecisionModel:
        rows = [([one, other], [str(number)]) for number, (one, other) in enumerate(rules, 1)]
        text = table(*rows, inputs=["a", "b"], input_type="number", policy=f'hitPolicy="{policy}"')
        return dmn.read("f.dmn", definitions(decision(text)))["decide"]

    found = check(read("UNIQUE"))
    assert found is not None
    assert found.whole
    answers = read("RULE ORDER")
    met = {tuple(answers.decide({"a": a, "b": b}, 0).result or ()) for a, b in itertools.product(VALUES, VALUES)}
    assert bool(found.gaps) == (() in met)
    assert {place.rules for place in found.overlaps} == {one for one in met if len(one) > 1}


@pytest.mark.parametrize(
    "text", ["", "x", '"a" b', "1 2", "[1..", 'date("2026-01-01")', '"a", 1', "1,", "1e6", "not(x)"]
)
def test_anything_else_is_left_alone(text: str) -> None:
    from engine.diagrams.dmn.trial.cells import read_cell

    assert read_cell(text) is None
