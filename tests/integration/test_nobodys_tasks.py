"""A task that names nobody can be deployed, but is nobody's: only a program that drives the engine may complete it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.embedding import TemporaryEngine
from engine.errors import ExcludedUser, NotAllowed
from engine.history import verify
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from tests.integration.people import CLERK, WANG

DIAGRAMS = Path(__file__).parents[1] / "diagrams"
DIAGRAM = DIAGRAMS / "people/nobody.bpmn"


@pytest.fixture
def case(engine: Engine) -> str:
    engine.deploy({"nobody.bpmn": DIAGRAM.read_bytes()}, CLERK)
    return engine.start("p", {}, CLERK)


def test_no_person_sees_or_may_do_it(engine: Engine, case: str) -> None:
    (task,) = engine.open_tasks(case)
    assert engine.inbox(WANG).rows == ()
    refused: tuple[Callable[[], object], ...] = (
        lambda: engine.claim(case, task.token, WANG),
        lambda: engine.complete(case, task.token, {}, WANG),
        lambda: engine.complete_form(case, task.token, {}, CLERK),
    )
    for attempt in refused:
        with pytest.raises(NotAllowed):
            attempt()
    assert engine.open_tasks(case) == [task]


def test_somebody_who_was_given_it_does_it_and_the_journal_tells(engine: Engine, case: str) -> None:
    (row,) = engine.unassigned()
    assert (row.instance_id, row.name) == (case, "look")
    engine.assign(case, row.token, WANG.id, CLERK, "given")
    engine.assign(case, row.token, WANG.id, CLERK, "given")
    assert engine.unassigned() == []
    assert [one.token for one in engine.inbox(WANG, mine=True).rows] == [row.token]
    engine.forget()
    engine.complete(case, row.token, {}, WANG)
    assert [step.kind for step in engine.case(case).steps] == ["StartInstance", "AssignTask", "CompleteTask"]
    assert [one.difference for one in verify(engine.database)] == [None]


def test_a_wrong_hand_is_mended_by_giving_it_again(engine: Engine, case: str) -> None:
    token = engine.open_tasks(case)[0].token
    engine.assign(case, token, CLERK.id, CLERK)
    engine.assign(case, token, WANG.id, CLERK)
    assert engine.open_tasks(case)[0].assignee == WANG.id


def test_a_trusted_program_does_it_and_takes_nobody_elses(engine: Engine, case: str) -> None:
    program = Actor("suite", trusted=True)
    engine.complete(case, engine.open_tasks(case)[0].token, {"seen": True}, program)
    token = engine.open_tasks(case)[0].token
    engine.claim(case, token, program)
    with pytest.raises(NotAllowed):
        engine.complete(case, token, {}, Actor("another", trusted=True))
    engine.complete(case, token, {}, program)
    assert engine.case(case).variables == {"seen": True, "judge": "suite"}


def test_the_temporary_engine_needs_nobody_and_can_name_somebody() -> None:
    with TemporaryEngine() as engine:
        engine.deploy(DIAGRAM)
        case = engine.start("p")
        case.complete("look")
        case.complete("decide", person="kim")
        assert (case.status, case.variables) == ("completed", {"judge": "kim"})


def test_the_temporary_engine_keeps_four_eyes() -> None:
    with TemporaryEngine() as engine:
        engine.deploy(DIAGRAMS / "people/four_eyes.bpmn")
        case = engine.start("p", {"applicant": "kim"})
        task = next(task for task in case.tasks)
        case.complete(task.element, person="kim")
        with pytest.raises(ExcludedUser):
            case.complete(case.tasks[0].element, person="kim")
