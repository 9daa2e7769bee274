"""Escalations (BPMN 2.0.2 §10.5.6) and errors: to the innermost event that catches them."""

import pytest
from diagram_files import started
from faithful import faithful

from engine.execution import commands as c
from engine.execution.events import ElementCancelled, ElementCompleted, ErrorThrown, EscalationThrown


def test_an_escalation_is_told_outside_and_all_goes_on() -> None:
    case = started("events/escalations")
    case.complete("work")
    assert case.open == ["go_on", "hurry"]
    assert case.variables["days"] == 3
    case.complete("go_on")
    assert case.open == ["after", "hurry", "hurry"]
    said = [(event.escalation, event.caught_by) for event in case.said(EscalationThrown)]
    assert said == [("LATE", "told"), ("WORSE", ""), ("LATE", "told")]
    faithful(case)


def test_an_escalation_may_interrupt_and_the_inner_event_subprocess_comes_first() -> None:
    case = started("events/escalation_interrupts")
    case.complete("work")
    assert case.open == ["take_over"]
    assert [event.element for event in case.said(ElementCancelled)] == ["inner"]
    assert "late" in [event.element for event in case.said(ElementCompleted)]
    case.complete("take_over")
    assert case.open == ["after"]
    faithful(case)


@pytest.mark.parametrize(
    ("code", "caught", "opened"),
    [
        ("OTHER", "inner_other", "small"),
        ("BAD", "coded", "exact"),
        ("UNKNOWN", "any", "whatever"),
    ],
)
def test_the_innermost_event_catches_and_the_same_code_before_any_code(code: str, caught: str, opened: str) -> None:
    case = started("events/errors_innermost_first")
    case.do(c.ThrowError, token=case.job("work"), error=code)
    assert case.open == [opened]
    assert [event.caught_by for event in case.said(ErrorThrown)] == [caught]
    faithful(case)


def test_an_escalation_of_a_called_process_reaches_its_caller() -> None:
    case = started("events/escalation_out_of_a_call")
    case.complete("work")
    assert case.open == ["go_on", "hurry"]
    assert case.variables["days"] == 3
    faithful(case)
