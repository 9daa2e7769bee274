"""What one case or one sender can do to the queue that all share."""

import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine.runtime import faults
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.handlers import JobContext
from engine.store import queue
from tests.integration.conftest import MakeEngine, database_of
from tests.integration.handling import Recorded
from tests.integration.people import CLERK
from tests.process_files import catching, chain, flow, message, received, service_task, timer, user_task

HOUR = 3_600_000
ALARMS = 30
PATIENCE = 60
REPLY = message("m", "reply", "number")


@pytest.fixture
def distributed(request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock) -> Iterator[Engine]:
    with (
        database_of("postgresql", request, tmp_path, with_queue=True) as url,
        Engine(url, clock=clock, distributed=True) as engine,
    ):
        yield engine


def test_a_case_long_asleep_is_taken_once_for_all_its_timers(make_engine: MakeEngine, clock: ManualClock) -> None:
    """Each is due later than the one before; taken one by one, a case would wait for a promotion for every timer."""
    engine = make_engine()
    names = [f"alarm{number}" for number in range(ALARMS)]
    alarms = [catching(name, timer(f"PT{number + 1}M")) for number, name in enumerate(names)]
    fork, join = '<bpmn:parallelGateway id="fork"/>', '<bpmn:parallelGateway id="join"/>'
    flows = [flow("fork", name) for name in names] + [flow(name, "join") for name in names]
    engine.deploy({"p.bpmn": chain(fork, user_task("beside"), join, extra=[*alarms, *flows])}, CLERK)
    case = engine.start("p", {}, CLERK)
    clock.advance(HOUR)
    timers = engine.due_work.kinds["timer"]
    with engine.database.begin() as connection:
        (item,) = timers.take(connection, clock.now(), clock.now() + HOUR, 100)
    assert engine.due_work.perform(item) == ALARMS
    with engine.database.connect() as connection:
        fired = connection.scalars(
            text("SELECT command_id FROM journal WHERE instance_id = :id AND kind = 'FireTimer' ORDER BY seq"),
            {"id": case},
        ).all()
    moments = [int(command_id.rpartition(":")[2]) for command_id in fired]
    assert moments == sorted(moments)
    assert len(moments) == ALARMS
    assert engine.run_until_idle() == 0


def test_an_id_too_long_for_the_queue_stops_no_promotion(distributed: Engine) -> None:
    """What tells an occurrence from others is longer than the id, which the table itself can just hold."""
    diagram = chain(catching("reply", received("m")), user_task("check"), roots=[REPLY])
    distributed.deploy({"p.bpmn": diagram}, CLERK)
    case = distributed.start("p", {"number": "1"}, CLERK)
    long = "".join(random.Random(1).choices("0123456789abcdef", k=2_686))
    distributed.publish("reply", "nobody", {}, message_id=long)
    distributed.publish("reply", "1", {}, message_id="short")
    distributed.run_until_idle()
    assert [task.element for task in distributed.open_tasks(case)] == ["check"]


def test_who_falls_silent_while_it_promotes_gives_others_their_turn(
    distributed: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that lost its power says nothing: its server would keep the lock until TCP gives up, for hours."""
    monkeypatch.setattr(queue, "SILENCE", 100)
    silent = distributed.database.connect()
    assert queue.may_promote(silent)
    with distributed.database.connect() as other:
        other.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": queue.PROMOTION})
    silent.invalidate()


def test_handlers_that_hang_hold_up_no_message_and_no_deadline(
    distributed: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many hang: with all runners in handlers, one worker alone would fire no timer for minutes."""
    hanging, delivered, let_go = threading.Semaphore(0), threading.Event(), threading.Event()

    def hang(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        hanging.release()
        let_go.wait(3 * PATIENCE)
        return {}

    def point(name: str) -> None:
        if name == "message.after_deliver":
            delivered.set()

    handler = Recorded("register", hang)
    url = distributed.database.url.render_as_string(hide_password=False)
    waits = chain(catching("reply", received("m")), service_task("register", "register"), roots=[REPLY])
    with Engine(url, {"register": handler}, distributed=True) as worker:
        worker.deploy({"p.bpmn": waits}, CLERK)
        worker.start_workers()
        for number in range(worker.settings.job_threads + 1):
            # The runner that delivers the message is not to go on with the job that it opens.
            delivered.clear()
            monkeypatch.setattr(faults, "point", point)
            worker.start("p", {"number": str(number)}, CLERK)
            worker.publish("reply", str(number), {})
            assert delivered.wait(PATIENCE)
            if number < worker.settings.job_threads:
                assert hanging.acquire(timeout=PATIENCE)
        let_go.set()
