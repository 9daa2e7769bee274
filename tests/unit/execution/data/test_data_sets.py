"""A step begins and ends with the first of its sets that is complete (BPMN 2.0.2 §10.4.2, §13.3.2)."""

from typing import Any

import pytest
from diagram_files import started
from faithful import faithful
from instance_driver import Case

from engine.execution import commands as c


def seen(case: Case) -> dict[str, Any]:
    """What the step sees beside the variables of the process."""
    visible = case.instance.variables(case.task("reply_to"))
    return {name: value for name, value in visible.items() if name not in case.variables}


@pytest.mark.parametrize(
    ("known", "taken"),
    [
        ({"letter": "L"}, {"text": "L", "hint": None}),
        ({"letter": "L", "remark": "R"}, {"text": "L", "hint": "R"}),
        ({"call_note": {"by": "N"}}, {"note": {"by": "N"}}),
        ({"letter": "L", "call_note": "N"}, {"text": "L", "hint": None}),
    ],
    ids=["the first", "with what is optional", "the second", "both"],
)
def test_the_first_complete_set_is_taken_and_nothing_of_the_others(
    known: dict[str, Any], taken: dict[str, Any]
) -> None:
    case = started("data/several_sets", **known)
    assert seen(case) == taken
    faithful(case)


@pytest.mark.parametrize(("brought", "taken"), [("letter", "text"), ("call_note", "note")])
def test_without_a_complete_set_it_waits_until_the_data_change(brought: str, taken: str) -> None:
    case = started("data/several_sets", remark="R")
    assert (case.open, case.at["reply_to"], case.instance.incidents()) == (["collect"], 1, [])
    case.complete("collect", **{brought: "now"})
    assert case.open == ["reply_to"]
    assert seen(case)[taken] == "now"
    faithful(case)


def test_it_says_what_is_missing_once_nothing_else_can_bring_it() -> None:
    case = started("data/several_sets")
    case.complete("collect")
    (incident,) = case.instance.incidents()
    assert (incident.element, incident.details) == ("reply_to", {"input": "text"})
    case.resolve(remark="still not enough")
    (incident,) = case.instance.incidents()
    assert incident.details == {"input": "text"}
    case.resolve(call_note="N")
    assert (case.open, seen(case)) == (["reply_to"], {"note": "N"})
    faithful(case)


def test_a_step_that_waits_for_data_ends_with_its_case() -> None:
    case = started("data/several_sets")
    case.do(c.CancelInstance, reason="")
    assert case.outcome == "cancelled"
    faithful(case)


def test_a_step_does_not_end_without_its_required_output_but_without_an_optional_one() -> None:
    case = started("data/several_sets", letter="L")
    case.complete("reply_to")
    (incident,) = case.instance.incidents()
    assert (incident.element, incident.details) == ("reply_to", {"output": "answer"})
    case.resolve(reply="yes")
    assert (case.variables["answer"], case.variables["archive"]) == ("yes", None)
    assert case.open == ["collect"]
    faithful(case)


def test_the_output_set_that_belongs_to_the_input_set_is_taken_and_nothing_of_the_others() -> None:
    case = started("data/several_sets", call_note="N")
    case.complete("reply_to", minutes="said", reply="not asked for")
    assert case.variables["protocol"] == "said"
    assert not {"answer", "archive"} & set(case.variables)
    faithful(case)


@pytest.mark.parametrize(
    ("begun", "ended", "missing"),
    [({"letter": "L"}, {"minutes": "said"}, "answer"), ({"call_note": "N"}, {"reply": "yes"}, "protocol")],
)
def test_an_output_set_of_another_input_set_does_not_end_the_step(
    begun: dict[str, Any], ended: dict[str, Any], missing: str
) -> None:
    case = started("data/several_sets", **begun)
    case.complete("reply_to", **ended)
    (incident,) = case.instance.incidents()
    assert incident.details == {"output": missing}
    faithful(case)
