"""kill -9 of real workers (and now and then of the web server) in distributed mode, under load.

Two workers run what is due; each is killed and replaced, while the other and the clients go on.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fault import points
from tests.fault.district.files import install
from tests.fault.district.house import Running
from tests.fault.district.world import World, random_death
from tests.fault.processes import KILLED, Forker
from tests.fault.waiting import spin, until
from tests.integration.conftest import database_of

pytestmark = pytest.mark.fault

RANDOM_KILLS = 40
SERVER_EVERY = 10
POINTS = [name for name in points.reached("distributed") if not name.startswith("publish.")]
"""Messages from outside are published by the web server."""


@pytest.fixture
def installed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with database_of("postgresql", request, tmp_path, with_queue=True) as url:
        install(url)
        yield url


def test_workers_killed_under_load(
    installed: str, forker: Forker, killed: Callable[[str], None], chance: random.Random
) -> None:
    deaths: list[dict[str, str | int]] = [{"point": name, "nth": 1} for name in POINTS]
    deaths += [random_death(chance, 60) if kill % 3 else {} for kill in range(RANDOM_KILLS)]
    chance.shuffle(deaths)
    with World(installed, forker, {"TIAOKUAI_QUEUE": "distributed"}) as world:
        server = world.serve()
        workers: dict[Running, dict[str, str | int]] = {}
        for kill, death in enumerate(deaths, start=1):
            if death:
                workers[world.work(death)] = death
                if len(workers) < 2:
                    continue
                until(lambda: any(one.ended() for one in workers), f"a worker dies as told: {workers.values()}")
            else:
                one = world.work()
                workers[one] = death
                world.wait_for(chance.randint(1, 10), one)
                spin(chance.randint(0, 200_000))
                one.process.kill()
            buried(workers, killed)
            if kill % SERVER_EVERY == 0:
                server.process.kill()
                assert server.end() == KILLED
                killed("at random, server of distributed mode")
                server = world.serve()
            world.hotline.let_in(4)
            world.check()
        last = world.work()
        until(lambda: all(one.ended() for one in workers), "the last of the dying die")
        buried(workers, killed)
        world.wait_for(20, last)
        world.stop(server, last)
        world.finish()


def buried(workers: dict[Running, dict[str, str | int]], killed: Callable[[str], None]) -> None:
    """Take out those that have died."""
    for one in [one for one in workers if one.ended() or not workers[one]]:
        death = workers.pop(one)
        assert one.end() == KILLED, list(one.problems)
        killed(f"at {death['point']}, worker" if "point" in death else "at random, worker")
