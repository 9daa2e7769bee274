"""kill -9 of a real server, driven over HTTP by clerks at pages and by an outside system, under load.

`tiaokuai serve` on both databases; each server is killed and the next takes over, with the same clients.
"""

import random
from collections.abc import Callable

import pytest

from tests.fault import points
from tests.fault.district.files import install
from tests.fault.district.world import World, random_death
from tests.fault.processes import KILLED, Forker
from tests.fault.waiting import spin

pytestmark = pytest.mark.fault

RANDOM_KILLS = 16
POINTS = points.reached("embedded")


@pytest.fixture
def installed(database_url: str) -> str:
    install(database_url)
    return database_url


def test_servers_killed_under_load(
    installed: str, forker: Forker, killed: Callable[[str], None], chance: random.Random
) -> None:
    with World(installed, forker) as world:
        deaths: list[dict[str, str | int]] = [{"point": name, "nth": chance.randint(1, 2)} for name in POINTS]
        deaths += [random_death(chance, 120) if kill % 2 else {} for kill in range(RANDOM_KILLS)]
        for death in deaths:
            server = world.serve(death)
            if not death:
                world.wait_for(chance.randint(1, 20), server)
                spin(chance.randint(0, 200_000))
                server.process.kill()
            assert server.end() == KILLED, list(server.problems)
            killed(f"at {death['point']}, server" if "point" in death else "at random, server")
            world.check()
        last = world.serve()
        world.wait_for(20, last)
        world.stop(last)
        world.finish()
