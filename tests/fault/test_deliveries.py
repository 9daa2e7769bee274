"""Duplicate and reordered deliveries: commands and messages come twice, together, late, and in any order."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event

from engine.errors import ConcurrentUpdate, EngineError
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.settings import RuntimeSettings
from tests.fault.case import DAY, HOUR, KINDS, WANG, Register, drive, open_engine
from tests.fault.case import prepare as prepare_case
from tests.fault.checking import assert_all_done, assert_verified, journalled
from tests.fault.waiting import until
from tests.integration.conftest import database_of

pytestmark = pytest.mark.fault

CASES = 6
TIMES = 4
"""How often everything is delivered."""


@pytest.fixture(params=["sqlite", "postgresql", "distributed"])
def engines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Engine]]:
    """Two engines on one database, with one clock."""
    distributed = request.param == "distributed"
    kind = "postgresql" if distributed else request.param
    clock = ManualClock()
    with database_of(kind, request, tmp_path, with_queue=distributed) as url, ExitStack() as stack:
        prepare_case(url)
        settings = RuntimeSettings(snapshot_every=2)
        yield [
            stack.enter_context(
                Engine(url, {"register": Register()}, clock=clock, settings=settings, distributed=distributed)
            )
            for _ in range(2)
        ]


def clock_of(engine: Engine) -> ManualClock:
    assert isinstance(engine.clock, ManualClock)
    return engine.clock


def deliver(engines: list[Engine], chance: random.Random, calls: list[Callable[[Engine], object]]) -> None:
    """Make every call `TIMES` times, in a random order, by four threads and both engines."""
    deliveries = [(call, engines[number % 2]) for call in calls for number in range(TIMES)]
    chance.shuffle(deliveries)

    def make(one: tuple[Callable[[Engine], object], Engine]) -> None:
        call, engine = one
        until(lambda: made(call, engine), "the command is answered")

    def made(call: Callable[[Engine], object], engine: Engine) -> bool:
        try:
            call(engine)
        except ConcurrentUpdate:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(make, deliveries))


def completing(case: str, token: int, element: str, number: int) -> Callable[[Engine], object]:
    return lambda engine: engine.complete(case, token, {element: number}, WANG, command_id=f"{element}-{number}")


def tasks(engine: Engine, element: str) -> list[Callable[[Engine], object]]:
    """The completion of every open task of this element."""
    found = []
    for row in engine.instances(limit=100).rows:
        number = int(engine.variables(row.id)["number"])
        for task in engine.open_tasks(row.id):
            assert task.element == element
            found.append(completing(row.id, task.token, element, number))
    assert len(found) == CASES
    return found


def test_everything_delivered_four_times_in_any_order_happens_once(
    engines: list[Engine], chance: random.Random
) -> None:
    one, other = engines
    starts: list[Callable[[Engine], object]] = [
        lambda engine, number=number: engine.start("p", {"number": str(number)}, WANG, command_id=f"start-{number}")
        for number in range(CASES)
    ]
    replies: list[Callable[[Engine], object]] = [
        lambda engine, number=number: engine.publish(
            "reply", str(number), {"answer": number}, message_id=f"reply-{number}", time_to_live=30 * DAY
        )
        for number in range(CASES)
    ]
    # Half of the messages come before there is a case that waits for them, and all of them again whenever they can.
    deliver(engines, chance, replies[::2])
    deliver(engines, chance, starts + replies[::2])
    both(engines)
    checks = tasks(one, "check")
    deliver(engines, chance, starts + checks + replies)
    clock_of(one).advance(2 * HOUR)
    both(engines)
    closes = tasks(other, "close")
    deliver(engines, chance, starts + checks + closes + replies)
    both(engines)
    assert_all_done(one, range(CASES))
    before = sorted(journalled(one))
    deliver(engines, chance, starts + checks + closes + replies)
    both(engines)
    assert sorted(journalled(other)) == before
    assert_all_done(other, range(CASES))


def both(engines: list[Engine]) -> None:
    """Let both do what is due, at once."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda engine: engine.run_until_idle(), engines))
    for engine in engines:
        engine.run_until_idle()


def test_the_commands_of_a_case_in_every_wrong_order_are_refused_and_change_nothing(
    engines: list[Engine], chance: random.Random
) -> None:
    """Whatever comes before its time, or names what is not there, is refused; the case goes on in its own order."""
    one, other = engines
    case = one.start("p", {"number": "0"}, WANG, command_id="start-0")
    for _ in range(len(KINDS)):
        open_now = {task.token for task in other.open_tasks(case)}
        wrong = [token for token in range(12) if token not in open_now]
        chance.shuffle(wrong)
        for token in wrong:
            for command in (one.complete, other.complete):
                with pytest.raises(EngineError):
                    command(case, token, {"check": -1}, WANG, command_id=f"wrong-{token}")
        assert_verified(one)
        one.run_until_idle()
        clock_of(one).advance(HOUR)
    drive(other, clock_of(one), 0, lambda _: None)
    assert_all_done(one, [0])


def test_two_schedulers_at_once_fire_everything_once(engines: list[Engine]) -> None:
    """Both look for what is due all the time, by threads of their own."""
    clock = clock_of(engines[0])
    numbers = range(30)
    for engine in engines:
        engine.start_workers()
    for number in numbers:
        engines[number % 2].start("p", {"number": str(number)}, WANG, command_id=f"start-{number}")
    until(lambda: engines[0].counts().open_tasks == len(numbers), "every handler")
    for row in engines[0].instances(limit=100).rows:
        (task,) = engines[1].open_tasks(row.id)
        number = int(engines[1].variables(row.id)["number"])
        completing(row.id, task.token, "check", number)(engines[number % 2])
    assert engines[0].counts().waiting_timers == len(numbers)
    clock.advance(2 * HOUR)
    until(lambda: engines[0].counts().waiting_timers == 0, "every timer")
    for number in numbers:
        engines[number % 2].publish("reply", str(number), {}, message_id=f"reply-{number}", time_to_live=DAY)
    until(lambda: engines[0].counts().open_tasks == len(numbers), "every message")
    for engine in engines:
        engine.stop()
    for number in numbers:
        drive(engines[0], clock, number, lambda _: None)
    assert_all_done(engines[0], numbers)


def test_a_message_published_again_while_it_is_delivered_does_not_stay(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """The second copy is written between the delivery of the first and the look whether there was one."""
    with database_of("postgresql", request, tmp_path) as url:
        prepare_case(url)
        clock = ManualClock()
        with open_engine(url, clock) as one, open_engine(url, clock) as other:
            one.start("p", {"number": "0"}, WANG, command_id="start-0")
            one.run_until_idle()
            completing(*place(one), "check", 0)(one)
            clock.advance(2 * HOUR)
            one.run_until_idle()
            publish = partial(one.publish, "reply", "0", {"answer": 0}, message_id="reply-0", time_to_live=30 * DAY)
            late: list[int] = []

            def deliver_first(*execution: object) -> None:
                if "INSERT INTO message" in str(execution[2]) and not late:
                    late.append(1)
                    other.publish("reply", "0", {"answer": 0}, message_id="reply-0", time_to_live=30 * DAY)
                    other.run_until_idle()

            event.listen(one.database, "before_cursor_execute", deliver_first)
            publish()
            assert late
            one.run_until_idle()
            completing(*place(one), "close", 0)(one)
            assert_all_done(one, [0])


def place(engine: Engine) -> tuple[str, int]:
    """The only case and its only open task."""
    (row,) = engine.instances().rows
    (task,) = engine.open_tasks(row.id)
    return row.id, task.token
