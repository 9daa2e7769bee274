"""Standard loops (BPMN 2.0.2 §10.3.8, §13.3.6)."""

import pytest
from diagram_files import started

from engine.execution.events import ElementActivated


def test_a_loop_asks_after_each_iteration() -> None:
    case = started("loops/loop_after")
    case.complete("try", good=False)
    case.complete("try", good=False)
    assert case.open == ["try"]
    case.complete("try", good=True)
    assert case.outcome == "completed"
    tries = [one.iteration for one in case.said(ElementActivated) if one.element == "try"]
    assert tries == [0, 1, 2, 3]


@pytest.mark.parametrize("wanted", [0, 1, 3])
def test_a_loop_that_asks_before_may_not_run_at_all(wanted: int) -> None:
    case = started("loops/loop_before", wanted=wanted)
    for number in range(wanted):
        assert case.instance.variables(case.task("try"))["loopCounter"] == number + 1
        case.complete("try")
    assert case.open == ["after"]


def test_a_loop_ends_at_its_maximum() -> None:
    case = started("loops/loop_maximum")
    for _ in range(3):
        case.complete("work")
    assert case.outcome == "completed"


def test_a_boundary_event_ends_the_whole_loop() -> None:
    case = started("loops/loop_maximum")
    case.complete("work")
    case.fire("stopped")
    assert (case.outcome, case.open) == ("completed", [])


def test_a_loop_condition_that_fails_stands_still_and_can_be_mended() -> None:
    case = started("loops/loop_after")
    case.complete("try")
    (incident,) = case.instance.incidents()
    assert incident.kind == "condition"
    case.resolve(good=True)
    assert case.outcome == "completed"


def test_each_iteration_of_a_subprocess_runs_all_of_it() -> None:
    case = started("loops/loop_of_multi_parts")
    for _ in range(2):
        assert case.open == ["one", "two"]
        case.complete("two")
        assert case.open == ["one"]
        case.complete("one")
    assert case.outcome == "completed"
