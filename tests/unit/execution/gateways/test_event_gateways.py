"""Event-based gateways: the first event decides (BPMN 2.0.2 §10.6.6, §13.4.4)."""

import pytest
from diagram_files import definitions, started
from instance_driver import Case

from engine.execution import commands as c
from engine.execution.events import ElementActivated, FlowTaken


def test_the_first_event_wins_and_the_others_are_withdrawn() -> None:
    case = started("gateways/event_based", key="k")
    assert set(case.at) == {"which"}
    assert [wait.element for wait in case.instance.subscriptions()] == ["replied", "withdrawn"]
    case.deliver("replied", text="yes")
    assert (case.open, case.variables) == (["read"], {"key": "k", "reply": "yes"})
    assert (case.instance.subscriptions(), case.instance.timers()) == ([], [])
    assert [taken.flow for taken in case.said(FlowTaken)] == ["start_to_which", "which_to_replied", "replied_to_read"]
    assert [one.element for one in case.said(ElementActivated)] == ["start", "which", "replied", "read"]


def test_a_timer_behind_the_gateway_may_win() -> None:
    case = started("gateways/event_based", key="k")
    case.fire("late")
    assert (case.open, case.instance.subscriptions()) == (["remind"], [])


def test_the_gateway_waits_anew_each_time_it_is_entered() -> None:
    case = started("gateways/event_based_receive", key="k")
    for _ in range(3):
        case.fire("late")
        case.complete("remind")
    case.deliver("replied")
    case.complete("read")
    assert case.outcome == "completed"


def test_a_gateway_that_cannot_open_its_events_opens_none() -> None:
    case = started("gateways/event_based")
    assert [incident.element for incident in case.instance.incidents()] == ["which"]
    assert case.instance.timers() == []
    case.resolve(key="k")
    assert len(case.instance.subscriptions()) == 2


def test_a_gateway_that_instantiates_is_left_by_the_message_that_starts_the_process() -> None:
    case = Case(definitions("gateways/event_based_starts")["p"], {"number": 5}, "phoned")
    assert (case.open, case.variables) == (["note"], {"caller": 5})
    case.complete("note")
    assert case.outcome == "completed"


def test_a_parallel_gateway_that_instantiates_waits_for_all_its_messages() -> None:
    case = Case(definitions("gateways/event_based_starts_all")["p"], {"number": 5, "text": "a"}, "form_came")
    assert set(case.at) == {"both", "join"}
    assert [(wait.element, wait.key) for wait in case.instance.subscriptions()] == [("fee_came", "5")]
    case.deliver("fee_came", number=5)
    assert case.open == ["decide"]
    case.complete("decide")
    assert case.outcome == "completed"


def test_a_signal_behind_the_gateway_decides() -> None:
    case = started("gateways/event_based_triggers", key="k", number=1)
    case.do(c.DeliverSignal, signal="all clear", variables={"who": "head"})
    assert (case.open, case.variables["by"]) == (["count", "on_signal"], "head")
    assert (case.instance.subscriptions(), case.instance.timers()) == ([], [])


def test_a_condition_behind_the_gateway_decides_when_it_becomes_true() -> None:
    case = started("gateways/event_based_triggers", key="k", number=1)
    case.complete("count", number=5)
    assert (case.open, case.instance.subscriptions()) == (["on_condition"], [])


def test_a_condition_that_holds_already_decides_at_once() -> None:
    assert started("gateways/event_based_triggers", key="k", number=9).open == ["count", "on_condition"]


@pytest.mark.parametrize("comes", ["message", "timer"])
def test_each_trigger_of_a_multiple_event_behind_the_gateway_decides(comes: str) -> None:
    case = started("gateways/event_based_triggers", key="k", number=1)
    if comes == "timer":
        case.fire("either")
    else:
        case.deliver("either")
    assert case.open == ["count", "on_either"]
    assert (case.instance.subscriptions(), case.instance.timers()) == ([], [])
