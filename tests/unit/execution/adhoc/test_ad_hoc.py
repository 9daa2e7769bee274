"""Ad-hoc subprocesses (BPMN 2.0.2 §10.3.5, §13.3.5)."""

import pytest
from diagram_files import started
from instance_driver import Case

from engine.errors import CommandRejected
from engine.execution import commands as c
from engine.execution.events import AdHocClosed, AdHocOpened


def _choose(case: Case, element: str) -> None:
    (record,) = case.instance.ad_hoc()
    case.do(c.ActivateElement, token=record.token, element=element)


def test_nothing_runs_until_somebody_chooses() -> None:
    case = started("adhoc/parallel_by_choice")
    assert case.open == []
    (opened,) = case.said(AdHocOpened)
    assert (opened.choices, opened.candidate_groups, opened.by_hand) == (["ask", "visit"], ["clerk@jc"], False)
    assert case.instance.startable(opened.token) == ["ask", "visit"]


def test_steps_run_in_any_number_and_flows_inside_are_followed() -> None:
    case = started("adhoc/parallel_by_choice")
    for element in ("ask", "ask", "visit"):
        _choose(case, element)
    assert case.open == ["ask", "ask", "visit"]
    case.complete("visit")
    assert case.open == ["ask", "ask", "report"]


def test_the_completion_condition_cancels_what_remains() -> None:
    case = started("adhoc/parallel_by_choice")
    _choose(case, "ask")
    _choose(case, "visit")
    case.complete("visit", enough=True)
    assert case.open == ["after"]
    assert [closed.outcome for closed in case.said(AdHocClosed)] == ["completed"]
    assert case.instance.ad_hoc() == []


def test_without_cancelling_what_remains_is_waited_for_and_nothing_more_may_start() -> None:
    case = started("adhoc/waits_for_the_rest")
    (record,) = case.instance.ad_hoc()
    _choose(case, "ask")
    _choose(case, "visit")
    case.complete("ask", enough=True)
    assert case.open == ["visit"]
    with pytest.raises(CommandRejected):
        case.do(c.ActivateElement, token=record.token, element="ask")
    case.complete("visit")
    case.complete("report")
    assert case.open == ["after"]


def test_a_sequential_one_runs_one_step_at_a_time() -> None:
    case = started("adhoc/sequential", done=[])
    (record,) = case.instance.ad_hoc()
    _choose(case, "ask")
    assert case.instance.startable(record.token) == []
    with pytest.raises(CommandRejected):
        _choose(case, "visit")
    case.complete("ask", done=["ask"])
    _choose(case, "visit")
    case.complete("visit", done=["ask", "visit"])
    assert case.outcome == "completed"


def test_a_boundary_event_ends_it_with_all_that_runs() -> None:
    case = started("adhoc/sequential", done=[])
    _choose(case, "ask")
    case.fire("stopped")
    assert case.outcome == "completed"
    assert [closed.outcome for closed in case.said(AdHocClosed)] == ["cancelled"]


def test_only_what_no_flow_leads_to_can_be_chosen() -> None:
    case = started("adhoc/parallel_by_choice")
    with pytest.raises(CommandRejected):
        _choose(case, "report")


def test_without_a_condition_somebody_ends_it() -> None:
    case = started("adhoc/by_hand")
    (record,) = case.instance.ad_hoc()
    assert record.by_hand
    _choose(case, "ask")
    case.complete("ask")
    assert case.outcome == ""
    case.do(c.CompleteAdHoc, token=record.token)
    assert case.outcome == "completed"


def test_one_with_a_condition_cannot_be_ended_by_hand() -> None:
    case = started("adhoc/parallel_by_choice")
    (record,) = case.instance.ad_hoc()
    with pytest.raises(CommandRejected):
        case.do(c.CompleteAdHoc, token=record.token)


@pytest.mark.parametrize(("wanted", "opened"), [(["ask", "visit"], ["ask", "visit"]), (["note"], []), ([], [])])
def test_an_expression_chooses_and_it_ends_with_what_it_chose(wanted: list[str], opened: list[str]) -> None:
    case = started("adhoc/by_expression", wanted=wanted)
    assert case.open == opened
    for element in opened:
        case.complete(element)
    assert case.outcome == "completed"


def test_an_expression_that_chooses_what_is_not_there_stands_still() -> None:
    case = started("adhoc/by_expression", wanted=["other"])
    assert [incident.element for incident in case.instance.incidents()] == ["gather"]
    case.resolve(wanted=["ask"])
    assert case.open == ["ask"]


def test_a_failing_completion_condition_stands_still_and_can_be_mended() -> None:
    case = started("adhoc/sequential")
    _choose(case, "ask")
    case.complete("ask")
    (incident,) = case.instance.incidents()
    assert incident.element == "gather"
    case.resolve(done=["a", "b"])
    assert case.outcome == "completed"


def test_each_instance_of_a_multi_instance_one_starts_its_own_steps() -> None:
    case = started("adhoc/each", people=[{"steps": ["ask"]}, {"steps": ["ask", "visit"]}])
    assert case.open == ["ask", "ask", "visit"]
    case.complete("visit")
    case.complete("ask", 1, result="second")
    case.complete("ask", 0, result="first")
    assert (case.outcome, case.variables["results"]) == ("completed", ["first", "second"])
