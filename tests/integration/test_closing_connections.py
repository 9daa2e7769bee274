"""No connection outlives the engine that opened it, whatever still runs when the engine stops."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, text

from engine.runtime.handlers import JobContext
from engine.runtime.settings import RuntimeSettings
from engine.store import open_database
from engine.store.database import reading
from engine.store.pool import Pool, close
from tests.integration.conftest import MakeEngine
from tests.integration.handling import Recorded
from tests.integration.people import CLERK
from tests.process_files import chain, service_task

PATIENCE = 60


class Watch:
    """The connections of every pool that are open."""

    def __init__(self) -> None:
        self.open: set[Any] = set()
        self.opened = 0

    def connected(self, connection: Any, _: object) -> None:
        self.opened += 1
        self.open.add(connection)

    def closed(self, connection: Any, _: object) -> None:
        self.open.discard(connection)


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    event.listen(Pool, "connect", watch.connected)
    event.listen(Pool, "close", watch.closed)
    yield watch
    event.remove(Pool, "connect", watch.connected)
    event.remove(Pool, "close", watch.closed)


@pytest.fixture
def database(database_url: str, watch: Watch) -> Iterator[Engine]:
    opened = open_database(database_url)
    yield opened
    close(opened)


def ask(database: Engine) -> None:
    with reading(database) as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_an_open_database_keeps_its_connections(database: Engine, watch: Watch) -> None:
    for _ in range(3):
        ask(database)
    assert (watch.opened, len(watch.open)) == (1, 1)


def test_a_connection_in_use_is_closed_when_it_comes_back(database: Engine, watch: Watch) -> None:
    with reading(database) as connection:
        database.dispose()
        assert connection.scalar(text("SELECT 1")) == 1
        ask(database)
        assert len(watch.open) == 2
    assert len(watch.open) == 1
    database.dispose()
    assert not watch.open


def test_who_asks_a_closed_database_leaves_nothing_open(database: Engine, watch: Watch) -> None:
    with reading(database) as early:
        close(database)
        ask(database)
        assert early.scalar(text("SELECT 1")) == 1
    assert not watch.open
    # As after a lost connection: another pool takes the place of the one that was closed.
    database.dispose()
    ask(database)
    assert (watch.opened, watch.open) == (3, set())


def test_who_waits_for_a_place_gets_one_after_the_database_was_closed(database_url: str, watch: Watch) -> None:
    database = create_engine(database_url, poolclass=Pool, pool_size=1, max_overflow=0, pool_timeout=2 * PATIENCE)
    served = threading.Semaphore(0)

    def wait() -> None:
        ask(database)
        served.release()

    threads = [threading.Thread(target=wait) for _ in range(5)]
    with database.connect():
        for thread in threads:
            thread.start()
        close(database)
    for _ in threads:
        assert served.acquire(timeout=PATIENCE)
    for thread in threads:
        thread.join(PATIENCE)
    assert not watch.open


def test_what_runs_on_after_a_stop_leaves_nothing_open(make_engine: MakeEngine, watch: Watch) -> None:
    running, let_go = threading.Event(), threading.Event()

    def work(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        with reading(context.database) as connection:
            assert connection.scalar(text("SELECT 1")) == 1
            running.set()
            assert let_go.wait(PATIENCE)
        return {}

    engine = make_engine(Recorded("register", work), settings=RuntimeSettings(job_threads=1))
    engine.deploy({"p.bpmn": chain(service_task("register", "register"))}, CLERK)
    case = engine.start("p", {}, CLERK)
    before = set(threading.enumerate())
    engine.start_workers()
    assert running.wait(PATIENCE)
    late = set(threading.enumerate()) - before
    engine.stop(0)
    assert watch.open
    let_go.set()
    for thread in late:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert engine.case(case).instance.id == case
    assert not watch.open
