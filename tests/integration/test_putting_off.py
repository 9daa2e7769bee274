"""What keeps failing is put off and holds up nothing behind it."""

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.settings import RuntimeSettings
from tests.integration.conftest import MakeEngine
from tests.integration.people import CLERK
from tests.process_files import END, catching, chain, file, flow, message, process, received, timer, user_task

HOUR = 3_600_000
REPLY = message("reply", "reply", "number")
WAITS = chain(catching("wait", received("reply")), user_task("check"), roots=[REPLY])
TIMED = chain(catching("wait", timer("PT1H")), user_task("check"), id="timed")
SIGNAL = '<bpmn:signal id="sig" name="alarm"/>'
HEARS = chain(
    '<bpmn:intermediateCatchEvent id="wait"><bpmn:signalEventDefinition signalRef="sig"/></bpmn:intermediateCatchEvent>',
    user_task("check"),
    id="hears",
    roots=[SIGNAL],
)


def at(engine: Engine, case: str) -> list[str]:
    return [task.element for task in engine.open_tasks(case)]


def break_cases(engine: Engine, *cases: str) -> None:
    """Let every command on the cases fail: their heads say that others have moved them, which nobody has."""
    with engine.database.begin() as connection:
        for case in cases:
            connection.execute(text("UPDATE instance SET seq = seq + 100 WHERE id = :id"), {"id": case})


def put_off(engine: Engine) -> list[tuple[str, int, int]]:
    """The kind, the attempts and the next moment of everything that failed last."""
    with engine.database.connect() as connection:
        return [
            (name, row.attempts, row.next_at)
            for name, kind in sorted(engine.due_work.kinds.items())
            for row in connection.execute(text(f"SELECT attempts, next_at FROM {kind.table.name} WHERE attempts > 0"))
        ]


def test_a_message_that_fails_holds_up_no_timer_and_no_signal(engine: Engine, clock: ManualClock) -> None:
    engine.deploy({"p.bpmn": WAITS, "t.bpmn": TIMED, "h.bpmn": HEARS}, CLERK)
    poisoned, timed = engine.start("p", {"number": "1"}, CLERK), engine.start("timed", {}, CLERK)
    hears = engine.start("hears", {}, CLERK)
    break_cases(engine, poisoned)
    engine.publish("reply", "1", time_to_live=5 * HOUR)
    engine.broadcast("alarm")
    clock.advance(HOUR)
    with capture_logs() as logs:
        assert engine.run_until_idle() == 2
    assert (at(engine, timed), at(engine, hears)) == (["check"], ["check"])
    assert [one["kind"] for one in logs if one["event"] == "failed and put off"] == ["message"]


def test_what_fails_waits_longer_and_longer_also_over_a_restart(make_engine: MakeEngine, clock: ManualClock) -> None:
    engine = make_engine(settings=RuntimeSettings(backoff_limit=20_000))
    engine.deploy({"t.bpmn": TIMED}, CLERK)
    poisoned = engine.start("timed", {}, CLERK)
    break_cases(engine, poisoned)
    clock.advance(HOUR)
    for attempts, delay in enumerate((1_000, 4_000, 16_000, 20_000, 20_000), start=1):
        for one in (engine, make_engine()):
            one.run_until_idle()
        assert put_off(engine) == [("timer", attempts, clock.now() + delay)]
        clock.advance(delay)
        if attempts == 5:
            with engine.database.begin() as connection:
                connection.execute(text("UPDATE instance SET seq = seq - 100"))
    assert engine.run_until_idle() == 1
    assert at(engine, poisoned) == ["check"]
    assert put_off(engine) == []


def test_many_that_fail_starve_none_behind_them(make_engine: MakeEngine, clock: ManualClock) -> None:
    engine = make_engine(settings=RuntimeSettings(attempts=1))
    engine.deploy({"p.bpmn": WAITS, "t.bpmn": TIMED}, CLERK)
    poisoned = [engine.start("p", {"number": str(number)}, CLERK) for number in range(120)]
    poisoned += [engine.start("timed", {}, CLERK) for _ in range(120)]
    break_cases(engine, *poisoned)
    for number in range(120):
        engine.publish("reply", str(number), message_id=f"a{number:03}", time_to_live=5 * HOUR)
    clock.advance(1)
    sound, timed = engine.start("p", {"number": "sound"}, CLERK), engine.start("timed", {}, CLERK)
    engine.publish("reply", "sound", message_id="z", time_to_live=5 * HOUR)
    clock.advance(HOUR)
    with capture_logs():
        assert engine.run_until_idle() == 2
    assert (at(engine, sound), at(engine, timed)) == (["check"], ["check"])
    assert len(put_off(engine)) == 240


def test_a_signal_reaches_others_beside_one_that_fails(engine: Engine) -> None:
    engine.deploy({"h.bpmn": HEARS}, CLERK)
    poisoned, sound = engine.start("hears", {}, CLERK), engine.start("hears", {}, CLERK)
    break_cases(engine, poisoned)
    engine.broadcast("alarm")
    engine.run_until_idle()
    assert at(engine, sound) == ["check"]
    assert [kind for kind, _, _ in put_off(engine)] == ["receiver"]


def test_a_message_goes_to_the_next_who_waits_when_the_first_is_broken(engine: Engine) -> None:
    engine.deploy({"p.bpmn": WAITS}, CLERK)
    first, second = sorted(engine.start("p", {"number": "1"}, CLERK) for _ in range(2))
    break_cases(engine, first)
    engine.publish("reply", "1")
    assert engine.run_until_idle() == 1
    assert at(engine, second) == ["check"]


@pytest.mark.parametrize("pending", [3, 130])
def test_a_message_that_is_waited_for_never_starts_a_case(engine: Engine, pending: int) -> None:
    begin = f'<bpmn:startEvent id="begin">{received("reply")}</bpmn:startEvent>'
    starts = file(
        process(begin, user_task("look"), END, flow("begin", "look"), flow("look", "end"), id="s"),
        roots=[message("reply", "reply")],
    )
    engine.deploy({"p.bpmn": WAITS, "s.bpmn": starts}, CLERK)
    cases = [engine.start("p", {"number": str(number)}, CLERK) for number in range(pending)]
    for number in reversed(range(pending)):
        engine.publish("reply", str(number), message_id=f"m{number:03}")
    engine.run_until_idle()
    assert engine.instances(process_id="s").rows == ()
    assert all(at(engine, case) == ["check"] for case in cases)
