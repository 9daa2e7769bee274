"""Tasks that a diagram gives to nobody: operators give them to a person, nobody else may."""

from pathlib import Path

import pytest

from engine.runtime.permissions import Actor
from tests.unit.web.conftest import World

DIAGRAM = Path(__file__).parents[2] / "diagrams" / "people" / "nobody.bpmn"


@pytest.fixture
def task(world: World) -> str:
    """The address at which the task can be given to somebody."""
    world.engine.deploy({DIAGRAM.name: DIAGRAM.read_bytes()}, Actor("zhi"))
    case = world.engine.start("p", {}, Actor("rong"))
    return f"/operations/tasks/{case}/{world.token(case)}/assign"


def test_an_operator_gives_it_to_a_person_who_then_has_it(world: World, task: str) -> None:
    yun = world.signed_in("yun")
    assert task in yun.get("/operations")
    assert "现由梅花办理" in yun.send("/operations", task, person="mei").text
    assert task not in yun.get("/operations")
    case = task.split("/")[3]
    assert f"/tasks/{case}/" in world.signed_in("mei").get("/tasks")
    assert "云行将“look”交给梅花办理" in world.signed_in("shen").get(f"/audit/{case}")


def test_somebody_who_is_not_there_is_refused_in_words(world: World, task: str) -> None:
    yun = world.signed_in("yun")
    answer = yun.send("/operations", task, person="no-such-person")
    assert answer.status_code == 422
    assert "no-such-person" in answer.text
    assert task in answer.text


def test_a_task_that_names_its_group_is_not_an_operator_s_to_give(world: World) -> None:
    case = world.start()
    answer = world.signed_in("yun").send(
        "/operations", f"/operations/tasks/{case}/{world.token(case)}/assign", person="mei"
    )
    assert answer.status_code == 409
    assert world.engine.open_tasks(case)[0].assignee == ""


def test_nobody_else_may(world: World, task: str) -> None:
    for person in ("mei", "zhi", "shen"):
        assert world.signed_in(person).send("/tasks", task, person="mei").status_code == 403
    assert "/assign" not in world.signed_in("zhi").get("/operations")
