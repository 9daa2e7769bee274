"""Triggers in positions that no other diagram shows (BPMN 2.0.2 §10.5, table 10.93)."""

import pytest
from diagram_files import started
from instance_driver import Case

from engine.execution import commands as c
from engine.execution.events import EscalationThrown, MessageThrown, SignalThrown

KEY = {"key": "k"}


def signal(case: Case) -> None:
    case.do(c.DeliverSignal, signal="alarm")


def test_a_none_throw_is_passed_and_a_terminate_end_stops_what_is_left() -> None:
    case = started("positions/none_throw_and_terminate")
    assert case.open == ["slow", "stop"]
    case.complete("stop")
    assert (case.open, case.outcome) == ([], "terminated")


def test_a_date_starts_a_process() -> None:
    case = started("positions/date_start", start_event="new_month")
    assert case.open == ["x"]


def test_a_duration_starts_a_process() -> None:
    case = started("positions/duration_start", start_event="two_days")
    assert case.open == ["look"]


def test_timers_of_event_subprocesses_count_from_the_start_of_their_scope() -> None:
    case = started("positions/event_subprocess_timers")
    case.fire("remind_start")
    case.fire("warn_start")
    assert case.open == ["remind_task", "warn_task", "x"]
    case.fire("overdue_start")
    assert case.open == ["overdue_task"]
    case.complete("overdue_task")
    assert case.outcome == "completed"


def test_a_date_interrupts_by_an_event_subprocess() -> None:
    case = started("positions/event_subprocess_date")
    case.fire("overdue_start")
    assert case.open == ["overdue_task"]


def test_a_duration_reminds_beside_its_task() -> None:
    case = started("positions/boundary_duration")
    case.fire("late")
    assert case.open == ["urge", "x"]
    case.complete("x")
    case.complete("urge")
    assert case.outcome == "completed"


def test_an_event_subprocess_without_code_catches_every_error() -> None:
    case = started("positions/event_subprocess_any_error")
    case.complete("i")
    assert case.open == ["mend_task"]
    case.complete("mend_task")
    assert case.outcome == "completed"


def test_an_escalation_starts_an_event_subprocess_beside_the_rest() -> None:
    case = started("positions/event_subprocess_escalation")
    (thrown,) = case.said(EscalationThrown)
    assert (thrown.escalation, thrown.caught_by) == ("LATE", "told_start")
    assert case.open == ["i", "told_task"]


def test_either_trigger_of_a_multiple_start_is_enough() -> None:
    case = started("positions/event_subprocess_multiple", **KEY)
    signal(case)
    assert case.open == ["either_task"]
    case = started("positions/event_subprocess_multiple", **KEY)
    case.deliver("either_start")
    assert case.open == ["either_task"]


@pytest.mark.parametrize(
    ("name", "open_after"),
    [
        ("positions/event_subprocess_parallel_multiple", ["both_task"]),
        ("positions/event_subprocess_parallel_multiple_beside", ["both_task", "x"]),
        ("positions/boundary_parallel_multiple", ["after"]),
    ],
    ids=["interrupting", "beside", "boundary"],
)
def test_a_parallel_multiple_event_needs_all_its_triggers(name: str, open_after: list[str]) -> None:
    case = started(name, **KEY)
    signal(case)
    assert case.open == ["x"]
    case.deliver("both" if name.endswith("boundary_parallel_multiple") else "both_start")
    assert case.open == open_after


def test_messages_arrive_beside_a_task_again_and_again_until_one_interrupts_it() -> None:
    case = started("positions/boundary_messages", **KEY)
    case.deliver("asked")
    case.deliver("asked")
    signal(case)
    case.deliver("either")
    assert case.open == ["answer", "answer", "look", "look", "x"]
    case.deliver("withdrawn")
    assert case.open == ["answer", "answer", "close", "look", "look"]
    assert case.instance.subscriptions() == []


def test_a_message_is_thrown_on_the_way_and_everything_at_a_multiple_end() -> None:
    case = started("positions/message_throw_and_multiple_end", **KEY)
    assert [(one.element, one.message, one.key) for one in case.said(MessageThrown)] == [
        ("tell", "reply", "k"),
        ("tell_all", "reply", "k"),
    ]
    assert [one.signal for one in case.said(SignalThrown)] == ["alarm"]
    assert case.outcome == "completed"
