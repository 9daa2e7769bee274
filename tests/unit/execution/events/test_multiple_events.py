"""Events with several triggers (BPMN 2.0.2 §10.5.1), and several events on one activity."""

from typing import Any

import pytest
from diagram_files import started
from faithful import faithful
from instance_driver import NOON, Case

from engine.execution import commands as c
from engine.execution.events import EscalationThrown, MessageThrown, SignalThrown

HOUR = 3_600_000


def _waiting(case: Case, element: str) -> list[str]:
    work = case.instance.open
    return sorted(
        record.message if hasattr(record, "message") else type(record).__name__
        for kind in (work.timers, work.subscriptions, work.conditions)
        for record in kind.values()
        if record.element == element
    )


@pytest.mark.parametrize("how", ["message", "signal", "timer"])
def test_the_first_of_several_triggers_counts_and_the_others_are_withdrawn(how: str) -> None:
    case = started("events/multiple_catch", key="A")
    assert _waiting(case, "any") == ["OpenTimer", "alarm", "news"]
    if how == "message":
        case.deliver("any", what="letter")
        assert case.variables["got"] == "letter"
    elif how == "signal":
        case.do(c.DeliverSignal, signal="alarm")
    else:
        case.fire("any")
    assert case.open == ["change", "one"]
    assert _waiting(case, "any") == []
    faithful(case)


def test_a_parallel_event_needs_all_its_triggers() -> None:
    case = started("events/multiple_catch", key="A")
    case.fire("any")
    case.deliver("all", n=1)
    case.do(c.DeliverSignal, signal="calm", variables={"m": 2})
    assert case.open == ["change", "one"]
    case.complete("change", ready=True)
    assert case.open == ["every", "one"]
    assert (case.variables["n"], case.variables["m"]) == (1, 2)
    faithful(case)


def _deliver(case: Case, element: str, message: str, **variables: Any) -> None:
    token = next(one.token for one in case.instance.subscriptions() if (one.element, one.message) == (element, message))
    case.do(c.DeliverMessage, token=token, message_id="m", variables=variables)


def test_a_boundary_with_several_triggers_happens_by_each_of_them() -> None:
    case = started("events/multiple_boundary", key="A")
    _deliver(case, "again", "news")
    _deliver(case, "again", "news")
    assert case.open == ["look", "look"]
    case.now = NOON + HOUR
    case.fire("again")
    case.now = NOON + 2 * HOUR
    case.fire("again")
    assert len(case.open) == 4
    assert _waiting(case, "again") == ["alarm", "news"]
    faithful(case)


def test_a_parallel_boundary_starts_anew_after_all_have_come() -> None:
    case = started("events/multiple_boundary", key="A")
    for _ in range(2):
        case.do(c.DeliverSignal, signal="alarm")
        assert "two" not in case.open or case.open.count("two") == 1
        _deliver(case, "both", "news")
    assert case.open.count("two") == 2
    assert _waiting(case, "both") == ["alarm", "news"]
    faithful(case)


@pytest.mark.parametrize("how", ["message", "error", "timer"])
def test_an_interrupting_boundary_with_several_triggers(how: str) -> None:
    case = started("events/multiple_boundary", key="A")
    if how == "message":
        _deliver(case, "over", "more")
    elif how == "error":
        case.do(c.ThrowError, token=case.job("work"), error="BAD")
    else:
        case.fire("over")
    assert case.open == ["stop"]
    assert not case.instance.timers()
    assert not case.instance.subscriptions()
    faithful(case)


def test_a_throw_throws_all_it_has() -> None:
    case = started("events/multiple_throw_and_start", start_event="by_either", key="A")
    case.complete("work")
    assert case.open == ["hurry", "note"]
    thrown = (len(case.said(MessageThrown)), len(case.said(SignalThrown)), len(case.said(EscalationThrown)))
    assert thrown == (1, 1, 1)
    assert [event.number for event in (*case.said(MessageThrown), *case.said(SignalThrown))] == [1, 2]
    faithful(case)


def test_several_events_on_one_activity_work_beside_each_other() -> None:
    case = started("events/several_boundary_events", key="A")
    case.deliver("b1")
    case.do(c.DeliverSignal, signal="alarm")
    assert case.open == ["h1", "h4", "work"]
    case.fire("b3")
    assert case.open == ["h1", "h3", "h4"]
    assert not case.instance.subscriptions()
    faithful(case)
