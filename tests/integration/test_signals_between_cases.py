"""Signals reach every instance that waits for them and start what they start, once each."""

import threading
from pathlib import Path

from sqlalchemy import text

from engine.history import verify
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from tests.integration.conftest import MakeEngine
from tests.integration.people import CLERK
from tests.process_files import chain, file, flow, process, user_task

DIAGRAMS = Path(__file__).parents[1] / "diagrams" / "events"
SIGNAL = '<bpmn:signal id="sig" name="alarm"/>'
CAUGHT = '<bpmn:signalEventDefinition signalRef="sig"/>'
WAITS = chain(
    f'<bpmn:intermediateCatchEvent id="wait">{CAUGHT}</bpmn:intermediateCatchEvent>', user_task("check"), roots=[SIGNAL]
)


def at(engine: Engine, case: str) -> list[str]:
    return sorted(task.element for task in engine.open_tasks(case))


def cases(engine: Engine, process_id: str) -> list[str]:
    return [row.id for row in engine.instances(process_id=process_id).rows]


def test_a_signal_from_outside_reaches_everybody_once(engine: Engine) -> None:
    engine.deploy({"p.bpmn": WAITS}, CLERK)
    waiting = [engine.start("p", {}, CLERK) for _ in range(3)]
    for _ in range(2):
        engine.broadcast("alarm", {"street": "jc"}, signal_id="siren-1")
        engine.run_until_idle()
    assert [at(engine, case) for case in waiting] == [["check"]] * 3
    assert engine.variables(waiting[0])["street"] == "jc"
    late = engine.start("p", {}, CLERK)
    assert engine.run_until_idle() == 0
    assert at(engine, late) == []
    assert not [found for found in verify(engine.database) if found.difference]


def test_a_thrown_signal_reaches_other_instances_and_starts_processes(engine: Engine) -> None:
    thrower = (DIAGRAMS / "signals.bpmn").read_bytes()
    starts = f'<bpmn:startEvent id="begin">{CAUGHT}</bpmn:startEvent>'
    started = file(
        process(
            starts, user_task("look"), '<bpmn:endEvent id="end"/>', flow("begin", "look"), flow("look", "end"), id="s"
        ),
        roots=[SIGNAL],
    )
    engine.deploy({"signals.bpmn": thrower}, CLERK)
    engine.deploy({"s.bpmn": started}, CLERK)
    one, other = engine.start("p", {}, CLERK), engine.start("p", {}, CLERK)
    ring = next(task for task in engine.open_tasks(one) if task.element == "ring")
    engine.complete(one, ring.token, {}, Actor("clerk", frozenset()))
    assert at(engine, one) == ["heard_it", "look", "note", "work"]
    assert at(engine, other) == ["ring", "work"]
    engine.run_until_idle()
    assert at(engine, one) == ["heard_it", "look", "note", "work"]
    assert at(engine, other) == ["heard_it", "look", "note", "ring", "work"]
    (new,) = cases(engine, "s")
    assert at(engine, new) == ["look"]
    assert engine.variables(new)["loudness"] == 7
    assert not [found for found in verify(engine.database) if found.difference]


def test_a_signal_survives_a_restart_on_its_way(make_engine: MakeEngine) -> None:
    first = make_engine()
    first.deploy({"p.bpmn": WAITS}, CLERK)
    case = first.start("p", {}, CLERK)
    first.broadcast("alarm")
    second = make_engine()
    second.run_until_idle()
    assert at(second, case) == ["check"]


def test_a_start_event_of_several_triggers_starts_by_each(engine: Engine) -> None:
    engine.deploy({"m.bpmn": (DIAGRAMS / "multiple_throw_and_start.bpmn").read_bytes()}, CLERK)
    engine.publish("news", "A", {"key": "A"})
    engine.broadcast("alarm", {"key": "B"})
    engine.run_until_idle()
    assert len(cases(engine, "p")) == 2


def receivers(engine: Engine) -> int:
    with engine.database.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM signal_receiver")) or 0)


def signals(engine: Engine) -> int:
    with engine.database.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM signal")) or 0)


def test_many_receivers_are_many_pieces_of_work_that_survive_who_died_over_them(
    make_engine: MakeEngine, clock: ManualClock
) -> None:
    engine = make_engine()
    engine.deploy({"p.bpmn": WAITS}, CLERK)
    waiting = [engine.start("p", {}, CLERK) for _ in range(120)]
    engine.broadcast("alarm", {"street": "jc"})
    kinds, now = engine.due_work.kinds, clock.now()
    with engine.database.begin() as connection:
        (thrown,) = kinds["signal"].take(connection, now, now + 30_000, 10)
    engine.due_work.perform(thrown)
    assert receivers(engine) == 120
    # One takes half of them, does a third of those and dies.
    with engine.database.begin() as connection:
        taken = kinds["receiver"].take(connection, now, now + 30_000, 60)
    assert [engine.due_work.perform(item) for item in taken[:20]] == [True] * 20
    others = [make_engine(), make_engine()]
    threads = [threading.Thread(target=other.run_until_idle) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (receivers(engine), signals(engine)) == (40, 1)
    clock.advance(30_000)
    assert others[0].run_until_idle() == 40
    assert (receivers(engine), signals(engine)) == (0, 0)
    assert [engine.due_work.perform(item) for item in (thrown, *taken)] == [False] * 61
    for case in waiting:
        assert [step.kind for step in others[1].case(case).steps] == ["StartInstance", "DeliverSignal"]
    assert not [found for found in verify(engine.database) if found.difference]


def test_a_signal_whose_last_receiver_died_before_ending_it_ends(make_engine: MakeEngine, clock: ManualClock) -> None:
    engine = make_engine()
    engine.deploy({"p.bpmn": WAITS}, CLERK)
    engine.start("p", {}, CLERK)
    engine.broadcast("alarm")
    now = clock.now()
    with engine.database.begin() as connection:
        (thrown,) = engine.due_work.kinds["signal"].take(connection, now, now + 30_000, 10)
    engine.due_work.perform(thrown)
    with engine.database.begin() as connection:
        connection.execute(text("DELETE FROM signal_receiver"))
    assert engine.run_until_idle() == 0
    assert signals(engine) == 1
    clock.advance(engine.settings.lease)
    engine.run_until_idle()
    assert signals(engine) == 0
