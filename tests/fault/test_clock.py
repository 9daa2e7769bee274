"""The clock is set back, or two machines' clocks differ: nothing is lost, nothing is done twice, nothing stands still."""

from pathlib import Path

import pytest

from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.settings import RuntimeSettings
from tests.fault.case import DAY, HOUR, KINDS, WANG, Register, drive, open_engine
from tests.fault.checking import assert_all_done, assert_verified, effects, journalled
from tests.integration.conftest import database_of

pytestmark = pytest.mark.fault

SETBACK = 5 * HOUR


class SetClock(ManualClock):
    """A clock that somebody sets."""

    def set_back(self, milliseconds: int) -> None:
        self._now -= milliseconds


def token(engine: Engine, case: str, element: str) -> int:
    return next(task.token for task in engine.case(case).tasks if task.element == element)


@pytest.mark.parametrize("commands", range(1, len(KINDS)))
def test_a_clock_set_back_between_any_two_commands(prepared: str, commands: int) -> None:
    """What was due stays due by its moment; when the clock has come there again, everything has ended, once."""
    clock = SetClock()
    answered: list[str] = []

    def acknowledge(command_id: str) -> None:
        answered.append(command_id)
        if len(answered) == commands:
            clock.set_back(SETBACK)

    with open_engine(prepared, clock) as engine:
        for number in range(3):
            until_driven(engine, clock, number, acknowledge)
        assert_all_done(engine, range(3))
        assert len(set(journalled(engine))) == 3 * len(KINDS)


def until_driven(engine: Engine, clock: ManualClock, number: int, acknowledge: object) -> None:
    """Drive the case; where its timer is not due yet, let the hours pass that the clock was set back by."""
    for _ in range(SETBACK // HOUR + 1):
        try:
            drive(engine, clock, number, acknowledge)  # type: ignore[arg-type]
        except StopIteration:
            clock.advance(HOUR)
        else:
            return
    raise AssertionError(f"case {number} stands still")


def test_new_cases_go_on_at_once_after_the_clock_was_set_back(prepared: str) -> None:
    """What began before does not hold up what begins afterwards, whose job and messages are due by the new time."""
    clock = SetClock()
    with open_engine(prepared, clock) as engine:
        engine.start("p", {"number": "0"}, WANG, command_id="start-0")
        clock.set_back(SETBACK)
        drive(engine, clock, 1, lambda _: None)
        assert effects(engine) == [1] or effects(engine) == [0, 1]
        clock.advance(DAY)
        drive(engine, clock, 0, lambda _: None)
        assert_all_done(engine, range(2))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_server_whose_clock_is_behind_completes_what_another_began(prepared: str) -> None:
    """Embedded: each takes by its own clock, and the journal's order is that of its rows, not of its times."""
    ahead, behind = ManualClock(), ManualClock(ManualClock().now() - 2_000)
    with open_engine(prepared, ahead) as first, open_engine(prepared, behind) as second:
        case = first.start("p", {"number": "0"}, WANG, command_id="start-0")
        second.run_until_idle()
        behind.advance(2_000)
        second.run_until_idle()
        second.complete(case, token(second, case, "check"), {"check": 0}, WANG, command_id="check-0")
        assert_verified(first)
        drive(first, ahead, 0, lambda _: None)
        assert_all_done(second, [0])


def test_a_worker_whose_clock_is_behind_does_what_the_queue_hands_it(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """The entry of a fresh job reaches a machine on which it is not yet as late as where the job was opened."""
    from tests.fault.case import prepare

    with database_of("postgresql", request, tmp_path, with_queue=True) as url:
        prepare(url)
        ahead, behind = ManualClock(), ManualClock(ManualClock().now() - 2_000)
        settings = RuntimeSettings(snapshot_every=2)

        def opened(clock: ManualClock) -> Engine:
            return Engine(url, {"register": Register()}, clock=clock, settings=settings, distributed=True)

        with opened(ahead) as web, opened(behind) as worker:
            case = web.start("p", {"number": "0"}, WANG, command_id="start-0")
            worker.run_until_idle()
            assert effects(worker) == [0]
            web.complete(case, token(web, case, "check"), {"check": 0}, WANG, command_id="check-0")
            ahead.advance(2 * HOUR)
            behind.advance(2 * HOUR)
            worker.run_until_idle()
            web.publish("reply", "0", {"answer": 0}, message_id="reply-0", time_to_live=DAY)
            # What is not told by the queue is found by the finder's own clock: as late as the clocks differ.
            behind.advance(2_000)
            worker.run_until_idle()
            web.complete(case, token(web, case, "close"), {"close": 0}, WANG, command_id="close-0")
            assert_all_done(web, [0])
