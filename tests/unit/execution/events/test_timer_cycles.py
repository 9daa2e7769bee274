"""Cycles (BPMN 2.0.2 §10.5.5): ISO 8601 repetitions and cron."""

from datetime import datetime

from diagram_files import started
from faithful import faithful

from engine.diagrams.timers import SHANGHAI


def _at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).timestamp() * 1000)


def test_a_boundary_repeats_as_often_as_it_says_and_by_cron_without_end() -> None:
    case = started("events/timer_cycles")
    dues: dict[str, list[int]] = {"thrice": [], "mornings": [], "each_day": []}
    for _ in range(9):
        timer = min(case.instance.timers(), key=lambda timer: timer.due)
        case.now = timer.due
        dues[timer.element].append(timer.due)
        case.fire(timer.element)
    assert dues["thrice"] == [_at(f"2026-01-01T{hour}:00") for hour in (13, 14, 15)]
    assert dues["mornings"] == [_at("2026-01-02T09:00"), _at("2026-01-05T09:00")]
    assert dues["each_day"] == [_at(f"2026-01-0{day}T12:00") for day in (2, 3, 4, 5)]
    case.complete("work")
    assert case.outcome == "completed"
    assert case.instance.timers() == []
    faithful(case)


def test_a_process_started_by_cron_begins_at_its_start_event() -> None:
    case = started("events/timer_cron_start", start_event="weekly")
    assert case.open == ["work"]
    faithful(case)


def test_an_event_that_happens_once_happens_at_the_first_time_of_its_cycle() -> None:
    case = started("positions/cycle_once")
    case.complete("plan")
    (monday,) = [timer for timer in case.instance.timers() if timer.element == "monday"]
    assert monday.due == _at("2026-01-05T09:00")
    case.now = monday.due
    case.fire("monday")
    (overdue,) = [timer for timer in case.instance.timers() if timer.element == "overdue"]
    assert overdue.due == _at("2026-01-05T18:00")
    case.now = overdue.due
    case.fire("overdue")
    assert case.open == ["explain"]
    assert [timer.element for timer in case.instance.timers()] == ["closes"]
    case.now = case.instance.timers()[0].due
    case.fire("closes")
    assert (case.open, case.instance.timers()) == (["archive"], [])
    case.complete("archive")
    assert case.outcome == "completed"
    faithful(case)
