"""The engine through pgbouncer's transaction pooling: clients share few server connections and notice nothing."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from engine.history import verify
from engine.runtime.clock import ManualClock
from engine.runtime.distributed.schema import install
from engine.runtime.engine import Engine
from engine.runtime.handlers import JobContext
from engine.store import open_database
from tests.fault.case import KINDS, WANG, drive, open_engine, prepare
from tests.integration.conftest import _administer, _create, _database
from tests.integration.handling import Recorded
from tests.pgbouncer import SERVER_CONNECTIONS, pooled, prepares
from tests.process_files import chain, service_task, user_task

CLIENTS = 8
STEPS = ("one", "two", "three", "four")
NO_PREPARED_STATEMENTS = "?prepare_threshold=none"
OLD = "pgbouncer before 1.21 keeps no prepared statements apart; the other half of this test is for it"


@pytest.fixture
def direct(postgresql: str) -> Iterator[str]:
    """A migrated database of its own."""
    name = f"t{uuid4().hex}"
    _create(postgresql, name, "template_with_queue")
    yield _database(postgresql, name)
    _administer(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(
    params=[
        pytest.param("", id="prepared", marks=pytest.mark.skipif(not prepares(), reason=OLD)),
        pytest.param(NO_PREPARED_STATEMENTS, id="unprepared"),
    ]
)
def address(request: pytest.FixtureRequest, direct: str) -> Iterator[str]:
    """The same database through the pooler."""
    with pooled(direct) as through:
        yield through + str(request.param)


def test_a_case_with_everything_in_it_runs_through_the_pooler(direct: str, address: str, clock: ManualClock) -> None:
    prepare(direct)
    with open_engine(address, clock) as engine:
        for number in range(3):
            drive(engine, clock, number, lambda _: None)
        cases = engine.instances().rows
        assert [[step.kind for step in engine.case(row.id).steps] for row in cases] == [KINDS] * 3
        assert [one.difference for one in verify(engine.database)] == [None] * 3


def test_a_server_behind_the_pooler_hands_its_jobs_to_a_worker_that_is_not(
    direct: str, address: str, clock: ManualClock
) -> None:
    register = Recorded("register", lambda inputs, context: {"registered": True})
    handlers = {register.name: register}
    with (
        Engine(address, handlers, clock=clock, distributed=True) as server,
        Engine(direct, handlers, clock=clock, distributed=True) as worker,
    ):
        server.deploy({"p.bpmn": chain(service_task("register", "register"), user_task("check"))}, WANG)
        cases = [server.start("p", {}, WANG) for _ in range(3)]
        worker.run_until_idle()
        for case in cases:
            (task,) = server.open_tasks(case)
            server.complete(case, task.token, {}, WANG)
        assert len(register.calls) == len(cases)
        assert [one.difference for one in verify(server.database)] == [None] * len(cases)


def test_many_clients_share_few_server_connections(direct: str, address: str, clock: ManualClock) -> None:
    with Engine(direct, clock=clock) as deploying:
        deploying.deploy({"p.bpmn": chain(*map(user_task, STEPS))}, WANG)
    engines = [Engine(address, clock=clock) for _ in range(CLIENTS)]

    def client(engine: Engine) -> str:
        id = engine.start("p", {}, WANG)
        for _ in STEPS:
            (task,) = engine.open_tasks(id)
            engine.complete(id, task.token, {}, WANG)
        return id

    with ThreadPoolExecutor(CLIENTS) as pool:
        for _ in range(3):
            list(pool.map(client, engines))
    assert [row.status for row in engines[0].instances().rows] == ["completed"] * 3 * CLIENTS
    assert not [one for one in verify(engines[0].database) if one.difference]
    assert sum(engine.database.pool.checkedin() for engine in engines) > SERVER_CONNECTIONS  # type: ignore[attr-defined]
    watching = sa.create_engine(direct)
    with watching.connect() as connection:
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        assert 0 < connection.scalar(sa.text(others)) <= SERVER_CONNECTIONS
    watching.dispose()
    if address.endswith(NO_PREPARED_STATEMENTS):
        assert settings_left(address) == {"on"}
    for engine in engines:
        engine.stop()


def settings_left(address: str) -> set[str]:
    """What clients find on the server connections: nothing that a commit has set on one of them."""
    database = open_database(address)
    with ExitStack() as together:
        held = [together.enter_context(database.connect()) for _ in range(SERVER_CONNECTIONS)]
        found = {str(connection.scalar(sa.text("SHOW enable_seqscan"))) for connection in held}
    database.dispose()
    return found


def test_a_worker_behind_the_pooler_looks_by_itself(direct: str, address: str) -> None:
    ran = threading.Semaphore(0)

    def run(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        ran.release()
        return {}

    database = open_database(direct)
    install(database)
    database.dispose()
    diagram = chain(*(service_task(id, "register") for id in ("one", "two")), user_task("check"))
    worker = Engine(address, {"register": Recorded("register", run)}, distributed=True)
    with worker, Engine(address, distributed=True) as web:
        web.deploy({"p.bpmn": diagram}, WANG)
        worker.start_workers()
        for _ in range(3):
            web.start("p", {}, WANG)
            assert all(ran.acquire(timeout=30) for _ in range(2))
