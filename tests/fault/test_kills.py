"""kill -9 of a process at every named point of a command, each time it is reached, on both databases and with the queue.

Nothing acknowledged is lost, nothing is applied twice, and whoever comes next takes the case to its end.
"""

import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.runtime.clock import ManualClock
from tests.fault import points
from tests.fault.case import DAY, drive, open_engine, prepare
from tests.fault.checking import assert_all_done, assert_kept, assert_verified, journalled
from tests.fault.processes import KILLED, Forker
from tests.fault.waiting import spin
from tests.integration.conftest import database_of

pytestmark = pytest.mark.fault

NOW = 1_767_225_600_000
RANDOM_KILLS = 25
HOUSES = {"sqlite": "embedded", "postgresql": "embedded", "distributed": "distributed"}
"""Kinds of database, and how due work is done there; the queue is PostgreSQL's."""


@pytest.fixture
def prepared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    house = request.param
    kind = "sqlite" if house == "sqlite" else "postgresql"
    with database_of(kind, request, tmp_path, with_queue=house == "distributed") as url:
        prepare(url)
        yield url


@pytest.mark.parametrize(
    ("prepared", "mode", "point"),
    [(house, mode, point) for house, mode in HOUSES.items() for point in points.reached(mode)],
    indirect=["prepared"],
)
def test_a_killed_process_loses_nothing_and_repeats_nothing(
    prepared: str, forker: Forker, killed: Callable[[str], None], mode: str, point: str
) -> None:
    """Whoever comes next here does due work in threads of its own: an entry of the queue is a hint, the row the truth."""
    clock = ManualClock(NOW)
    with open_engine(prepared, clock) as engine:
        for nth in itertools.count(1):
            number = nth - 1
            death = {"point": point, "nth": nth}
            with forker.start("tests.fault.driver", prepared, mode, clock.now(), number, 1, death=death) as dying:
                acknowledged = dying.output.read().split()
                problems = dying.errors.read()
            if dying.status() == 0:
                break
            assert dying.status() == KILLED, problems
            killed(f"at {point}, {mode}")
            clock.advance(DAY)
            engine.forget()
            assert_kept(engine, acknowledged)
            assert_verified(engine)
            drive(engine, clock, number, lambda _: None)
            assert_all_done(engine, range(nth))
        assert nth > 1, f"no command of the case reaches {point}"
        assert_all_done(engine, range(nth))


@pytest.mark.parametrize(("prepared", "mode"), list(HOUSES.items()), indirect=["prepared"])
def test_a_process_killed_again_and_again_anywhere(
    prepared: str, forker: Forker, killed: Callable[[str], None], chance: random.Random, mode: str
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
            with forker.start("tests.fault.driver", prepared, mode, clock.now(), begun, death=death) as running:
                if not by_itself:
                    acknowledged += [running.output.readline().strip() for _ in range(chance.randint(1, 12))]
                    spin(chance.randint(0, 200_000))
                    running.kill()
                acknowledged += [line.strip() for line in running.output if line.endswith("\n")]
                problems = running.errors.read()
            assert running.status() == KILLED, problems
            killed(f"at random, {mode}")
            clock.advance(DAY)
            engine.forget()
            assert_kept(engine, acknowledged)
            assert_verified(engine)
            started = [int(id.removeprefix("start-")) for id in journalled(engine) if id.startswith("start-")]
            # A case whose entry the dead one held waits there until the dead are swept, so the next begins another.
            begun = max(started, default=0) + (mode == "distributed")
        numbers = range(max(started, default=0) + 1)
        for number in numbers:
            drive(engine, clock, number, lambda _: None)
        assert_all_done(engine, numbers)
