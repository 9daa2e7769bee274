"""A handler that hangs, one that succeeds and dies before saying so, and one that comes back after it was given up."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.handlers import JobContext
from engine.runtime.settings import RuntimeSettings
from tests.fault.case import DAY, HOUR, KINDS, WANG, Register, drive, open_engine, prepare
from tests.fault.checking import assert_all_done, assert_verified, effects, left_over
from tests.fault.processes import KILLED, Forker
from tests.fault.waiting import until
from tests.integration.conftest import database_of
from tests.process_files import chain, flow, service_task, timer

pytestmark = pytest.mark.fault

LIMIT = 300
CUT_OFF = chain(
    service_task("slow", "register"),
    id="cut_off",
    extra=[
        f'<bpmn:boundaryEvent id="late" attachedToRef="slow">{timer("PT1H")}</bpmn:boundaryEvent>',
        flow("late", "end"),
    ],
)
"""A handler's step with a deadline that cuts it off."""


class Hanging:
    """Hangs the first `times` times it is called, until it is let go; then does what `Register` does."""

    name = "register"
    retries = 3

    def __init__(self, times: int) -> None:
        self.calls: list[str] = []
        self.let_go = threading.Event()
        self.back: list[str] = []
        self._times = times

    def run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        self.calls.append(context.idempotency_key)
        hangs = len(self.calls) <= self._times
        if hangs:
            self.let_go.wait()
        try:
            return Register().run(inputs, context)
        finally:
            if hangs:
                self.back.append(context.idempotency_key)


@pytest.fixture(params=["sqlite", "postgresql", "distributed"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, bool]]:
    """A database with the case deployed, and whether due work goes by the queue."""
    distributed = request.param == "distributed"
    kind = "postgresql" if distributed else request.param
    with database_of(kind, request, tmp_path, with_queue=distributed) as url:
        prepare(url)
        yield url, distributed


def opened(house: tuple[str, bool], handler: Hanging, clock: ManualClock) -> Engine:
    url, distributed = house
    settings = RuntimeSettings(handler_limit=LIMIT, snapshot_every=2)
    return Engine(url, {handler.name: handler}, clock=clock, settings=settings, distributed=distributed)


def test_a_handler_that_hangs_is_given_up_and_tried_again(house: tuple[str, bool]) -> None:
    """What it does when it comes back at last counts for nothing: its effect is there already, its outcome is refused."""
    clock, handler = ManualClock(), Hanging(times=1)
    with opened(house, handler, clock) as engine:
        case = engine.start("p", {"number": "0"}, WANG, command_id="start-0")
        engine.run_until_idle()
        assert (len(handler.calls), effects(engine)) == (1, [])
        clock.advance(DAY)
        engine.run_until_idle()
        assert (len(handler.calls), effects(engine)) == (2, [0])
        handler.let_go.set()
        until(lambda: handler.back, "the handler comes back")
        drive(engine, clock, 0, lambda _: None)
        assert [step.kind for step in engine.case(case).steps] == [KINDS[0], "FailJob", *KINDS[1:]]
        assert effects(engine) == [0]
        assert left_over(engine) == {}
        assert_verified(engine)


def test_a_handler_that_always_hangs_is_an_incident_that_a_person_ends(house: tuple[str, bool]) -> None:
    clock, handler = ManualClock(), Hanging(times=3)
    with opened(house, handler, clock) as engine:
        case = engine.start("p", {"number": "0"}, WANG, command_id="start-0")
        for _ in range(handler.retries + 2):
            engine.run_until_idle()
            clock.advance(DAY)
        (incident,) = engine.incidents()
        assert len(handler.calls) == 3
        handler.let_go.set()
        engine.retry_incident(case, incident.token, WANG, command_id="again-0")
        engine.run_until_idle()
        drive(engine, clock, 0, lambda _: None)
        kinds = [step.kind for step in engine.case(case).steps]
        assert kinds == [KINDS[0], "FailJob", "FailJob", "FailJob", "ResolveIncident", *KINDS[1:]]
        assert effects(engine) == [0]
        assert left_over(engine) == {}
        assert_verified(engine)


def test_a_handler_that_hangs_holds_up_no_other_case(house: tuple[str, bool]) -> None:
    """Workers by the machine's threads: while one handler hangs, other cases come to their tasks."""
    clock, handler = ManualClock(), Hanging(times=1)
    url, distributed = house
    with Engine(url, {"register": handler}, clock=clock, distributed=distributed) as engine:
        engine.start("p", {"number": "0"}, WANG, command_id="start-0")
        engine.start_workers()
        until(lambda: handler.calls, "the handler is called")
        for number in range(1, 6):
            engine.start("p", {"number": str(number)}, WANG, command_id=f"start-{number}")
        until(lambda: effects(engine) == [1, 2, 3, 4, 5], "the other cases' handlers")
        assert handler.back == []
        handler.let_go.set()
        until(lambda: effects(engine) == [0, 1, 2, 3, 4, 5], "the handler that hung")
        until(lambda: engine.counts().open_tasks == 6, "every case at its task")
    with open_engine(url, clock) as engine:
        for number in range(6):
            drive(engine, clock, number, lambda _: None)
        assert_all_done(engine, range(6))


def test_a_deadline_cuts_off_a_handler_that_hangs(house: tuple[str, bool]) -> None:
    """The timer fires while the handler holds its thread; what the handler says afterwards is refused."""
    clock, handler = ManualClock(), Hanging(times=1)
    url, distributed = house
    with Engine(url, {"register": handler}, clock=clock, distributed=distributed) as engine:
        engine.deploy({"cut_off.bpmn": CUT_OFF}, WANG)
        case = engine.start("cut_off", {"number": "0"}, WANG)
        engine.start_workers()
        until(lambda: handler.calls, "the handler is called")
        clock.advance(2 * HOUR)
        until(lambda: engine.case(case).instance.status == "completed", "the deadline")
        assert handler.back == []
        handler.let_go.set()
        until(lambda: handler.back, "the handler comes back")
        engine.stop()
    with open_engine(url, clock) as engine:
        assert [step.kind for step in engine.case(case).steps] == ["StartInstance", "FireTimer"]
        assert left_over(engine) == {}
        assert_verified(engine)


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_handler_that_succeeds_and_dies_before_saying_so(
    prepared: str, forker: Forker, killed: Callable[[str], None], nth: int
) -> None:
    """Each time its process dies between the effect and the outcome; the next one finds the effect by its key."""
    clock = ManualClock()
    for _ in range(nth):
        death = {"point": "job.after_handler", "nth": 1}
        with forker.start("tests.fault.driver", prepared, "embedded", clock.now(), 0, 1, death=death) as dying:
            dying.output.read()
            problems = dying.errors.read()
        assert dying.status() == KILLED, problems
        killed("between a handler's effect and its outcome")
        clock.advance(DAY)
    with open_engine(prepared, clock) as engine:
        assert effects(engine) == [0]
        drive(engine, clock, 0, lambda _: None)
        assert_all_done(engine, [0])
