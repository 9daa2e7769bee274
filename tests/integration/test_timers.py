"""Timers fire when they are due, once, and those of the night when the server comes back in the morning."""

from pathlib import Path

import pytest

from engine.history import verify
from engine.runtime import faults
from engine.runtime.clock import ManualClock
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
