"""What every queue keeps, whoever hands over the work: threads on SQLite or PostgreSQL, or Procrastinate."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.errors import TaskNotOpen
from engine.history import verify
from engine.runtime import faults
from engine.runtime.clock import Clock, ManualClock, SystemClock
from engine.runtime.engine import Engine
from engine.runtime.handlers import Handler, JobContext
from engine.runtime.settings import RuntimeSettings
from tests.integration.conftest import database_of
from tests.integration.handling import Recorded, failing
from tests.integration.people import CLERK, WANG
from tests.process_files import catching, chain, file, flow, message, process, received, service_task, timer, user_task

HOUR = 3_600_000
PATIENCE = 60
"""Seconds after which something that should have happened never will."""

JOB = chain(service_task("register", "register"), user_task("check"))


@dataclass(slots=True)
class Installation:
    """A database and what opens engines on it in one of the two modes."""

    url: str
    distributed: bool
    clock: ManualClock
    opened: list[Engine] = field(default_factory=list)

    def engine(self, *handlers: Handler, clock: Clock | None = None, **settings: Any) -> Engine:
        named = {handler.name: handler for handler in handlers}
        runtime = RuntimeSettings(**settings)
        engine = Engine(self.url, named, clock=clock or self.clock, settings=runtime, distributed=self.distributed)
        self.opened.append(engine)
        return engine

    def entries(self) -> int:
        """How many jobs wait: as rows, or as entries of the queue."""
        table = "procrastinate_jobs" if self.distributed else "job"
        with self.opened[0].database.connect() as connection:
            return int(connection.scalar(text(f"SELECT count(*) FROM {table}")))


@pytest.fixture(
    params=[("sqlite", False), ("postgresql", False), ("postgresql", True)],
    ids=lambda it: f"{it[0]}-{'distributed' if it[1] else 'embedded'}",
)
def installation(request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock) -> Iterator[Installation]:
    kind, distributed = request.param
    with database_of(kind, request, tmp_path, with_queue=distributed) as url:
        installed = Installation(url, distributed, clock)
        yield installed
        for engine in installed.opened:
            engine.stop()


@pytest.fixture
def die_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets the next runner that comes to a point end there, as if its process had died."""

    def at(name: str) -> None:
        def point(reached: str) -> None:
            if reached == name:
                monkeypatch.undo()
                raise Died

        monkeypatch.setattr(faults, "point", point)

    return at


class Died(BaseException):
    """The process is gone: nothing that comes after it happens."""


def run(engine: Engine) -> None:
    """Do everything due, with a process that may die on the way."""
    with suppress(Died):
        engine.run_until_idle()


def differences(engine: Engine) -> list[Any]:
    return [found.difference for found in verify(engine.database) if found.difference]


def at(engine: Engine, case: str) -> list[str]:
    return sorted(task.element for task in engine.open_tasks(case))


def kinds(engine: Engine, case: str) -> list[str]:
    return [step.kind for step in engine.case(case).steps]


def quick(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
    return {}


def test_a_job_comes_with_its_command_or_not_at_all(installation: Installation) -> None:
    handler = Recorded("register", quick)
    engine = installation.engine(handler)
    engine.deploy({"p.bpmn": chain(user_task("check"), service_task("register", "register"))}, CLERK)
    case = engine.start("p", {}, CLERK)
    token = engine.open_tasks(case)[0].token
    refuse(engine, "job")
    with pytest.raises((DBAPIError, psycopg.Error), match="refused"):
        engine.complete(case, token, {}, WANG)
    assert installation.entries() == 0
    assert engine.run_until_idle() == 0
    assert at(engine, case) == ["check"]
    accept(engine, "job")
    engine.complete(case, token, {}, WANG)
    assert installation.entries() == 1
    assert engine.run_until_idle() == 1
    assert (len(handler.calls), installation.entries()) == (1, 0)
    assert differences(engine) == []


def refuse(engine: Engine, table: str) -> None:
    """Let every transaction that writes to the table fail, on PostgreSQL at its very end."""
    with engine.database.begin() as connection:
        if engine.database.dialect.name == "postgresql":
            connection.exec_driver_sql(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$"
            )
            connection.exec_driver_sql(
                f"CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED"
                " FOR EACH ROW EXECUTE FUNCTION refuse()"
            )
        else:
            connection.exec_driver_sql(
                f"CREATE TRIGGER refuse AFTER INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'refused'); END"
            )


def accept(engine: Engine, table: str) -> None:
    on = f" ON {table}" if engine.database.dialect.name == "postgresql" else ""
    with engine.database.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER refuse{on}")


def test_who_comes_second_leaves_no_job(installation: Installation) -> None:
    first, second = installation.engine(), installation.engine()
    first.deploy({"p.bpmn": chain(user_task("check"), service_task("register", "register"))}, CLERK)
    case = first.start("p", {}, CLERK)
    token = second.open_tasks(case)[0].token
    first.complete(case, token, {}, WANG)
    with pytest.raises(TaskNotOpen):
        second.complete(case, token, {}, WANG)
    assert installation.entries() == 1


def test_a_job_runs_once(installation: Installation) -> None:
    handler = Recorded("register", quick)
    engine = installation.engine(handler)
    engine.deploy({"p.bpmn": JOB}, CLERK)
    case = engine.start("p", {}, CLERK)
    assert engine.run_until_idle() == 1
    installation.clock.advance(24 * HOUR)
    assert engine.run_until_idle() == 0
    assert (len(handler.calls), at(engine, case), installation.entries()) == (1, ["check"], 0)
    assert differences(engine) == []


@pytest.mark.parametrize("point", ["job.before_handler", "job.after_handler", "job.before_outcome"])
def test_another_runs_what_a_dead_runner_held(
    installation: Installation, die_at: Callable[[str], None], point: str
) -> None:
    handler = Recorded("register", quick)
    dying, other = installation.engine(handler), installation.engine(handler)
    dying.deploy({"p.bpmn": chain(*(service_task(id, "register") for id in ("one", "two")), user_task("check"))}, CLERK)
    case = dying.start("p", {}, CLERK)
    die_at(point)
    run(dying)
    assert at(other, case) == []
    installation.clock.advance(other.settings.lease - 1)
    assert other.run_until_idle() == 0
    installation.clock.advance(1)
    assert other.run_until_idle() == 2
    assert at(other, case) == ["check"]
    assert len({context.idempotency_key for _, context in handler.calls}) == 2
    assert kinds(other, case) == ["StartInstance", "CompleteJob", "CompleteJob"]
    assert differences(other) == []


def test_a_failure_is_tried_again_at_its_moments(installation: Installation) -> None:
    handler = failing(2, {"matterId": 7})
    engine = installation.engine(handler)
    engine.deploy({"p.bpmn": JOB}, CLERK)
    case = engine.start("p", {}, CLERK)
    engine.run_until_idle()
    for wait, calls in ((9_999, 1), (1, 2), (39_999, 2), (1, 3)):
        installation.clock.advance(wait)
        engine.run_until_idle()
        assert len(handler.calls) == calls
    assert engine.variables(case)["matterId"] == 7
    assert differences(engine) == []


def test_used_up_retries_are_an_incident_and_go_on_from_there(installation: Installation) -> None:
    handler = failing(3)
    engine = installation.engine(handler)
    engine.deploy({"p.bpmn": JOB}, CLERK)
    case = engine.start("p", {}, CLERK)
    for _ in range(5):
        engine.run_until_idle()
        installation.clock.advance(HOUR)
    assert len(handler.calls) == 3
    (incident,) = engine.incidents()
    engine.retry_incident(case, incident.token, WANG)
    engine.run_until_idle()
    assert (len(handler.calls), at(engine, case), engine.incidents()) == (4, ["check"], [])
    assert differences(engine) == []


def test_a_handler_that_hangs_is_given_up(installation: Installation) -> None:
    let_go = threading.Event()

    def hang(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        let_go.wait(PATIENCE)
        return {}

    engine = installation.engine(Recorded("register", hang), handler_limit=50)
    engine.deploy({"p.bpmn": chain(service_task("register", "register", retries=1))}, CLERK)
    engine.start("p", {}, CLERK)
    engine.run_until_idle()
    let_go.set()
    (incident,) = engine.incidents()
    assert incident.details["code"] == "handler_timeout"
    assert differences(engine) == []


def test_a_job_closed_while_it_runs_or_before_does_no_harm(installation: Installation) -> None:
    def closing(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        engine.cancel(context.instance_id, CLERK)
        return {"late": True}

    handler = Recorded("register", closing)
    engine = installation.engine(handler)
    engine.deploy({"p.bpmn": JOB}, CLERK)
    case, other = engine.start("p", {}, CLERK), engine.start("p", {}, CLERK)
    engine.cancel(other, CLERK)
    engine.run_until_idle()
    installation.clock.advance(24 * HOUR)
    assert engine.run_until_idle() == 0
    assert [context.instance_id for _, context in handler.calls] == [case]
    assert engine.case(case).instance.status == engine.case(other).instance.status == "cancelled"
    assert installation.entries() == 0
    assert differences(engine) == []


def test_two_workers_share_the_jobs_and_run_none_twice(installation: Installation) -> None:
    both, calls, all_done = threading.Barrier(2), [], threading.Semaphore(0)

    def meet(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        calls.append(context.idempotency_key)
        both.wait(PATIENCE)
        all_done.release()
        return {}

    handler = Recorded("register", meet)
    workers = [installation.engine(handler, job_threads=1) for _ in range(2)]
    workers[0].deploy({"p.bpmn": JOB}, CLERK)
    cases = [workers[0].start("p", {}, CLERK) for _ in range(10)]
    for worker in workers:
        worker.start_workers()
    for _ in cases:
        assert all_done.acquire(timeout=PATIENCE)
    for worker in workers:
        worker.stop()
    assert sorted(key.split(":")[0] for key in calls) == sorted(cases)
    assert differences(workers[0]) == []


def test_a_stop_waits_for_a_handler_and_leaves_the_rest_to_others(installation: Installation) -> None:
    running, let_go = threading.Semaphore(0), threading.Event()

    def wait(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        running.release()
        assert let_go.wait(PATIENCE)
        return {}

    handler, quickly = Recorded("register", wait), Recorded("register", quick)
    stopping, other = installation.engine(handler, job_threads=1), installation.engine(quickly)
    stopping.deploy(
        {"p.bpmn": chain(*(service_task(id, "register") for id in ("one", "two")), user_task("check"))}, CLERK
    )
    cases = [stopping.start("p", {}, CLERK) for _ in range(3)]
    stopping.start_workers()
    assert running.acquire(timeout=PATIENCE)
    stop = threading.Thread(target=stopping.stop, args=(PATIENCE,))
    stop.start()
    let_go.set()
    stop.join(PATIENCE)
    assert not stop.is_alive()
    assert len(handler.calls) <= 2
    other.run_until_idle()
    assert [at(other, case) for case in cases] == [["check"]] * 3
    assert len(handler.calls) + len(quickly.calls) == 6
    assert differences(other) == []


def test_a_stop_that_may_not_wait_gives_back_what_runs(installation: Installation) -> None:
    running, let_go = threading.Semaphore(0), threading.Event()

    def wait(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        running.release()
        let_go.wait(PATIENCE)
        return {}

    stopping, other = installation.engine(Recorded("register", wait)), installation.engine(Recorded("register", quick))
    stopping.deploy({"p.bpmn": JOB}, CLERK)
    case = stopping.start("p", {}, CLERK)
    stopping.start_workers()
    assert running.acquire(timeout=PATIENCE)
    stopping.stop(0.01)
    assert other.run_until_idle() == 1
    let_go.set()
    assert (at(other, case), kinds(other, case)) == (["check"], ["StartInstance", "CompleteJob"])
    assert differences(other) == []


def test_a_case_that_feeds_itself_keeps_no_runner_from_others(installation: Installation) -> None:
    enough = threading.Event()
    served = threading.Event()

    def again(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        return {"done": enough.is_set()}

    def serve(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        served.set()
        return {}

    feeding = file(
        process(
            '<bpmn:startEvent id="start"/>',
            '<bpmn:endEvent id="end"/>',
            service_task("work", "again"),
            '<bpmn:exclusiveGateway id="merge"/>',
            '<bpmn:exclusiveGateway id="more" default="more-merge"/>',
            *(flow(*ends) for ends in (("start", "merge"), ("merge", "work"), ("work", "more"), ("more", "merge"))),
            flow("more", "end", "=done"),
        )
    )
    handlers = Recorded("again", again), Recorded("serve", serve)
    engine = installation.engine(*handlers, clock=SystemClock(), job_threads=1)
    engine.deploy({"p.bpmn": feeding, "q.bpmn": chain(service_task("serve", "serve"), id="q")}, CLERK)
    case = engine.start("p", {}, CLERK)
    engine.start_workers()
    engine.start("q", {}, CLERK)
    assert served.wait(PATIENCE)
    enough.set()
    engine.stop()
    engine.run_until_idle()
    assert engine.case(case).instance.status == "completed"


def test_timers_of_one_case_fire_in_order_after_downtime(installation: Installation) -> None:
    hours = {"third": 3, "first": 1, "second": 2}
    parts = [catching(id, timer(f"PT{hour}H")) for id, hour in hours.items()]
    flows = [flow("fork", id) for id in hours] + [flow(id, "join") for id in hours]
    diagram = chain(
        '<bpmn:parallelGateway id="fork"/>', user_task("beside"), '<bpmn:parallelGateway id="join"/>',
        extra=[*parts, *flows],
    )  # fmt: skip
    engine = installation.engine()
    engine.deploy({"p.bpmn": diagram}, CLERK)
    cases = [engine.start("p", {}, CLERK) for _ in range(5)]
    installation.clock.advance(10 * HOUR)
    assert engine.run_until_idle() == 15
    for case in cases:
        # The command ids say which timer, and when it was due.
        with engine.database.connect() as connection:
            fired = connection.scalars(
                text("SELECT command_id FROM journal WHERE instance_id = :id AND kind = 'FireTimer' ORDER BY seq"),
                {"id": case},
            ).all()
        moments = [int(command_id.rpartition(":")[2]) for command_id in fired]
        assert moments == [installation.clock.now() - hours_ago * HOUR for hours_ago in (9, 8, 7)]
    assert differences(engine) == []


def test_a_signal_reaches_everybody_once(installation: Installation) -> None:
    caught = '<bpmn:signalEventDefinition signalRef="sig"/>'
    diagram = chain(catching("wait", caught), user_task("check"), roots=['<bpmn:signal id="sig" name="alarm"/>'])
    engine = installation.engine()
    engine.deploy({"p.bpmn": diagram}, CLERK)
    cases = [engine.start("p", {}, CLERK) for _ in range(25)]
    for _ in range(2):
        engine.broadcast("alarm", {"street": "jc"}, signal_id="siren")
        engine.run_until_idle()
    assert [at(engine, case) for case in cases] == [["check"]] * 25
    assert {tuple(kinds(engine, case)) for case in cases} == {("StartInstance", "DeliverSignal")}
    assert differences(engine) == []


def test_a_message_reaches_its_case_once_whoever_was_first(installation: Installation) -> None:
    diagram = chain(catching("reply", received("m")), user_task("check"), roots=[message("m", "reply", "number")])
    engine = installation.engine()
    engine.deploy({"p.bpmn": diagram}, CLERK)
    waiting = engine.start("p", {"number": "1"}, CLERK)
    for number in ("1", "2"):
        for _ in range(2):
            engine.publish("reply", number, {"answer": number}, message_id=f"reply-{number}")
        engine.run_until_idle()
    late = engine.start("p", {"number": "2"}, CLERK)
    engine.run_until_idle()
    assert [at(engine, case) for case in (waiting, late)] == [["check"]] * 2
    assert [kinds(engine, case) for case in (waiting, late)] == [["StartInstance", "DeliverMessage"]] * 2
    assert engine.counts().waiting_messages == 0
    assert differences(engine) == []
