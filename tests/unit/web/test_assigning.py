"""Tasks that a diagram gives to nobody: operators give them to a person, nobody else may."""

from pathlib import Path

import pytest

from engine.history import verify
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


def test_the_people_to_choose_from_are_found_by_name_or_unit(world: World, task: str) -> None:
    yun = world.signed_in("yun")
    everybody = yun.get(task)
    assert 'value="mei"' in everybody
    assert 'value="xi"' in everybody
    assert 'value="mei"' not in yun.get(f"{task}?q=西片")
    assert 'value="xi"' in yun.get(f"{task}?q=西片")
    assert "没有符合的人员" in yun.get(f"{task}?q=nobody-of-this-name")


@pytest.fixture
def held(world: World) -> str:
    """The address at which a task that mei holds can be given to another mender of the east."""
    case = world.start()
    world.engine.claim(case, world.token(case), Actor("mei", frozenset({"mender@east"})))
    return f"/operations/tasks/{case}/{world.token(case)}/assign"


def test_what_somebody_holds_goes_to_a_colleague_for_a_reason_that_the_history_tells(world: World, held: str) -> None:
    yun, case = world.signed_in("yun"), held.split("/")[3]
    assert held in yun.get("/people/mei")
    page = yun.get(held)
    assert 'value="ming"' in page
    assert 'value="mei"' not in page
    assert 'value="xi"' not in page
    assert "现由明亮办理" in yun.send(held, held, person="ming", reason="梅花病假。").text
    assert world.engine.open_tasks(case)[0].assignee == "ming"
    assert held not in yun.get("/people/mei")
    assert "交给明亮办理，理由：梅花病假。" in world.signed_in("shen").get(f"/audit/{case}")
    world.engine.complete(case, world.token(case), {}, Actor("ming", frozenset({"mender@east"})))
    assert [one.difference for one in verify(world.engine.database)] == [None]


def test_it_goes_to_nobody_without_a_reason_and_to_nobody_of_another_group(world: World, held: str) -> None:
    yun = world.signed_in("yun")
    for fields in (
        {"person": "ming"},
        {"person": "ming", "reason": " "},
        {"person": "xi", "reason": "病假"},
        {"reason": "病假"},
    ):
        answer = yun.send(held, held, **fields)
        assert answer.status_code == 422, fields
        assert "error-summary" in answer.text
    assert world.engine.open_tasks(held.split("/")[3])[0].assignee == "mei"


def test_only_operators_give_away_what_somebody_holds(world: World, held: str) -> None:
    for person in ("ming", "zhi", "shen"):
        signed_in = world.signed_in(person)
        assert signed_in.client.get(held).status_code == 403
        assert signed_in.send("/tasks", held, person="ming", reason="病假").status_code == 403
    assert held not in world.signed_in("zhi").get("/people/mei")
