"""What starts a process beside its start events, from the deployment to the journal (BPMN 2.0.2 §10.3.3, §10.6.6)."""

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from engine.history import verify
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from tests.integration.people import CLERK

DIAGRAMS = Path(__file__).parents[1] / "diagrams"
ASSIGNEE = Actor("clerk")


def deployed(engine: Engine, name: str) -> None:
    engine.deploy({"p.bpmn": (DIAGRAMS / name).read_bytes()}, CLERK)


def cases(engine: Engine) -> list[str]:
    return [row.id for row in engine.instances().rows]


def at(engine: Engine, case: str) -> list[str]:
    return [task.element for task in engine.open_tasks(case)]


def finish(engine: Engine, case: str) -> None:
    for task in engine.open_tasks(case):
        engine.complete(case, task.token, {}, ASSIGNEE)


def sound(engine: Engine) -> bool:
    return not [found for found in verify(engine.database) if found.difference]


def test_a_receive_task_that_instantiates_starts_a_case_for_each_message(engine: Engine) -> None:
    deployed(engine, "tasks/receive_starts.bpmn")
    assert cases(engine) == []
    for number in (1, 2):
        engine.publish("report", variables={"number": number, "where": "江川路"})
    engine.run_until_idle()
    found = cases(engine)
    assert [at(engine, case) for case in found] == [["handle"], ["handle"]]
    assert sorted(engine.variables(case)["number"] for case in found) == [1, 2]
    assert {engine.variables(case)["place"] for case in found} == {"江川路"}
    for case in found:
        finish(engine, case)
        assert engine.case(case).instance.status == "completed"
    assert sound(engine)


@pytest.mark.parametrize(("message", "task"), [("by_phone", "note"), ("by_letter", "scan")])
def test_an_event_gateway_that_instantiates_is_started_by_any_of_its_messages(
    engine: Engine, message: str, task: str
) -> None:
    deployed(engine, "gateways/event_based_starts.bpmn")
    engine.publish(message, variables={"number": 5})
    engine.run_until_idle()
    (case,) = cases(engine)
    assert at(engine, case) == [task]
    finish(engine, case)
    assert engine.case(case).instance.status == "completed"
    assert sound(engine)


@pytest.mark.parametrize("first", ["form", "fee"])
def test_a_parallel_one_is_started_by_the_first_message_and_waits_for_the_other_of_the_same_case(
    engine: Engine, first: str
) -> None:
    deployed(engine, "gateways/event_based_starts_all.bpmn")
    second = "fee" if first == "form" else "form"
    for number in ("5", "6"):
        engine.publish(first, number, {"number": number})
        engine.run_until_idle()
    one, other = sorted(cases(engine), key=lambda case: str(engine.variables(case)["number"]))
    engine.publish(second, "6", {"number": "6"})
    engine.run_until_idle()
    assert (at(engine, one), at(engine, other)) == ([], ["decide"])
    engine.publish(second, "5", {"number": "5"})
    engine.run_until_idle()
    assert at(engine, one) == ["decide"]
    assert sorted(cases(engine)) == sorted([one, other])
    for case in (one, other):
        finish(engine, case)
        assert engine.case(case).instance.status == "completed"
    assert sound(engine)


@pytest.mark.parametrize("order", list(permutations(["form", "fee", "photo"])))
def test_a_start_event_that_needs_several_messages_gathers_those_of_one_case(
    engine: Engine, order: Sequence[str]
) -> None:
    deployed(engine, "events/parallel_multiple_start.bpmn")
    for name in order:
        assert [at(engine, case) for case in cases(engine)] in ([], [[], []])
        for number in ("5", "6"):
            engine.publish(name, number, {"number": number, name: number})
            engine.run_until_idle()
    found = cases(engine)
    assert [at(engine, case) for case in found] == [["decide"], ["decide"]]
    for case in found:
        values = engine.variables(case)
        assert len({values[name] for name in ("number", *order)}) == 1
        finish(engine, case)
        assert engine.case(case).instance.status == "completed"
    assert sound(engine)


def test_only_the_newest_version_is_started(engine: Engine) -> None:
    deployed(engine, "tasks/receive_starts.bpmn")
    again = (DIAGRAMS / "tasks/receive_starts.bpmn").read_bytes().replace(b'name="handle"', b'name="handle it"')
    engine.deploy({"p.bpmn": again}, CLERK)
    engine.publish("report", variables={"number": 1, "where": ""})
    engine.run_until_idle()
    (case,) = cases(engine)
    assert engine.task(case, engine.open_tasks(case)[0].token).row.name == "handle it"
