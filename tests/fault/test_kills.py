"""kill -9 of a process at every named point of a command, each time it is reached, on both databases.

Nothing acknowledged is lost, nothing is applied twice, and whoever comes next takes the case to its end.
"""

import itertools
import random
from collections.abc import Callable

import pytest

from engine.runtime.clock import ManualClock
from tests.fault import points
from tests.fault.case import DAY, drive, open_engine
from tests.fault.checking import assert_all_done, assert_kept, assert_verified, journalled
from tests.fault.processes import KILLED, Forker
from tests.fault.waiting import spin

pytestmark = pytest.mark.fault

NOW = 1_767_225_600_000
RANDOM_KILLS = 12


@pytest.mark.parametrize("point", points.named())
def test_a_killed_process_loses_nothing_and_repeats_nothing(
    prepared: str, forker: Forker, killed: Callable[[str], None], point: str
) -> None:
    clock = ManualClock(NOW)
    with open_engine(prepared, clock) as engine:
        for nth in itertools.count(1):
            number = nth - 1
            death = {"point": point, "nth": nth}
            with forker.start("tests.fault.driver", prepared, clock.now(), number, 1, death=death) as dying:
                acknowledged = dying.output.read().split()
                problems = dying.errors.read()
            if dying.status() == 0:
                break
            assert dying.status() == KILLED, problems
            killed(f"at {point}")
            clock.advance(DAY)
            engine.forget()
            assert_kept(engine, acknowledged)
            assert_verified(engine)
            drive(engine, clock, number, lambda _: None)
            assert_all_done(engine, range(nth))
        assert nth > 1, f"no command of the case reaches {point}"
        assert_all_done(engine, range(nth))


def test_a_process_killed_again_and_again_anywhere(
    prepared: str, forker: Forker, killed: Callable[[str], None], chance: random.Random
) -> None:
    """Each leaves what it was at to the next: killed by itself after a random number of points, or by somebody else
    after a random number of answers and a random while."""
    acknowledged: list[str] = []
    begun = 0
    clock = ManualClock(NOW)
    with open_engine(prepared, clock) as engine:
        for kill in range(RANDOM_KILLS):
            by_itself = kill % 2 == 0
            death = {"after": chance.randint(1, 90)} if by_itself else {}
            with forker.start("tests.fault.driver", prepared, clock.now(), begun, death=death) as running:
                if not by_itself:
                    acknowledged += [running.output.readline().strip() for _ in range(chance.randint(1, 12))]
                    spin(chance.randint(0, 200_000))
                    running.kill()
                acknowledged += [line.strip() for line in running.output if line.endswith("\n")]
                problems = running.errors.read()
            assert running.status() == KILLED, problems
            killed("at random, engine")
            clock.advance(DAY)
            engine.forget()
            assert_kept(engine, acknowledged)
            assert_verified(engine)
            started = [int(id.removeprefix("start-")) for id in journalled(engine) if id.startswith("start-")]
            begun = max(started, default=0)
        numbers = range(begun + 1)
        for number in numbers:
            drive(engine, clock, number, lambda _: None)
        assert_all_done(engine, numbers)
