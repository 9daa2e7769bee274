"""What is particular to the distributed queue: its entries, its locks, dead workers' entries, and its tables."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import text

from engine.history import verify
from engine.runtime.clock import ManualClock
from engine.runtime.distributed import schema
from engine.runtime.engine import Engine
from engine.runtime.handlers import Handler, JobContext
from engine.runtime.settings import RuntimeSettings
from engine.store import open_database
from engine.store.queue import HANDLERS, QUEUE, may_promote
from tests.integration.conftest import database_of
from tests.integration.handling import Recorded
from tests.integration.people import CLERK
from tests.process_files import catching, chain, flow, service_task, timer, user_task

HOUR = 3_600_000
PATIENCE = 60


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with database_of("postgresql", request, tmp_path, with_queue=True) as found:
        yield found


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = open_database(url)
    yield opened
    opened.dispose()


def open_engine(database: Database, clock: ManualClock, *handlers: Handler, **settings: Any) -> Engine:
    named = {handler.name: handler for handler in handlers}
    return Engine(database, named, clock=clock, settings=RuntimeSettings(**settings), distributed=True)


def quick(name: str = "register") -> Recorded:
    return Recorded(name, lambda inputs, context: {})


def tasks(count: int) -> bytes:
    return chain(*(service_task(f"s{number}", "register") for number in range(count)), user_task("check"))


def entries_ever(database: Database) -> int:
    with database.connect() as connection:
        return connection.scalar(text("SELECT last_value FROM procrastinate_jobs_id_seq")) or 0


def statuses(database: Database) -> list[str]:
    with database.connect() as connection:
        return list(connection.scalars(text("SELECT status FROM procrastinate_jobs ORDER BY id")))


@pytest.mark.parametrize(("direct", "entries"), [(0, 6), (2, 2), (10, 1)])
def test_a_runner_keeps_so_many_jobs_of_its_own_steps(
    database: Database, clock: ManualClock, direct: int, entries: int
) -> None:
    handler = quick()
    with open_engine(database, clock, handler, direct=direct) as engine:
        engine.deploy({"p.bpmn": tasks(6)}, CLERK)
        engine.start("p", {}, CLERK)
        assert engine.run_until_idle() == 6
        assert (len(handler.calls), entries_ever(database), statuses(database)) == (6, entries, [])
        assert not [found for found in verify(database) if found.difference]


@pytest.mark.parametrize("distributed", [False, True])
def test_an_installation_changes_its_mode_while_work_is_open(
    database: Database, clock: ManualClock, distributed: bool
) -> None:
    """Either way, also where an operator emptied the queue: what is open goes on after the horizon at the latest."""
    handler = quick()
    with Engine(database, {"register": handler}, clock=clock, distributed=not distributed) as before:
        before.deploy({"p.bpmn": tasks(2)}, CLERK)
        case = before.start("p", {}, CLERK)
    with database.begin() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    clock.advance(RuntimeSettings().horizon)
    with Engine(database, {"register": handler}, clock=clock, distributed=distributed) as after:
        assert after.run_until_idle() == 2
        assert [task.element for task in after.open_tasks(case)] == ["check"]
        assert len(handler.calls) == 2
        assert not [found for found in verify(database) if found.difference]


def test_a_hanging_handler_does_not_hold_up_the_deadline_of_its_case(database: Database, clock: ManualClock) -> None:
    hangs, reminded, let_go = threading.Event(), threading.Event(), threading.Event()

    def hang(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        hangs.set()
        let_go.wait(PATIENCE)
        return {}

    def remind(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        reminded.set()
        return {}

    boundary = f'<bpmn:boundaryEvent id="late" attachedToRef="slow">{timer("PT1H")}</bpmn:boundaryEvent>'
    diagram = chain(
        # The runner that fires this timer, under the lock of the case, goes on with the job that it opens.
        catching("wait", timer("PT1H")),
        service_task("slow", "hang"),
        extra=[boundary, service_task("remind", "remind"), flow("late", "remind"), flow("remind", "end")],
    )
    with open_engine(database, clock, Recorded("hang", hang), Recorded("remind", remind)) as engine:
        engine.deploy({"p.bpmn": diagram}, CLERK)
        engine.start("p", {}, CLERK)
        engine.start_workers()
        clock.advance(HOUR)
        assert hangs.wait(PATIENCE)
        clock.advance(HOUR)
        assert reminded.wait(PATIENCE)
        let_go.set()


def die_with_an_entry(database: Database, silent: str) -> None:
    """Fetch an entry as a worker would that has said nothing for so long."""
    with database.begin() as connection:
        heartbeat = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - CAST(:silent AS interval))"
        worker = connection.scalar(text(f"{heartbeat} RETURNING id"), {"silent": silent})
        fetch = text("SELECT id FROM procrastinate_fetch_job_v2(CAST(:queues AS varchar[]), :worker)")
        assert connection.scalar(fetch, {"queues": [QUEUE, HANDLERS], "worker": worker}) is not None


def test_the_entry_of_a_dead_worker_goes_back_into_the_queue(database: Database, clock: ManualClock) -> None:
    handler = quick()
    with open_engine(database, clock, handler) as engine:
        engine.deploy({"p.bpmn": tasks(1)}, CLERK)
        engine.start("p", {}, CLERK)
        die_with_an_entry(database, "1 minute")
        assert engine.run_until_idle() == 1
        assert (len(handler.calls), statuses(database)) == (1, [])


def test_the_entry_of_a_worker_that_lives_is_left_to_it(database: Database, clock: ManualClock) -> None:
    handler = quick()
    with open_engine(database, clock, handler) as engine:
        engine.deploy({"p.bpmn": tasks(1)}, CLERK)
        engine.start("p", {}, CLERK)
        die_with_an_entry(database, "1 second")
        assert engine.run_until_idle() == 0
        assert (handler.calls, statuses(database)) == ([], ["doing"])


def test_what_was_promoted_again_meanwhile_is_done_once(database: Database, clock: ManualClock) -> None:
    with open_engine(database, clock) as engine:
        engine.deploy({"p.bpmn": chain(catching("wait", timer("PT1H")), user_task("check"))}, CLERK)
        case = engine.start("p", {}, CLERK)
        clock.advance(HOUR)
        promoter(engine).promote()
        die_with_an_entry(database, "1 minute")
        clock.advance(engine.settings.horizon)
        assert promoter(engine).promote() == 1
        assert statuses(database) == ["doing", "todo"]
        assert engine.run_until_idle() == 1
        assert ([task.element for task in engine.open_tasks(case)], statuses(database)) == (["check"], [])


def test_what_waits_in_the_queue_is_not_promoted_again(database: Database, clock: ManualClock) -> None:
    with open_engine(database, clock) as engine:
        engine.deploy({"p.bpmn": chain(catching("wait", timer("PT1H")), user_task("check"))}, CLERK)
        engine.start("p", {}, CLERK)
        clock.advance(HOUR)
        for _ in range(4):
            promoter(engine).promote()
            clock.advance(engine.settings.horizon)
        assert statuses(database) == ["todo"]
        assert engine.run_until_idle() == 1


def test_one_scheduler_promotes_at_a_time(database: Database, clock: ManualClock) -> None:
    with open_engine(database, clock) as engine:
        engine.deploy({"p.bpmn": chain(catching("wait", timer("PT1H")))}, CLERK)
        engine.start("p", {}, CLERK)
        clock.advance(HOUR)
        with database.begin() as other:
            assert may_promote(other)
            assert promoter(engine).promote() == 0
        assert promoter(engine).promote() == 1


def promoter(engine: Engine) -> Any:
    """The engine's scheduler, to be called step by step."""
    return engine._workers._scheduler  # type: ignore[attr-defined]


def test_a_step_that_leaves_something_due_tells_the_schedulers(database: Database, clock: ManualClock) -> None:
    """With a long time between looks, only being told explains that the message arrives."""
    arrived = threading.Event()

    def arrive(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        arrived.set()
        return {}

    receiving = chain(
        catching("reply", '<bpmn:messageEventDefinition messageRef="m"/>'),
        service_task("note", "note"),
        roots=['<bpmn:message id="m" name="reply"><bpmn:extensionElements><zeebe:subscription correlationKey="=number"/></bpmn:extensionElements></bpmn:message>'],
    )  # fmt: skip
    worker = open_engine(database, clock, Recorded("note", arrive), poll=10 * PATIENCE * 1000)
    with worker, open_engine(database, clock) as web:
        web.deploy({"p.bpmn": receiving}, CLERK)
        worker.run_until_idle()
        worker.start_workers()
        web.publish("reply", "1")
        web.start("p", {"number": "1"}, CLERK)
        assert arrived.wait(PATIENCE)


def test_the_tables_are_made_once_and_upgraded_by_what_they_lack(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with database_of("postgresql", request, tmp_path) as url:
        database = open_database(url)
        assert schema.missing(database) == schema.shipped()
        older = schema.shipped()[:-2]
        with database.begin() as connection:
            table = "CREATE TABLE queue_migration (name TEXT PRIMARY KEY, applied_at TIMESTAMPTZ DEFAULT now())"
            connection.execute(text(table))
        for name in older:
            with database.begin() as connection:
                connection.connection.cursor().execute(schema.script(name))
                connection.execute(text("INSERT INTO queue_migration (name) VALUES (:name)"), {"name": name})
        assert schema.missing(database) == schema.shipped()[-2:]
        for _ in range(2):
            schema.install(database)
        assert schema.missing(database) == []
        with database_of("postgresql", request, tmp_path, with_queue=True) as fresh:
            made = open_database(fresh)
            assert functions(database) == functions(made)
            made.dispose()
        database.dispose()


def functions(database: Database) -> set[str]:
    with database.connect() as connection:
        return set(connection.scalars(text("SELECT proname FROM pg_proc WHERE proname LIKE 'procrastinate%'")))


def test_tables_that_somebody_else_made_are_left_alone(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with database_of("postgresql", request, tmp_path, with_queue=True) as url:
        database = open_database(url)
        with database.begin() as connection:
            connection.execute(text("DROP TABLE queue_migration"))
        with pytest.raises(schema.QueueUnusable, match="database of its own"):
            schema.install(database)
        database.dispose()


def test_the_queue_needs_postgresql(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(schema.QueueUnusable, match="PostgreSQL"):
        schema.install(database)
    database.dispose()
