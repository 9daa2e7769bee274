"""Splits and merges without a gateway, and flows that ask a condition of their own (BPMN 2.0.2 §8.4.13, §13.3.1)."""

import pytest
from diagram_files import started


def test_every_flow_out_of_a_task_gets_a_token_and_every_arrival_runs_the_next_task() -> None:
    case = started("tasks/implicit_split_and_merge")
    case.complete("ask")
    assert case.open == ["left", "right"]
    case.complete("left")
    case.complete("right")
    assert case.open == ["after", "after"]
    case.complete("after")
    case.complete("after")
    assert case.outcome == "completed"


@pytest.mark.parametrize(
    ("size", "taken"), [(1, ["small"]), (4, ["large", "small"]), (9, ["large"])], ids=["one", "both", "other"]
)
def test_conditions_of_a_task_choose_every_flow_that_holds(size: int, taken: list[str]) -> None:
    case = started("tasks/conditional_and_default")
    case.complete("ask", size=size)
    assert case.open == taken


def test_the_default_flow_of_a_task_is_taken_when_no_condition_holds() -> None:
    case = started("tasks/conditional_and_default")
    case.complete("ask", size=4)
    assert "other" not in case.open
    case = started("tasks/conditional_on_script", n=0)
    assert (case.open, case.variables) == (["look"], {"n": 5})


def test_a_task_whose_flow_leads_back_to_it_is_done_again() -> None:
    case = started("tasks/back_to_itself")
    first = case.task("try")
    case.complete("try", again=True)
    assert case.open == ["try"]
    assert case.task("try") != first
    case.complete("try", again=False)
    assert case.outcome == "completed"
