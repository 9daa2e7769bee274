"""A command sent twice is applied once."""

import pytest

from engine.errors import CommandRejected
from engine.runtime.engine import Engine
from tests.integration.conftest import MakeEngine
from tests.integration.people import CLERK, WANG
from tests.process_files import chain, loop, user_task


def test_a_repeated_start_returns_the_first_instance(make_engine: MakeEngine) -> None:
    engine, other = make_engine(), make_engine()
    engine.deploy({"p.bpmn": chain(user_task("check"))}, CLERK)
    first = engine.start("p", {"a": 1}, CLERK, command_id="start-1")
    assert engine.start("p", {"a": 2}, CLERK, command_id="start-1") == first
    assert other.start("p", {"a": 3}, CLERK, command_id="start-1") == first
    assert engine.case(first).variables == {"a": 1}
    assert len(engine.instances().rows) == 1


def test_a_repeated_completion_returns_the_first_outcome(make_engine: MakeEngine) -> None:
    engine, other = make_engine(), make_engine()
    engine.deploy({"p.bpmn": loop()}, CLERK)
    case = engine.start("p", {"done": False}, CLERK)
    token = engine.open_tasks(case)[0].token
    first = engine.complete(case, token, {"n": 1}, WANG, command_id="once")
    again = engine.complete(case, token, {"n": 2}, WANG, command_id="once")
    elsewhere = other.complete(case, token, {"n": 3}, WANG, command_id="once")
    assert (first.seq, first.repeated) == (2, False)
    assert {(again.seq, again.repeated), (elsewhere.seq, elsewhere.repeated)} == {(2, True)}
    assert engine.case(case).variables["n"] == 1


def test_an_id_that_could_be_applied_again_is_not(engine: Engine) -> None:
    """A claim of what one holds is no error, so only the journal can tell the repetition."""
    engine.deploy({"p.bpmn": chain(user_task("check"))}, CLERK)
    case = engine.start("p", {}, CLERK)
    token = engine.open_tasks(case)[0].token
    engine.claim(case, token, WANG, command_id="claim-1")
    assert engine.claim(case, token, WANG, command_id="claim-1").repeated
    assert [step.kind for step in engine.case(case).steps] == ["StartInstance", "ClaimTask"]
    engine.complete(case, token, {}, WANG)
    assert engine.case(case).instance.status == "completed"


def test_an_id_belongs_to_one_instance(engine: Engine) -> None:
    engine.deploy({"p.bpmn": chain(user_task("check"))}, CLERK)
    one, other = engine.start("p", {}, CLERK), engine.start("p", {}, CLERK)
    engine.complete(one, engine.open_tasks(one)[0].token, {}, WANG, command_id="mine")
    with pytest.raises(CommandRejected):
        engine.complete(other, engine.open_tasks(other)[0].token, {}, WANG, command_id="mine")
    assert engine.case(other).instance.status == "active"
