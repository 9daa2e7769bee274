"""Event subprocesses (BPMN 2.0.2 §10.3.5, §13.5.4), in processes, subprocesses and around calls."""

from diagram_files import started
from faithful import faithful
from instance_driver import NOON

from engine.execution import commands as c
from engine.execution.events import (
    ElementActivated,
    ElementCancelled,
    ErrorThrown,
    SubscriptionClosed,
    TimerOpened,
)

HOUR = 3_600_000


def test_one_that_interrupts_ends_everything_else_in_its_scope() -> None:
    case = started("events/event_subprocess_interrupts", key="A")
    assert case.open == ["check", "work"]
    case.deliver("withdrawn", reason="moved away")
    assert case.open == ["close"]
    assert case.variables["why"] == "moved away"
    assert case.instance.timers() == []
    assert {event.element for event in case.said(ElementCancelled)} == {"work", "check"}
    case.complete("close")
    assert case.outcome == "completed"
    faithful(case)


def test_one_that_does_not_interrupt_runs_again_and_again() -> None:
    case = started("events/event_subprocess_interrupts", key="A")
    for hour in (1, 2, 3):
        assert case.instance.timers()[0].due == NOON + hour * HOUR
        case.now = NOON + hour * HOUR
        case.fire("hourly")
    assert case.variables["reminders"] == 3
    assert case.open == ["check", "work"]
    inside = [event for event in case.said(ElementActivated) if event.element == "hourly"]
    around = [event for event in case.said(ElementActivated) if event.element == "reminder"]
    assert [event.scope for event in inside] == [event.token for event in around]
    case.complete("work")
    case.complete("check")
    assert case.outcome == "completed"
    assert len(case.said(TimerOpened)) == 4
    faithful(case)


def test_one_of_a_subprocess_opens_and_closes_with_it() -> None:
    case = started("events/event_subprocess_in_subprocess", key="A")
    case.deliver("question")
    case.deliver("question")
    assert case.open == ["answer", "answer", "work"]
    case.complete("work")
    assert case.open == ["answer", "answer"]
    case.complete("answer")
    case.complete("answer")
    assert case.open == ["after"]
    assert case.instance.subscriptions() == []
    assert [event.outcome for event in case.said(SubscriptionClosed)][-2:] == ["cancelled", "cancelled"]
    faithful(case)


def test_an_interrupting_one_ends_the_running_ones_beside_it_but_not_its_subprocess() -> None:
    case = started("events/event_subprocess_in_subprocess", key="A")
    case.deliver("question")
    case.do(c.DeliverSignal, signal="alarm")
    assert case.open == ["rescue"]
    case.complete("rescue")
    assert case.open == ["after"]
    faithful(case)


def test_an_error_inside_is_handled_inside() -> None:
    case = started("events/event_subprocess_error")
    case.do(c.ThrowError, token=case.job("work"), error="BAD", variables={"reason": "rain"})
    assert case.open == ["mend"]
    assert case.variables["why"] == "rain"
    assert case.said(ErrorThrown)[0].caught_by == "broken"
    faithful(case)


def test_an_error_out_of_the_handler_goes_on_outward() -> None:
    case = started("events/event_subprocess_error")
    case.do(c.ThrowError, token=case.job("work"), error="BAD")
    case.complete("mend")
    assert case.open == ["report"]
    assert [event.caught_by for event in case.said(ErrorThrown)] == ["broken", "not_mended"]
    faithful(case)


def test_another_error_passes_it_by() -> None:
    case = started("events/event_subprocess_error")
    case.do(c.ThrowError, token=case.job("work"), error="UNKNOWN")
    assert case.open == ["report"]
    faithful(case)


def test_an_error_of_a_called_process_is_handled_by_its_caller() -> None:
    case = started("events/event_subprocess_in_call")
    case.do(c.ThrowError, token=case.job("work"), error="BAD")
    assert case.open == ["mend"]
    case.complete("mend")
    assert case.outcome == "completed"
    faithful(case)


def test_conditions_open_with_the_process_and_are_asked_when_variables_change() -> None:
    case = started("events/event_subprocess_condition", amount=1)
    case.complete("work", amount=500)
    assert case.open == ["more", "warn"]
    case.complete("more", amount=5000)
    assert case.open == ["stop"]
    case.complete("stop")
    assert case.outcome == "completed"
    faithful(case)


def test_a_condition_that_holds_from_the_start_happens_at_the_start() -> None:
    case = started("events/event_subprocess_condition", amount=5000)
    assert case.open == ["stop"]
    faithful(case)


def test_what_cannot_wait_stands_still_and_can_be_mended() -> None:
    case = started("events/event_subprocess_interrupts")
    (incident,) = case.instance.incidents()
    assert (incident.kind, incident.element) == ("expression", "withdrawn")
    assert case.open == ["check", "work"]
    case.resolve(key="A")
    case.deliver("withdrawn")
    assert case.open == ["close"]
    faithful(case)


def test_one_inside_another_waits_only_while_that_runs() -> None:
    case = started("events/event_subprocess_in_event_subprocess", key="A")
    assert [one.element for one in case.instance.subscriptions()] == ["question"]
    case.deliver("question")
    case.deliver("question")
    case.do(c.DeliverSignal, signal="alarm")
    assert case.open == ["rescue", "rescue", "work"]
    case.complete("work")
    case.complete("rescue")
    assert not case.instance.ended
    case.complete("rescue")
    assert case.outcome == "completed"
    faithful(case)
