"""A message and the one who waits for it meet, whichever is written first and whatever comes between."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from engine.history import verify
from engine.runtime.clock import ManualClock
from engine.runtime.due.messages import Messages
from engine.runtime.engine import Engine
from tests.integration.conftest import MakeEngine
from tests.integration.people import CLERK
from tests.process_files import END, catching, chain, file, flow, message, process, received, user_task

HOUR = 3_600_000
ROUNDS = 25
REPLY = message("reply", "reply", "number")
WAITS = chain(catching("wait", received("reply")), user_task("check"), roots=[REPLY])
BEGIN = f'<bpmn:startEvent id="begin">{received("reply")}</bpmn:startEvent>'
STARTS = file(
    process(BEGIN, user_task("look"), END, flow("begin", "look"), flow("look", "end"), id="s"),
    roots=[message("reply", "reply")],
)


def at(engine: Engine, case: str) -> list[str]:
    return [task.element for task in engine.open_tasks(case)]


def meanwhile(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]) -> None:
    """Do it once, after a message was looked at and before it is put aside."""
    settle = Messages.settle

    def overtaken(self: Messages, item: object, next_at: int | None) -> None:
        monkeypatch.setattr(Messages, "settle", settle)
        deed()
        settle(self, item, next_at)  # type: ignore[arg-type]

    monkeypatch.setattr(Messages, "settle", overtaken)


def test_who_begins_to_wait_while_a_message_is_put_aside_gets_it(
    make_engine: MakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, other = make_engine(), make_engine()
    looking.deploy({"p.bpmn": WAITS}, CLERK)
    cases: list[str] = []

    def wait() -> None:
        cases.append(other.start("p", {"number": "1"}, CLERK))
        assert other.run_until_idle() in (0, 1)

    looking.publish("reply", "1")
    meanwhile(monkeypatch, wait)
    looking.run_until_idle()
    assert at(looking, cases[0]) == ["check"]
    assert looking.counts().waiting_messages == 0


def test_a_process_deployed_while_a_message_is_put_aside_starts_by_it(
    make_engine: MakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, other = make_engine(), make_engine()
    looking.publish("reply", "1")
    meanwhile(monkeypatch, lambda: (other.deploy({"s.bpmn": STARTS}, CLERK), other.run_until_idle()))
    looking.run_until_idle()
    assert len(looking.instances(process_id="s").rows) == 1


def test_a_process_deployed_later_starts_by_every_message_that_still_waits(engine: Engine, clock: ManualClock) -> None:
    for number in range(3):
        engine.publish("reply", str(number), time_to_live=HOUR * (1 + number))
    engine.run_until_idle()
    clock.advance(HOUR)
    engine.deploy({"s.bpmn": STARTS}, CLERK)
    assert engine.run_until_idle() == 2
    assert engine.counts().waiting_messages == 0


def test_both_written_at_the_same_moment_meet_every_time(make_engine: MakeEngine) -> None:
    """Two engines, in step: one writes the message, the other the one who waits, and both look at once."""
    engines = [make_engine(), make_engine()]
    engines[0].deploy({"p.bpmn": WAITS}, CLERK)
    barrier = threading.Barrier(2)
    cases: list[str] = []
    broken: list[BaseException] = []

    def publish(engine: Engine, number: int) -> None:
        engine.publish("reply", str(number), {"got": number})

    def wait(engine: Engine, number: int) -> None:
        cases.append(engine.start("p", {"number": str(number)}, CLERK))

    def run(engine: Engine, deed: Callable[[Engine, int], None]) -> None:
        try:
            for number in range(ROUNDS):
                barrier.wait(60)
                deed(engine, number)
                engine.run_until_idle()
                barrier.wait(60)
        except BaseException as error:  # noqa: BLE001  shown below
            broken.append(error)
            barrier.abort()

    threads = [threading.Thread(target=run, args=one) for one in zip(engines, (publish, wait), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    engines[0].run_until_idle()
    engines[0].forget()
    assert [engines[0].variables(case).get("got") for case in cases] == list(range(ROUNDS))
    assert engines[0].counts().waiting_messages == 0
    assert not [found for found in verify(engines[0].database) if found.difference]


def test_what_waits_for_its_counterpart_is_not_looked_at(engine: Engine, clock: ManualClock) -> None:
    engine.deploy({"p.bpmn": WAITS}, CLERK)
    engine.start("p", {"number": "1"}, CLERK)
    engine.publish("reply", "2", time_to_live=HOUR)
    engine.run_until_idle()
    assert engine.due_work.due() == []
    with engine.database.connect() as connection:
        assert list(connection.scalars(text("SELECT next_at FROM subscription"))) == [None]
        assert list(connection.scalars(text("SELECT next_at FROM message"))) == [clock.now() + HOUR]
    clock.advance(HOUR)
    assert [kind.name for kind in engine.due_work.due()] == ["message"]
    assert engine.run_until_idle() == 0
    assert engine.counts().waiting_messages == 0


def test_a_message_in_the_hands_of_one_who_died_is_anothers_when_the_lease_ends(
    make_engine: MakeEngine, clock: ManualClock
) -> None:
    engine = make_engine()
    engine.deploy({"p.bpmn": WAITS}, CLERK)
    case = engine.start("p", {"number": "1"}, CLERK)
    engine.run_until_idle()
    engine.publish("reply", "1")
    with engine.database.begin() as connection:
        (taken,) = engine.due_work.kinds["message"].take(connection, clock.now(), clock.now() + 30_000, 10)
    assert engine.run_until_idle() == 0
    clock.advance(30_000)
    assert engine.run_until_idle() == 1
    assert at(engine, case) == ["check"]
    assert engine.due_work.perform(taken) is False


def test_of_many_messages_for_one_who_comes_back_each_is_received_once(engine: Engine) -> None:
    """A case that waits in a loop takes them one after the other, oldest first."""
    looping = chain(
        '<bpmn:exclusiveGateway id="again"/>',
        catching("wait", received("reply")),
        '<bpmn:exclusiveGateway id="enough" default="enough-end"/>',
        extra=[flow("enough", "again", "=left &gt; 0")],
        roots=[REPLY],
    )
    engine.deploy({"p.bpmn": looping}, CLERK)
    for left in reversed(range(25)):
        engine.publish("reply", "1", {"left": left})
    engine.run_until_idle()
    case = engine.start("p", {"number": "1"}, CLERK)
    assert engine.run_until_idle() == 25
    assert engine.case(case).instance.status == "completed"
    assert engine.counts().waiting_messages == 0
