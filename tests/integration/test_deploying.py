"""Deploying: whole or not at all, versions by content, bound at deployment."""

from pathlib import Path

import pytest

from engine.errors import CommandRejected, Refused
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from tests.integration.conftest import MakeEngine
from tests.integration.handling import failing
from tests.integration.people import CLERK, WANG
from tests.process_files import chain, service_task, user_task

DIAGRAMS = Path(__file__).parents[1] / "diagrams"
ONE, TWO = chain(user_task("one")), chain(user_task("two"))


def call(process: str) -> bytes:
    called = f'<zeebe:calledElement processId="{process}"/>'
    activity = (
        '<bpmn:callActivity id="call" name="call">'
        f"<bpmn:extensionElements>{called}</bpmn:extensionElements></bpmn:callActivity>"
    )
    return chain(activity, id="caller")


def test_same_content_same_definition_other_content_next_version(engine: Engine, clock: ManualClock) -> None:
    (first,) = engine.deploy({"p.bpmn": ONE}, CLERK)
    clock.advance(1)
    (again,) = engine.deploy({"p.bpmn": ONE}, WANG)
    (second,) = engine.deploy({"p.bpmn": TWO}, CLERK)
    assert (first.version, first.is_new) == (1, True)
    assert (again.version, again.hash, again.is_new) == (1, first.hash, False)
    assert (second.version, second.is_new) == (2, True)
    (row,) = engine.definitions()
    assert (row.version, row.is_current, row.start_events) == (2, True, {"start": "none"})
    assert [row.version for row in engine.definitions(only_current=False)] == [2, 1]
    assert engine.diagram(first.hash) == ONE


def test_a_running_case_keeps_its_definition(engine: Engine) -> None:
    engine.deploy({"p.bpmn": ONE}, CLERK)
    old = engine.start("p", {}, CLERK)
    engine.deploy({"p.bpmn": TWO}, CLERK)
    new = engine.start("p", {}, CLERK)
    engine.forget()
    assert [engine.open_tasks(case)[0].element for case in (old, new)] == ["one", "two"]
    assert [engine.case(case).instance.version for case in (old, new)] == [1, 2]


def test_deploying_older_content_again_makes_it_current(engine: Engine) -> None:
    engine.deploy({"p.bpmn": ONE}, CLERK)
    engine.deploy({"p.bpmn": TWO}, CLERK)
    (back,) = engine.deploy({"p.bpmn": ONE}, CLERK)
    assert (back.version, back.is_new) == (1, False)
    assert engine.open_tasks(engine.start("p", {}, CLERK))[0].element == "one"


def test_one_bad_file_keeps_all_out(engine: Engine) -> None:
    with pytest.raises(Refused):
        engine.deploy({"p.bpmn": ONE, "q.bpmn": b"<no diagram"}, CLERK)
    assert engine.definitions() == []


def test_a_call_is_bound_to_what_is_deployed_already(engine: Engine) -> None:
    engine.deploy({"p.bpmn": ONE}, CLERK)
    engine.deploy({"caller.bpmn": call("p")}, CLERK)
    engine.deploy({"p.bpmn": TWO}, CLERK)
    case = engine.start("caller", {}, CLERK)
    (row,) = engine.inbox(WANG).rows
    assert (row.element, row.element_process, row.name, row.process_id) == ("one", "p", "one name", "caller")
    view = engine.case(case)
    assert {(active.element, active.process) for active in view.active} == {("call", "caller"), ("one", "p")}
    assert engine.diagram(view.instance.definition_hash, "p") == ONE
    assert engine.diagram(view.instance.definition_hash) == call("p")
    with pytest.raises(Refused):
        engine.deploy({"caller.bpmn": call("nowhere")}, CLERK)


def test_a_call_of_what_only_a_message_starts_is_refused_also_when_that_was_deployed_before(engine: Engine) -> None:
    engine.deploy({"p.bpmn": (DIAGRAMS / "tasks/receive_starts.bpmn").read_bytes()}, CLERK)
    with pytest.raises(Refused) as refused:
        engine.deploy({"caller.bpmn": call("p")}, CLERK)
    assert [finding.rule for finding in refused.value.findings] == ["call.start"]


def test_a_service_task_must_name_a_handler_that_is_there(make_engine: MakeEngine) -> None:
    engine = make_engine(failing(0))
    engine.deploy({"p.bpmn": chain(service_task("a", "register"))}, CLERK)
    with pytest.raises(Refused, match="regsiter"):
        engine.deploy({"p.bpmn": chain(service_task("a", "regsiter"))}, CLERK)


def test_who_remembers_an_older_definition_starts_by_what_others_deployed_since(make_engine: MakeEngine) -> None:
    deployer, starter = make_engine(), make_engine()
    deployer.deploy({"p.bpmn": ONE}, CLERK)
    first = starter.start("p", {}, CLERK, "first")
    deployer.deploy({"p.bpmn": TWO}, CLERK)
    assert starter.start("p", {}, CLERK, "first") == first
    second = starter.start("p", {}, CLERK)
    assert [starter.open_tasks(case)[0].element for case in (first, second)] == ["one", "two"]
    deployer.deploy({"p.bpmn": TWO.replace(b'"start"', b'"begin"')}, CLERK)
    third = starter.start("p", {}, CLERK, start_event="begin")
    assert [starter.case(case).instance.version for case in (first, second, third)] == [1, 2, 3]
    with pytest.raises(CommandRejected):
        starter.start("p", {}, CLERK, start_event="start")
    assert len(starter.instances().rows) == 3


def test_two_engines_see_each_others_deployments(make_engine: MakeEngine) -> None:
    engine, other = make_engine(), make_engine()
    engine.deploy({"p.bpmn": ONE}, CLERK)
    assert other.open_tasks(other.start("p", {}, CLERK))[0].element == "one"
    other.deploy({"p.bpmn": TWO}, CLERK)
    assert engine.open_tasks(engine.start("p", {}, CLERK))[0].element == "two"
