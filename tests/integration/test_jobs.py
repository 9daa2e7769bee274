"""Service tasks: handlers run once, again after a failure, and become an incident that a person ends."""

import threading
from typing import Any

import pytest

from engine.history import verify
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.handlers import BpmnError, JobContext
from engine.runtime.job_queue import EmbeddedJobQueue, QueuedJob
from engine.runtime.settings import RuntimeSettings
from engine.store import open_database
from tests.integration.conftest import MakeEngine
from tests.integration.handling import Recorded, failing
from tests.integration.people import CLERK, WANG
from tests.process_files import chain, flow, service_task, user_task

JOB = chain(service_task("register", "register"), user_task("check"))


def returning(outputs: Any, name: str = "register") -> Recorded:
    return Recorded(name, lambda inputs, context: outputs)


def test_a_handler_gets_the_variables_and_gives_new_ones(make_engine: MakeEngine, clock: ManualClock) -> None:
    handler = returning({"matterId": 7})
    engine = make_engine(handler)
    engine.deploy({"p.bpmn": JOB}, CLERK)
    case = engine.start("p", {"matter": "沿街商铺"}, CLERK)
    assert engine.run_until_idle() == 1
    ((inputs, context),) = handler.calls
    assert inputs == {"matter": "沿街商铺"}
    assert context.idempotency_key == f"{case}:{context.token}"
    assert (context.element, context.now, context.instance_id) == ("register", clock.now(), case)
    assert engine.variables(case)["matterId"] == 7
    assert engine.counts().waiting_jobs == 0
    assert engine.case(case).steps[-1].actor == "handler:register"


def test_a_failure_is_tried_again_later_and_later(make_engine: MakeEngine, clock: ManualClock) -> None:
    handler = failing(2, {"matterId": 7})
    engine = make_engine(handler)
    engine.deploy({"p.bpmn": JOB}, CLERK)
    case = engine.start("p", {}, CLERK)
    engine.run_until_idle()
    assert len(handler.calls) == 1
    clock.advance(9_999)
    assert engine.run_until_idle() == 0
    clock.advance(1)
    assert engine.run_until_idle() == 1
    clock.advance(39_999)
    assert engine.run_until_idle() == 0
    clock.advance(1)
    engine.run_until_idle()
    assert engine.variables(case)["matterId"] == 7
    assert len({context.idempotency_key for _, context in handler.calls}) == 1
    assert [one.difference for one in verify(engine.database)] == [None]


def test_used_up_retries_are_an_incident_that_a_person_ends(make_engine: MakeEngine, clock: ManualClock) -> None:
    handler = failing(3, {"matterId": 7})
    engine = make_engine(handler)
    engine.deploy({"p.bpmn": JOB}, CLERK)
    case = engine.start("p", {"phone": "1"}, CLERK)
    for _ in range(4):
        engine.run_until_idle()
        clock.advance(3_600_000)
    assert len(handler.calls) == 3
    (incident,) = engine.incidents()
    assert (incident.instance_id, incident.kind, incident.name) == (case, "job", "register name")
    assert "attempt 3" in incident.message
    assert (incident.details["code"], incident.details["kind"]) == ("handler_failed", "ConnectionError")
    assert engine.case(case).instance.status == "active"
    assert engine.instances(with_incidents=True).rows[0].incidents == 1
    engine.retry_incident(case, incident.token, WANG, {"phone": "2"})
    engine.run_until_idle()
    assert handler.calls[-1][0]["phone"] == "2"
    assert engine.incidents() == []
    assert engine.open_tasks(case)[0].element == "check"
    assert [one.difference for one in verify(engine.database)] == [None]


@pytest.mark.parametrize("outputs", [None, ["a"], {"at": object()}, {1, 2}])
def test_outputs_that_are_no_values_are_a_failure(make_engine: MakeEngine, outputs: Any) -> None:
    engine = make_engine(returning(outputs))
    engine.deploy({"p.bpmn": chain(service_task("register", "register", retries=1))}, CLERK)
    engine.start("p", {}, CLERK)
    engine.run_until_idle()
    (incident,) = engine.incidents()
    assert "TypeError" in incident.message


def test_a_job_without_its_handler_is_an_incident_that_names_it(make_engine: MakeEngine) -> None:
    make_engine().deploy({"p.bpmn": JOB}, CLERK)
    engine = make_engine(returning({}, name="other"))
    case = engine.start("p", {}, CLERK)
    engine.run_until_idle()
    (incident,) = engine.incidents()
    assert "register" in incident.message
    assert (incident.details["code"], incident.details["type"]) == ("handler_unknown", "register")
    assert engine.case(case).instance.status == "active"


def test_a_business_error_takes_the_diagrams_way(make_engine: MakeEngine) -> None:
    def refuse(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        raise BpmnError("DUPLICATE", "the matter is registered", {"first": "M-1"})

    boundary = (
        '<bpmn:boundaryEvent id="twice" attachedToRef="register"><bpmn:errorEventDefinition errorRef="e"/>'
        "</bpmn:boundaryEvent>"
    )
    diagram = chain(
        service_task("register", "register"),
        extra=[boundary, user_task("merge"), flow("twice", "merge"), flow("merge", "end")],
        roots=['<bpmn:error id="e" name="duplicate" errorCode="DUPLICATE"/>'],
    )
    engine = make_engine(Recorded("register", refuse))
    engine.deploy({"p.bpmn": diagram}, CLERK)
    case = engine.start("p", {}, CLERK)
    engine.run_until_idle()
    assert [task.element for task in engine.open_tasks(case)] == ["merge"]
    assert engine.incidents() == []


def test_a_runner_that_died_is_replaced_when_its_lease_ends(make_engine: MakeEngine, clock: ManualClock) -> None:
    handler = returning({})
    engine = make_engine(handler)
    engine.deploy({"p.bpmn": JOB}, CLERK)
    case = engine.start("p", {}, CLERK)
    dead = EmbeddedJobQueue(engine.database).take(clock.now(), 30_000)
    assert dead is not None
    assert engine.run_until_idle() == 0
    clock.advance(30_000)
    assert engine.run_until_idle() == 1
    assert handler.calls[0][1].idempotency_key == f"{case}:{dead.token}"


def test_a_long_running_handler_keeps_its_lease(database_url: str, clock: ManualClock) -> None:
    extended = threading.Event()

    class Watched(EmbeddedJobQueue):
        def extend(self, job: QueuedJob, until: int) -> bool:
            held = super().extend(job, until)
            extended.set()
            return held

    def run(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        return {"extended": extended.wait(30)}

    database = open_database(database_url)
    settings = RuntimeSettings(lease=30)
    handler = Recorded("register", run)
    with Engine(database, {"register": handler}, clock=clock, settings=settings, queue=Watched(database)) as engine:
        engine.deploy({"p.bpmn": JOB}, CLERK)
        case = engine.start("p", {}, CLERK)
        engine.run_until_idle()
        assert engine.variables(case)["extended"] is True
        assert handler.calls[0][1].process_id == "p"
    database.dispose()


def test_a_lease_is_taken_once_extended_and_given_back(make_engine: MakeEngine, clock: ManualClock) -> None:
    engine = make_engine()
    engine.deploy({"p.bpmn": JOB}, CLERK)
    engine.start("p", {}, CLERK)
    queue = EmbeddedJobQueue(engine.database)
    now = clock.now()
    job = queue.take(now, 1_000)
    assert job is not None
    assert queue.take(now, 1_000) is None
    assert queue.extend(job, now + 5_000)
    assert queue.take(now + 4_999, 1_000) is None
    queue.give_back(job)
    again = queue.take(now, 1_000)
    assert again is not None
    assert again.lease != job.lease
    assert not queue.extend(job, now + 9_000)


def test_many_runners_share_the_jobs_without_running_one_twice(make_engine: MakeEngine) -> None:
    handlers = [returning({}), returning({})]
    engines = [make_engine(handler) for handler in handlers]
    engines[0].deploy({"p.bpmn": JOB}, CLERK)
    cases = {engines[0].start("p", {}, CLERK) for _ in range(30)}
    threads = [threading.Thread(target=engine.run_until_idle) for engine in engines for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run = [context.instance_id for handler in handlers for _, context in handler.calls]
    assert sorted(run) == sorted(cases)


def test_a_job_whose_case_was_cancelled_meanwhile_does_no_harm(make_engine: MakeEngine) -> None:
    def cancel(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        engine.cancel(context.instance_id, CLERK)
        return {"late": True}

    engine = make_engine(Recorded("register", cancel))
    engine.deploy({"p.bpmn": JOB}, CLERK)
    case = engine.start("p", {}, CLERK)
    engine.run_until_idle()
    assert engine.case(case).instance.status == "cancelled"
    assert "late" not in engine.variables(case)


def test_threads_run_jobs_in_the_background(make_engine: MakeEngine) -> None:
    done = threading.Event()

    def run(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        done.set()
        return {"matterId": 7}

    engine = make_engine(Recorded("register", run), settings=RuntimeSettings(poll=50))
    engine.deploy({"p.bpmn": JOB}, CLERK)
    engine.start_workers()
    case = engine.start("p", {}, CLERK)
    assert done.wait(30)
    engine.stop()
    assert engine.variables(case)["matterId"] == 7
