"""Conditional events (BPMN 2.0.2 §10.5.5): asked when variables change, on the step from false to true."""

from diagram_files import started
from faithful import faithful

from engine.execution.events import ConditionClosed, ConditionOpened, ElementActivated


def test_a_catch_waits_until_its_condition_is_true() -> None:
    case = started("events/conditional_catch_and_boundary", amount=1)
    assert case.open == ["change", "work"]
    case.complete("change", amount=12)
    assert case.open == ["then", "work"]
    assert [event.outcome for event in case.said(ConditionClosed)] == ["fired"]
    faithful(case)


def test_a_catch_whose_condition_is_true_already_passes() -> None:
    case = started("events/conditional_catch_and_boundary", amount=10)
    assert case.open == ["change", "then", "work"]
    faithful(case)


def test_a_boundary_happens_each_time_the_condition_becomes_true() -> None:
    case = started("events/conditional_catch_and_boundary", amount=10, flagged=True)
    assert case.variables["counted"] == 1
    case.complete("then", flagged=True)
    assert case.variables["counted"] == 1
    faithful(case)
    case = started("events/conditional_catch_and_boundary", amount=10, flagged=True)
    case.complete("then", flagged=False)
    case.complete("change", flagged=True)
    assert case.variables["counted"] == 2
    assert len([event for event in case.said(ConditionOpened) if event.element == "flag"]) == 3
    case.complete("work")
    assert case.outcome == "completed"
    faithful(case)


def test_an_interrupting_event_acts_before_the_interrupted_subprocess_goes_on() -> None:
    case = started("events/condition_acts_before_the_next_step", amount=1)
    assert case.open == ["stop"]
    assert "reached" not in case.variables
    assert "never" not in [event.element for event in case.said(ElementActivated)]
    faithful(case)


def test_a_condition_that_is_neither_true_nor_false_stands_still_and_can_be_mended() -> None:
    case = started("events/conditional_catch_and_boundary", amount=1, flagged=False)
    case.complete("change", flagged="perhaps")
    (incident,) = case.instance.incidents()
    assert (incident.kind, incident.element) == ("condition", "flag")
    case.resolve(flagged=True)
    assert case.variables["counted"] == 1
    faithful(case)


def test_a_condition_that_nothing_can_make_true_is_said_to_be_one() -> None:
    case = started("events/conditional_catch_and_boundary", amount=1)
    case.complete("change")
    case.complete("work")
    (incident,) = case.instance.incidents()
    assert (incident.kind, incident.element) == ("deadlock", "enough")
    case.resolve(amount=10)
    assert case.open == ["then"]
    faithful(case)
