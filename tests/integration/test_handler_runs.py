"""No handler stops or holds up the threads that run handlers."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from engine.history import verify
from engine.runtime.engine import Engine
from engine.runtime.handlers import JobContext
from engine.runtime.job_queue import QueuedJob
from engine.runtime.settings import RuntimeSettings
from tests.integration.conftest import MakeEngine
from tests.integration.handling import Recorded, Run
from tests.integration.people import CLERK
from tests.process_files import chain, service_task, user_task

PATIENCE = 60


def once(id: str, retries: int = 1) -> bytes:
    return chain(service_task("step", id, retries=retries), user_task("check"), id=id)


class Ends:
    """Lets a test wait until a handler was called so many times."""

    def __init__(self, name: str = "good") -> None:
        self.came = threading.Event()
        self.handler = Recorded(name, self._run)

    def _run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        self.came.set()
        return {}


@pytest.fixture
def freed() -> Iterator[threading.Event]:
    """Set at the end, so that no handler of these tests hangs on."""
    event = threading.Event()
    yield event
    event.set()


def raising(error: BaseException) -> Run:
    def run(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        raise error

    return run


@pytest.mark.parametrize("error", [SystemExit(3), KeyboardInterrupt(), GeneratorExit()])
def test_what_would_end_a_thread_is_a_failure(make_engine: MakeEngine, error: BaseException) -> None:
    engine = make_engine(Recorded("bad", raising(error)))
    engine.deploy({"bad.bpmn": once("bad")}, CLERK)
    case = engine.start("bad", {}, CLERK)
    engine.run_until_idle()
    (incident,) = engine.incidents()
    assert (incident.instance_id, incident.details["kind"]) == (case, type(error).__name__)
    assert not [found for found in verify(engine.database) if found.difference]


def test_the_threads_survive_handlers_that_would_end_them(make_engine: MakeEngine) -> None:
    good = Ends()
    engine = make_engine(
        Recorded("bad", raising(SystemExit())), good.handler, settings=RuntimeSettings(poll=50, job_threads=1)
    )
    engine.deploy({"bad.bpmn": once("bad"), "good.bpmn": once("good")}, CLERK)
    engine.start("bad", {}, CLERK)
    engine.start("bad", {}, CLERK)
    engine.start("good", {}, CLERK)
    engine.start_workers()
    assert good.came.wait(PATIENCE)


def hanging(freed: threading.Event) -> Recorded:
    def run(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        freed.wait()
        return {"late": True}

    return Recorded("bad", run)


def test_a_handler_that_hangs_has_failed_when_its_time_is_over(make_engine: MakeEngine, freed: threading.Event) -> None:
    engine = make_engine(hanging(freed), settings=RuntimeSettings(handler_limit=60, lease=60))
    engine.deploy({"bad.bpmn": once("bad")}, CLERK)
    case = engine.start("bad", {}, CLERK)
    with capture_logs() as logs:
        engine.run_until_idle()
    (incident,) = engine.incidents()
    assert incident.details["code"] == "handler_timeout"
    assert "0.06 seconds" in incident.message
    assert [one["instance_id"] for one in logs if one["event"] == "handler hangs"] == [case]
    freed.set()
    assert "late" not in engine.variables(case)
    assert not [found for found in verify(engine.database) if found.difference]


def test_a_handler_that_hangs_is_tried_again_while_retries_are_left(
    make_engine: MakeEngine, freed: threading.Event
) -> None:
    engine = make_engine(hanging(freed), settings=RuntimeSettings(handler_limit=60))
    engine.deploy({"bad.bpmn": once("bad", retries=2)}, CLERK)
    case = engine.start("bad", {}, CLERK)
    engine.run_until_idle()
    assert engine.incidents() == []
    assert [job.retries for job in engine.jobs(case)] == [1]


def test_handlers_that_hang_leave_the_threads_to_others(make_engine: MakeEngine, freed: threading.Event) -> None:
    good = Ends()
    settings = RuntimeSettings(handler_limit=60, poll=50, job_threads=1)
    engine = make_engine(hanging(freed), good.handler, settings=settings)
    engine.deploy({"bad.bpmn": once("bad"), "good.bpmn": once("good")}, CLERK)
    for _ in range(3):
        engine.start("bad", {}, CLERK)
    engine.start("good", {}, CLERK)
    engine.start_workers()
    assert good.came.wait(PATIENCE)


def test_a_thread_that_dies_has_a_successor(make_engine: MakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    good = Ends()
    engine: Engine = make_engine(good.handler, settings=RuntimeSettings(poll=20, job_threads=1))
    engine.deploy({"good.bpmn": once("good")}, CLERK)
    engine.start("good", {}, CLERK)
    jobs = engine._workers._jobs
    take, deaths = jobs.take, iter([SystemExit(), MemoryError(), SystemExit()])

    def dying() -> QueuedJob | None:
        for error in deaths:
            raise error
        return take()

    monkeypatch.setattr(jobs, "take", dying)
    with capture_logs() as logs:
        engine.start_workers()
        assert good.came.wait(PATIENCE)
    assert [one["worker"] for one in logs if one["event"] == "worker died and is replaced"] == ["jobs 1"] * 2
    engine.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "jobs 1" and thread.is_alive()]


def test_a_job_that_is_taken_while_the_engine_stops_is_given_back(
    make_engine: MakeEngine, freed: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = Ends("bad")
    stopping, other = make_engine(hanging(freed), settings=RuntimeSettings(job_threads=1)), make_engine(good.handler)
    stopping.deploy({"bad.bpmn": once("bad")}, CLERK)
    stopping.start("bad", {}, CLERK)
    workers, order, taking = stopping._workers, [], threading.Event()
    take, give_back = workers._jobs._queue.take, workers._jobs.give_back

    def late(now: int, lease: int) -> QueuedJob | None:
        taking.set()
        assert workers._stopping.wait(PATIENCE)
        job = take(now, lease)
        order.append("taken")
        return job

    def giving() -> None:
        order.append("given back")
        give_back()

    monkeypatch.setattr(workers._jobs._queue, "take", late)
    monkeypatch.setattr(workers._jobs, "give_back", giving)
    stopping.start_workers()
    assert taking.wait(PATIENCE)
    stopping.stop(0)
    assert order == ["taken", "given back"]
    assert other.run_until_idle() == 1
    assert good.came.is_set()
