"""Signals (BPMN 2.0.2 §10.5.5): thrown, caught, at starts, ends, borders and event subprocesses."""

import pytest
from diagram_files import started
from faithful import faithful

from engine.errors import CommandRejected
from engine.execution import commands as c
from engine.execution.events import ElementCancelled, ElementCompleted, SignalThrown, SubscriptionOpened


def test_a_thrown_signal_reaches_everybody_in_the_instance_at_once() -> None:
    case = started("events/signals")
    assert {(one.kind, one.message, one.key) for one in case.instance.subscriptions()} == {("signal", "alarm", "")}
    case.complete("ring")
    assert case.open == ["heard_it", "look", "note", "work"]
    assert case.variables["heard"] == 7
    (thrown,) = case.said(SignalThrown)
    assert (thrown.signal, thrown.element, thrown.number, thrown.variables) == ("alarm", "shout", 1, {"loudness": 7})
    faithful(case)


def test_a_signal_from_elsewhere_reaches_everybody_who_waits_in_the_instance() -> None:
    case = started("events/signals")
    case.do(c.DeliverSignal, signal="alarm", variables={"loudness": 3})
    assert case.open == ["heard_it", "look", "note", "ring", "work"]
    assert case.variables["heard"] == 3
    case.do(c.DeliverSignal, signal="alarm")
    assert case.open == ["heard_it", "look", "look", "note", "note", "ring", "work"]
    assert case.said(SignalThrown) == []
    faithful(case)


def test_a_signal_that_nobody_waits_for_is_rejected_and_changes_nothing() -> None:
    case = started("events/signals")
    before = case.instance.snapshot()
    with pytest.raises(CommandRejected):
        case.do(c.DeliverSignal, signal="calm")
    assert case.instance.snapshot() == before


def test_a_message_does_not_reach_who_waits_for_a_signal() -> None:
    case = started("events/signals")
    with pytest.raises(CommandRejected):
        case.deliver("wait")


def test_a_signal_starts_the_process_and_ends_it_into_its_event_subprocess() -> None:
    case = started("events/signal_end_and_start", start_event="by_signal", loudness=2)
    assert case.variables == {"heard": 2}
    case.complete("work")
    assert case.open == ["note"]
    assert "end" in [event.element for event in case.said(ElementCompleted)]
    case.complete("note")
    assert case.outcome == "completed"
    faithful(case)


def test_a_signal_may_end_the_scope_it_is_thrown_in() -> None:
    case = started("events/signal_ends_its_own_scope")
    case.complete("work")
    assert case.open == ["next"]
    assert [event.element for event in case.said(ElementCancelled)] == ["inner"]
    assert "shout" in [event.element for event in case.said(ElementCompleted)]
    faithful(case)


def test_the_journal_tells_signals_from_messages() -> None:
    case = started("events/several_boundary_events", key="A")
    assert {event.element: event.kind for event in case.said(SubscriptionOpened)} == {
        "b1": "message",
        "b2": "message",
        "b4": "signal",
    }
    faithful(case)


def test_a_signal_that_feeds_itself_stands_still_instead_of_running_forever() -> None:
    case = started("events/signal_feeds_itself")
    case.complete("work")
    assert {incident.kind for incident in case.instance.incidents()} == {"runaway"}
    assert case.open == ["after"]
    faithful(case)
