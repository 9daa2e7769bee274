"""Messages reach one receiver, once, whichever comes first: the message or the one who waits."""

import threading
from pathlib import Path

import pytest

from engine.history import verify
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from tests.integration.conftest import MakeEngine
from tests.integration.people import CLERK, WANG
from tests.process_files import END, catching, chain, file, flow, message, process, received, user_task

COMPOSITE = Path(__file__).parents[1] / "diagrams" / "collaboration" / "composite_key.bpmn"
HOUR = 3_600_000
REPLY = message("reply", "reply", "number")
WAITS = chain(catching("wait", received("reply")), user_task("check"), roots=[REPLY])
LATER = chain(user_task("first"), catching("wait", received("reply")), user_task("check"), roots=[REPLY])


def started_by_message(id: str = "p") -> bytes:
    begin = f'<bpmn:startEvent id="begin">{received("report")}</bpmn:startEvent>'
    return file(
        process(begin, user_task("check"), END, flow("begin", "check"), flow("check", "end"), id=id),
        roots=[message("report", "report")],
    )


def at(engine: Engine, case: str) -> list[str]:
    return [task.element for task in engine.open_tasks(case)]


def test_a_key_of_several_properties_finds_the_case_that_has_them_all(engine: Engine) -> None:
    engine.deploy({"c.bpmn": COMPOSITE.read_bytes()}, CLERK)
    cases = [engine.start("office", {"mine": 7, "street": street}, CLERK) for street in ("jc", "gm")]
    engine.publish("answer", ["gm", 7], {"reply": "yes"})
    engine.publish("answer", ["jc", 8], {"reply": "no"})
    engine.run_until_idle()
    # The message from outside came first at the second; the first was answered by the process that both had asked.
    assert [engine.case(case).instance.status for case in cases] == ["completed", "completed"]
    assert [engine.variables(case).get("reply") for case in cases] == [None, "yes"]
    assert engine.variables(cases[0])["about"] == 7


def test_a_message_reaches_the_case_with_its_key(engine: Engine) -> None:
    engine.deploy({"p.bpmn": WAITS}, CLERK)
    one, other = engine.start("p", {"number": "1"}, CLERK), engine.start("p", {"number": "2"}, CLERK)
    engine.publish("reply", "2", {"answer": "执行"})
    assert engine.run_until_idle() == 1
    assert (at(engine, one), at(engine, other)) == ([], ["check"])
    assert engine.variables(other)["answer"] == "执行"
    assert engine.counts().waiting_messages == 0
    assert not [found for found in verify(engine.database) if found.difference]


def test_a_message_waits_for_its_receiver_until_its_time_is_over(engine: Engine, clock: ManualClock) -> None:
    engine.deploy({"p.bpmn": LATER}, CLERK)
    engine.publish("reply", "1", {"answer": "yes"}, time_to_live=HOUR)
    engine.publish("reply", "2", {"answer": "yes"}, time_to_live=HOUR)
    case = engine.start("p", {"number": "1"}, CLERK)
    assert engine.run_until_idle() == 0
    engine.complete(case, engine.open_tasks(case)[0].token, {}, WANG)
    assert engine.run_until_idle() == 1
    assert at(engine, case) == ["check"]
    clock.advance(HOUR)
    engine.run_until_idle()
    late = engine.start("p", {"number": "2"}, CLERK)
    engine.complete(late, engine.open_tasks(late)[0].token, {}, WANG)
    assert engine.run_until_idle() == 0
    assert at(engine, late) == []
    assert engine.counts().waiting_messages == 0


@pytest.mark.parametrize("life", [-1, 10**16])
def test_a_time_that_no_message_can_wait_is_refused(engine: Engine, life: int) -> None:
    with pytest.raises(ValueError, match=str(life)):
        engine.publish("reply", "1", time_to_live=life)
    assert engine.counts().waiting_messages == 0


@pytest.mark.parametrize("life", ["PT0S", "-PT1H", "P200Y", "0"])
def test_a_thrown_message_whose_time_is_over_at_once_is_an_incident(engine: Engine, life: str) -> None:
    throws = catching("x", thrown("m")).replace("intermediateCatchEvent", "intermediateThrowEvent")
    engine.deploy({"p.bpmn": chain(throws, user_task("check"), roots=[message("m", "reply", "number")])}, CLERK)
    case = engine.start("p", {"number": "1", "life": life}, CLERK)
    (incident,) = engine.incidents()
    assert (incident.element, incident.kind) == ("x", "expression")
    engine.retry_incident(case, incident.token, WANG, {"life": "PT1H"})
    assert at(engine, case) == ["check"]
    assert engine.counts().waiting_messages == 1


def thrown(reference: str) -> str:
    """What a throw event holds: a message for the case's own number, with a time to live out of its variables."""
    return (
        '<bpmn:extensionElements><policy:publishMessage xmlns:policy="http://tiaokuai.cn/schema/policy/1.0"'
        ' correlationKey="=number" timeToLive="=life"/>'
        f'</bpmn:extensionElements><bpmn:messageEventDefinition messageRef="{reference}"/>'
    )


def test_one_message_reaches_one_case_the_next_the_other(engine: Engine) -> None:
    engine.deploy({"p.bpmn": WAITS}, CLERK)
    cases = [engine.start("p", {"number": "1"}, CLERK) for _ in range(2)]
    engine.publish("reply", "1")
    engine.run_until_idle()
    assert sorted(at(engine, case) for case in cases) == [[], ["check"]]
    engine.publish("reply", "1")
    engine.run_until_idle()
    assert [at(engine, case) for case in cases] == [["check"], ["check"]]


def test_a_repeated_message_is_ignored_before_and_after_its_delivery(engine: Engine) -> None:
    engine.deploy({"p.bpmn": WAITS}, CLERK)
    cases = [engine.start("p", {"number": "1"}, CLERK) for _ in range(2)]
    for _ in range(2):
        engine.publish("reply", "1", message_id="from-the-grid-77")
    engine.run_until_idle()
    engine.publish("reply", "1", message_id="from-the-grid-77")
    assert engine.run_until_idle() == 0
    assert sorted(at(engine, case) for case in cases) == [[], ["check"]]


def test_a_message_starts_a_case(engine: Engine) -> None:
    engine.deploy({"p.bpmn": started_by_message()}, CLERK)
    engine.publish("report", "", {"place": "江川路"}, message_id="77")
    engine.run_until_idle()
    engine.publish("report", "", {"place": "江川路"}, message_id="77")
    engine.run_until_idle()
    (row,) = engine.instances().rows
    assert engine.variables(row.id) == {"place": "江川路"}
    assert engine.counts().waiting_messages == 0


def test_a_new_version_takes_over_the_message_start(engine: Engine) -> None:
    engine.deploy({"p.bpmn": started_by_message()}, CLERK)
    engine.deploy({"p.bpmn": started_by_message().replace(b"check name", b"check anew")}, CLERK)
    engine.publish("report")
    engine.run_until_idle()
    assert [task.name for task in engine.inbox(WANG).rows] == ["check anew"]


def test_a_case_throws_to_another(engine: Engine) -> None:
    throw = (
        '<bpmn:intermediateThrowEvent id="tell"><bpmn:extensionElements><zeebe:ioMapping>'
        '<zeebe:input source="=verdict" target="answer"/></zeebe:ioMapping></bpmn:extensionElements>'
        f"{received('told')}</bpmn:intermediateThrowEvent>"
    )
    thrower = chain(throw, user_task("after"), id="thrower", roots=[message("told", "reply", "number")])
    engine.deploy({"waits.bpmn": WAITS, "thrower.bpmn": thrower}, CLERK)
    waiting = engine.start("p", {"number": "1"}, CLERK)
    engine.start("thrower", {"number": "1", "verdict": "execute"}, CLERK)
    assert engine.run_until_idle() == 1
    assert at(engine, waiting) == ["check"]
    assert not [found for found in verify(engine.database) if found.difference]


def test_no_message_is_lost_between_throwing_and_waiting(make_engine: MakeEngine) -> None:
    """Messages and waiting cases come at the same time, two routers deliver: every case gets its message."""
    engines = [make_engine(), make_engine(), make_engine()]
    engines[0].deploy({"p.bpmn": WAITS}, CLERK)
    count = 40
    cases: list[str] = []

    def start() -> None:
        cases.extend(engines[0].start("p", {"number": str(number)}, CLERK) for number in range(count))

    def publish() -> None:
        for number in range(count):
            engines[1].publish("reply", str(number), {"got": number})
            engines[1].run_until_idle()

    def route() -> None:
        for _ in range(count):
            engines[2].run_until_idle()

    threads = [threading.Thread(target=one) for one in (start, publish, route)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engines[0].run_until_idle()
    assert [engines[2].variables(case).get("got") for case in cases] == list(range(count))
    kinds = [[step.kind for step in engines[0].case(case).steps] for case in cases]
    assert kinds == [["StartInstance", "DeliverMessage"]] * count
    assert engines[0].counts().waiting_messages == 0
