"""Tasks of somebody who is away: offered to their substitute, and journalled for both."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import ExcludedUser, NotAllowed, TaskAlreadyClaimed
from engine.execution.commands import ClaimTask, CompleteTask
from engine.history import read, verify
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor

MakeEngine = Callable[..., Engine]
DIAGRAM = Path(__file__).parents[1] / "diagrams" / "people" / "four_eyes.bpmn"
GROUP = "reviewer@office"
ANN = Actor("ann", frozenset({GROUP}))
BEN = Actor("ben", frozenset({"clerk@office"}))
FOR_ANN = Actor("ben", frozenset({"clerk@office"}), stands_in_for=(ANN,))


@pytest.fixture
def engine(make_engine: MakeEngine) -> Engine:
    engine = make_engine()
    engine.deploy({"four_eyes.bpmn": DIAGRAM.read_bytes()}, Actor("policy"))
    return engine


def _case(engine: Engine, starter: str = "cai") -> tuple[str, int]:
    case = engine.start("p", {}, Actor(starter))
    return case, engine.open_tasks(case)[0].token


def test_the_substitute_is_offered_the_tasks_of_the_absent(engine: Engine) -> None:
    case, token = _case(engine)
    assert engine.inbox(BEN).rows == ()
    assert [row.instance_id for row in engine.inbox(FOR_ANN, mine=False).rows] == [case]
    engine.claim(case, token, ANN)
    assert [row.assignee for row in engine.inbox(FOR_ANN, mine=False).rows] == ["ann"]
    assert [row.assignee for row in engine.inbox(FOR_ANN).rows] == ["ann"]
    assert engine.inbox_counts(FOR_ANN) == (0, 1)


def test_the_journal_says_who_did_it_for_whom(engine: Engine) -> None:
    case, token = _case(engine)
    engine.claim(case, token, ANN)
    engine.claim(case, token, FOR_ANN)
    assert engine.open_tasks(case)[0].assignee == "ben"
    engine.complete(case, token, {}, FOR_ANN)
    claimed, completed = [step.command for step in read.steps(engine.database, case)][-2:]
    assert isinstance(claimed, ClaimTask)
    assert isinstance(completed, CompleteTask)
    assert (claimed.actor, claimed.behalf) == ("ben", "ann")
    assert completed.actor == "ben"
    assert engine.variables(case)["checker"] == "ben"
    assert [one.difference for one in verify(engine.database, case)] == [None]


def test_who_may_do_it_themselves_does_it_for_nobody(engine: Engine) -> None:
    case, token = _case(engine)
    engine.claim(case, token, Actor("ben", frozenset({GROUP}), stands_in_for=(ANN,)))
    (command,) = [step.command for step in read.steps(engine.database, case)][1:]
    assert isinstance(command, ClaimTask)
    assert command.behalf == ""


@pytest.mark.parametrize("starter", ["ann", "ben"])
def test_exclusion_holds_for_the_absent_and_for_the_substitute(engine: Engine, starter: str) -> None:
    case, token = _case(engine, starter)
    assert engine.inbox(FOR_ANN).rows == ()
    for command in (engine.claim, lambda *given: engine.complete(*given[:2], {}, given[2])):
        with pytest.raises(ExcludedUser):
            command(case, token, FOR_ANN)


def test_without_an_absence_nothing_is_allowed(engine: Engine) -> None:
    case, token = _case(engine)
    with pytest.raises(NotAllowed):
        engine.claim(case, token, BEN)
    engine.claim(case, token, Actor("dan", frozenset({GROUP})))
    with pytest.raises(TaskAlreadyClaimed):
        engine.claim(case, token, FOR_ANN)
