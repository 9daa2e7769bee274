"""Timers fire when they are due, once, and those of the night when the server comes back in the morning."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from engine import history
from engine.execution.events import UserTaskOpened
from engine.history import verify
from engine.runtime import faults
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from tests.integration.conftest import MakeEngine
from tests.integration.people import CLERK, WANG
from tests.process_files import catching, chain, file, flow, process, timer, user_task

DIAGRAMS = Path(__file__).parents[1] / "diagrams"
HOUR = 3_600_000


def test_a_timer_waits_for_its_time(make_engine: MakeEngine, clock: ManualClock) -> None:
    engine = make_engine()
    engine.deploy({"p.bpmn": chain(catching("wait", timer("PT1H")), user_task("check"))}, CLERK)
    case = engine.start("p", {}, CLERK)
    clock.advance(HOUR - 1)
    assert engine.run_until_idle() == 0
    clock.advance(1)
    assert engine.run_until_idle() == 1
    assert [task.element for task in engine.open_tasks(case)] == ["check"]
    assert engine.counts().waiting_timers == 0
    assert engine.case(case).steps[-1].actor == "system"


def test_what_came_due_while_nobody_ran_fires_afterwards(make_engine: MakeEngine, clock: ManualClock) -> None:
    engine = make_engine()
    engine.deploy({"p.bpmn": chain(catching("wait", timer("PT1H")), user_task("check"))}, CLERK)
    cases = [engine.start("p", {}, CLERK) for _ in range(150)]
    engine.stop()
    clock.advance(48 * HOUR)
    later = make_engine()
    assert later.run_until_idle() == 150
    assert all(later.open_tasks(case)[0].element == "check" for case in cases)
    assert not [one for one in verify(later.database) if one.difference]


def test_a_deadline_ends_the_task_it_guards(make_engine: MakeEngine, clock: ManualClock) -> None:
    overdue = '<bpmn:boundaryEvent id="overdue" attachedToRef="check">' + timer("P1D") + "</bpmn:boundaryEvent>"
    extra = [overdue, user_task("escalate"), flow("overdue", "escalate"), flow("escalate", "end")]
    engine = make_engine()
    engine.deploy({"p.bpmn": chain(user_task("check"), extra=extra)}, CLERK)
    late, done = engine.start("p", {}, CLERK), engine.start("p", {}, CLERK)
    engine.complete(done, engine.open_tasks(done)[0].token, {}, WANG)
    clock.advance(24 * HOUR)
    assert engine.run_until_idle() == 1
    assert [task.element for task in engine.open_tasks(late)] == ["escalate"]
    assert engine.case(late).tasks[0].state == "cancelled"
    assert engine.case(done).instance.status == "completed"


REMIND = (
    '<bpmn:boundaryEvent id="remind" attachedToRef="check" cancelActivity="false"><bpmn:timerEventDefinition>'
    "<bpmn:timeCycle>R2/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
)
REMINDED = chain(user_task("check"), extra=[REMIND, user_task("urge"), flow("remind", "urge"), flow("urge", "end")])


def test_a_reminder_repeats_beside_the_task(make_engine: MakeEngine, clock: ManualClock) -> None:
    engine = make_engine()
    engine.deploy({"p.bpmn": REMINDED}, CLERK)
    case = engine.start("p", {}, CLERK)
    for _ in range(4):
        clock.advance(HOUR)
        engine.run_until_idle()
    assert sorted(task.element for task in engine.open_tasks(case)) == ["check", "urge", "urge"]
    assert [one.difference for one in verify(engine.database)] == [None]


def test_a_timer_start_event_starts_cases_until_a_new_version_replaces_it(
    make_engine: MakeEngine, clock: ManualClock
) -> None:
    def yearly(cycle: str, name: str) -> bytes:
        begin = (
            '<bpmn:startEvent id="begin"><bpmn:timerEventDefinition>'
            f"<bpmn:timeCycle>{cycle}</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>"
        )
        return file(
            process(begin, user_task(name), '<bpmn:endEvent id="end"/>', flow("begin", name), flow(name, "end"))
        )

    engine = make_engine()
    engine.deploy({"p.bpmn": yearly("R/P1D", "first")}, CLERK)
    for _ in range(3):
        clock.advance(24 * HOUR)
        assert engine.run_until_idle() == 1
    engine.deploy({"p.bpmn": yearly("R2/PT1H", "second")}, CLERK)
    clock.advance(24 * HOUR)
    engine.run_until_idle()
    names = [task.name for task in engine.inbox(WANG).rows]
    assert sorted(names) == ["first name"] * 3 + ["second name"] * 2
    clock.advance(48 * HOUR)
    assert engine.run_until_idle() == 0


def test_a_duration_starts_one_case_that_long_after_each_version_is_deployed(
    make_engine: MakeEngine, clock: ManualClock
) -> None:
    diagram = (DIAGRAMS / "positions/duration_start.bpmn").read_bytes()
    engine = make_engine()
    engine.deploy({"p.bpmn": diagram}, CLERK)
    clock.advance(48 * HOUR - 1)
    assert engine.run_until_idle() == 0
    clock.advance(1)
    assert engine.run_until_idle() == 1
    engine.deploy({"p.bpmn": diagram}, CLERK)
    clock.advance(100 * HOUR)
    assert engine.run_until_idle() == 0
    engine.deploy({"p.bpmn": diagram.replace(b'name="look"', b'name="look again"')}, CLERK)
    clock.advance(48 * HOUR)
    assert engine.run_until_idle() == 1
    assert sorted(task.name for task in engine.inbox(Actor("clerk")).rows) == ["look", "look again"]
    assert not [found for found in verify(engine.database) if found.difference]


def test_two_engines_fire_a_timer_once(make_engine: MakeEngine, clock: ManualClock) -> None:
    engines = [make_engine(), make_engine()]
    engines[0].deploy({"p.bpmn": chain(catching("wait", timer("PT1H")), user_task("check"))}, CLERK)
    case = engines[0].start("p", {}, CLERK)
    clock.advance(HOUR)
    assert sum(engine.run_until_idle() for engine in engines) == 1
    assert [step.kind for step in engines[1].case(case).steps] == ["StartInstance", "FireTimer"]


def test_a_scan_that_was_overtaken_does_not_remind_twice(
    make_engine: MakeEngine, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a scan has taken may be another's by the time a timer's turn comes: its lease has run out."""
    slow, fast = make_engine(), make_engine()
    slow.deploy({"p.bpmn": REMINDED}, CLERK)
    case = slow.start("p", {}, CLERK)
    clock.advance(HOUR)

    def overtaken(name: str) -> None:
        if name == "timer.before_fire":
            monkeypatch.undo()
            clock.advance(slow.settings.lease)
            assert fast.run_until_idle() == 1

    monkeypatch.setattr(faults, "point", overtaken)
    assert slow.run_until_idle() == 0
    assert [step.kind for step in slow.case(case).steps] == ["StartInstance", "FireTimer"]


def fired(engine: Engine, case: str) -> list[str]:
    """What the timers of a case began, in the order of its journal."""
    return [
        event.element
        for step in history.steps(engine.database, case)
        for event in step.events
        if isinstance(event, UserTaskOpened) and event.element != "check"
    ]


def reminding(id: str, when: str) -> str:
    return (
        f'<bpmn:boundaryEvent id="at-{id}" attachedToRef="check" cancelActivity="false"><bpmn:timerEventDefinition>'
        f"{when}</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )


SEVERAL = chain(
    user_task("check"),
    extra=[
        part
        for id, when in (
            ("late", "<bpmn:timeDuration>PT4H30M</bpmn:timeDuration>"),
            ("hourly", "<bpmn:timeCycle>R3/PT1H</bpmn:timeCycle>"),
            ("early", "<bpmn:timeDuration>PT30M</bpmn:timeDuration>"),
            ("second", "<bpmn:timeDuration>PT1H30M</bpmn:timeDuration>"),
            ("noon", "<bpmn:timeCycle>0 0 12 * * *</bpmn:timeCycle>"),
        )
        for part in (reminding(id, when), user_task(id), flow(f"at-{id}", id), flow(id, "end"))
    ],
)


@pytest.mark.parametrize("scanning", [1, 2])
def test_after_a_night_each_timer_fires_once_in_the_order_in_which_it_was_due(
    make_engine: MakeEngine, clock: ManualClock, scanning: int
) -> None:
    """Several timers of several cases, also the repetitions that went by, whoever else scans at the same time."""
    engine = make_engine()
    engine.deploy({"p.bpmn": SEVERAL}, CLERK)
    cases = [engine.start("p", {}, CLERK) for _ in range(3)]
    engine.stop()
    clock.advance(5 * HOUR)
    engines = [make_engine() for _ in range(scanning)]
    threads = [threading.Thread(target=one.run_until_idle) for one in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engines[0].run_until_idle()
    # It began at midnight UTC, which is eight in the morning in Shanghai: noon is four hours later.
    expected = ["early", "hourly", "second", "hourly", "hourly", "noon", "late"]
    assert [fired(engines[0], case) for case in cases] == [expected] * 3
    assert not [one for one in verify(engines[0].database) if one.difference]


@pytest.mark.parametrize(
    ("begins", "cycle", "dues"),
    [
        ("2028-02-28T00:00Z", "R3/2028-02-28T09:00:00+08:00/P1D", ["02-28T01", "02-29T01", "03-01T01"]),
        ("2027-12-31T00:00Z", "R2/2028-02-29T09:00:00+08:00/P1Y", ["02-29T01", "02-28T01"]),
        ("2026-03-07T00:00Z", "R3/2026-03-07T09:00:00-05:00/P1D", ["03-07T14", "03-08T14", "03-09T14"]),
    ],
    ids=["leap day", "a year after a leap day", "offset"],
)
def test_a_cycle_that_went_by_over_a_special_date_fires_each_time_once(
    database_url: str, begins: str, cycle: str, dues: list[str]
) -> None:
    begun = datetime.fromisoformat(begins)
    clock = ManualClock(int(begun.timestamp() * 1000))
    extra = [
        reminding("cycle", f"<bpmn:timeCycle>{cycle}</bpmn:timeCycle>"),
        user_task("urge"),
        flow("at-cycle", "urge"),
        flow("urge", "end"),
    ]
    with Engine(database_url, clock=clock) as engine:
        engine.deploy({"p.bpmn": chain(user_task("check"), extra=extra)}, CLERK)
        case = engine.start("p", {}, CLERK)
        found = []
        with engine.database.connect() as connection:
            while (due := connection.scalar(text("SELECT due FROM timer"))) is not None:
                connection.rollback()
                found.append(datetime.fromtimestamp(due / 1000, UTC).strftime("%m-%dT%H"))
                clock.advance(max(due - clock.now(), 0))
                assert engine.run_until_idle() == 1
            connection.rollback()
        assert found == dues
        assert fired(engine, case) == ["urge"] * len(dues)


def test_a_clock_that_is_set_back_loses_nothing_and_repeats_nothing(
    make_engine: MakeEngine, clock: ManualClock
) -> None:
    """Three hours back, in the middle of a case: what fired stays fired, the rest comes in its time."""
    ahead = make_engine()
    ahead.deploy({"p.bpmn": SEVERAL}, CLERK)
    case = ahead.start("p", {}, CLERK)
    clock.advance(3 * HOUR + 1)
    ahead.run_until_idle()
    before = fired(ahead, case)
    ahead.stop()
    back = ManualClock(clock.now() - 3 * HOUR)
    with Engine(ahead.database.url.render_as_string(hide_password=False), clock=back) as engine:
        assert engine.run_until_idle() == 0
        token = next(task.token for task in engine.open_tasks(case) if task.element == "early")
        engine.complete(case, token, {}, WANG)
        back.advance(3 * HOUR)
        assert engine.run_until_idle() == 0
        assert fired(engine, case) == before
        back.advance(2 * HOUR)
        engine.run_until_idle()
        assert fired(engine, case) == [*before, "noon", "late"]
        assert not [one for one in verify(engine.database) if one.difference]
