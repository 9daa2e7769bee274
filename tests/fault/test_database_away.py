"""PostgreSQL is restarted and its connections are cut, mid-load: nobody restarts the house, nothing is lost."""

import random
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy.engine import make_url

from engine.runtime.distributed.schema import install as install_queue
from engine.store import migrate, open_database
from tests.fault.district.files import install
from tests.fault.district.world import World
from tests.fault.processes import Forker
from tests.postgres import cluster, data_directory, restart

pytestmark = pytest.mark.fault

FAULTS = {"embedded": ["cut"] * 8 + ["restart"] * 4, "distributed": ["cut"] * 4 + ["restart"] * 2}
"""In distributed mode each may cost as long as it takes to sweep what a worker's last session held."""


@pytest.fixture
def installed() -> Iterator[str]:
    """A cluster of its own, with the district."""
    with cluster(fsync=True) as url:
        migrate(url)
        database = open_database(url)
        install_queue(database)
        database.dispose()
        install(url)
        yield url


def cut(url: str) -> int:
    """End every connection but this one; returns how many there were."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        return connection.execute(f"{others} AND pid <> pg_backend_pid()").rowcount


@pytest.mark.parametrize("mode", ["embedded", "distributed"])
def test_the_house_goes_on_when_its_database_was_away(
    installed: str, forker: Forker, chance: random.Random, mode: str
) -> None:
    faults = chance.sample(FAULTS[mode], len(FAULTS[mode]))
    data = data_directory(installed)
    with World(installed, forker, {"TIAOKUAI_QUEUE": mode}) as world:
        server = world.serve()
        others = [world.work()] if mode == "distributed" else []
        for fault in faults:
            world.wait_for(chance.randint(1, 6), (others or [server])[0])
            if fault == "cut":
                assert cut(installed) > 0
            else:
                restart(data)
            # Enough that some are free of what the last session of a worker held, which is swept after 20 s.
            world.hotline.let_in(8)
            world.check()
        for running in (server, *others):
            world.wait_for(5, running)
            assert not running.ended(), list(running.problems)
        world.stop(server, *others)
        world.finish()
