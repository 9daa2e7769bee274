"""PostgreSQL goes away, or cuts connections: the workers go on by themselves when it is back."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from engine.history import verify
from engine.runtime.distributed.schema import install
from engine.runtime.engine import Engine
from engine.runtime.handlers import JobContext
from engine.runtime.settings import RuntimeSettings
from engine.store import migrate, open_database
from tests.integration.handling import Recorded
from tests.integration.people import CLERK
from tests.postgres import away, cluster
from tests.process_files import chain, service_task, user_task

PATIENCE = 60


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A cluster that may be stopped."""
    with cluster(fsync=True) as found:
        migrate(found)
        database = open_database(found)
        install(database)
        database.dispose()
        yield found


@pytest.fixture
def web(url: str) -> Iterator[Engine]:
    with Engine(url, distributed=True) as engine:
        engine.deploy(
            {"p.bpmn": chain(service_task("register", "register"), service_task("note", "note"), user_task("check"))},
            CLERK,
        )
        yield engine


class Note:
    """The second handler of a case: it says that the case came so far."""

    name = "note"
    retries = 3

    def __init__(self) -> None:
        self._ran = threading.Semaphore(0)

    def run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        self._ran.release()
        return {}

    def assert_ran(self) -> None:
        assert self._ran.acquire(timeout=PATIENCE)


def cut(url: str) -> None:
    """End every connection but this one."""
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        others = "pid <> pg_backend_pid() AND backend_type = 'client backend'"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
    server.dispose()


def test_a_worker_whose_connections_were_cut_is_told_of_jobs_again(url: str, web: Engine) -> None:
    note = Note()
    handlers = {"register": Recorded("register", lambda inputs, context: {}), "note": note}
    # It hardly ever looks by itself, so only being told explains that it works.
    settings = RuntimeSettings(poll=10 * PATIENCE * 1000)
    with Engine(url, handlers, settings=settings, distributed=True) as worker:
        worker.start_workers()
        for _ in range(3):
            for _ in range(2):
                web.start("p", {}, CLERK)
                note.assert_ran()
            cut(url)
    assert not [found for found in verify(web.database) if found.difference]


def test_a_worker_goes_on_when_the_server_is_back(url: str, web: Engine) -> None:
    running, tried, let_go = threading.Event(), threading.Event(), threading.Event()

    def wait(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        running.set()
        let_go.wait(PATIENCE)
        tried.set()
        return {}

    note = Note()
    handlers = {"register": Recorded("register", wait), "note": note}
    with Engine(url, handlers, settings=RuntimeSettings(lease=3_000), distributed=True) as worker:
        worker.start_workers()
        cases = [web.start("p", {}, CLERK)]
        assert running.wait(PATIENCE)
        with away(url):
            # Its outcome finds no server: somebody runs it again, under the same key.
            let_go.set()
            assert tried.wait(PATIENCE)
        cases += [web.start("p", {}, CLERK) for _ in range(3)]
        for _ in cases:
            note.assert_ran()
    with Engine(url, handlers, distributed=True) as other:
        other.run_until_idle()
        assert [[task.element for task in other.open_tasks(case)] for case in cases] == [["check"]] * 4
        kinds = [[step.kind for step in other.case(case).steps] for case in cases]
        assert kinds == [["StartInstance", "CompleteJob", "CompleteJob"]] * 4
        assert not [found for found in verify(other.database) if found.difference]


def test_a_worker_stops_also_while_the_server_is_away(url: str, web: Engine) -> None:
    running, let_go = threading.Event(), threading.Event()

    def wait(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        running.set()
        let_go.wait(PATIENCE)
        return {}

    handlers = {"register": Recorded("register", wait), "note": Note()}
    worker = Engine(url, handlers, distributed=True)
    worker.start_workers()
    case = web.start("p", {}, CLERK)
    assert running.wait(PATIENCE)
    with away(url):
        stopping = threading.Thread(target=worker.stop, args=(0.5,), daemon=True)
        stopping.start()
        stopping.join(PATIENCE)
        assert not stopping.is_alive()
    let_go.set()
    assert web.case(case).instance.status == "active"
