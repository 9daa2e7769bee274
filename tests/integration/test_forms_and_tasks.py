"""A task's form is checked by the engine, whoever sends the fields."""

import json

import pytest

from engine.errors import InvalidForm, TaskNotOpen
from engine.runtime.engine import Engine
from tests.integration.people import CLERK, LI, WANG
from tests.process_files import chain, user_task

FORM = json.dumps(
    {
        "type": "default",
        "id": "check-form",
        "schemaVersion": 19,
        "components": [
            {
                "type": "textfield",
                "id": "c1",
                "key": "place",
                "label": "地点",
                "properties": {"label_en": "Place"},
                "validate": {"required": True},
            },
            {"type": "number", "id": "c2", "key": "count", "label": "数量", "properties": {"label_en": "Count"}},
        ],
    },
    ensure_ascii=False,
).encode()


@pytest.fixture
def case(engine: Engine) -> str:
    engine.deploy({"p.bpmn": chain(user_task("check", form="check-form")), "check.form.json": FORM}, CLERK)
    return engine.start("p", {"street": "江川路街道"}, CLERK)


def test_a_task_shows_its_form_and_what_it_may_see(engine: Engine, case: str) -> None:
    view = engine.task(case, engine.open_tasks(case)[0].token)
    assert view.form is not None
    assert view.form.id == "check-form"
    assert view.variables["street"] == "江川路街道"
    assert view.row.name_en == "check in English"


def test_wrong_fields_change_nothing_and_say_which(engine: Engine, case: str) -> None:
    token = engine.open_tasks(case)[0].token
    with pytest.raises(InvalidForm) as refused:
        engine.complete_form(case, token, {"place": "", "count": "many"}, WANG)
    assert set(refused.value.details["errors"]) == {"place", "count"}
    assert engine.open_tasks(case)[0].token == token


def test_right_fields_become_typed_variables(engine: Engine, case: str) -> None:
    token = engine.open_tasks(case)[0].token
    engine.complete_form(case, token, {"place": "江川路 1 号", "count": "3"}, WANG, command_id="form-1")
    assert engine.complete_form(case, token, {"place": "", "count": ""}, WANG, command_id="form-1").repeated
    assert engine.variables(case)["place"] == "江川路 1 号"
    assert engine.variables(case)["count"] == 3


def test_a_closed_task_tells_who_closed_it(engine: Engine, case: str) -> None:
    token = engine.open_tasks(case)[0].token
    engine.complete_form(case, token, {"place": "江川路", "count": "1"}, WANG)
    for late in (
        lambda: engine.task(case, token),
        lambda: engine.complete_form(case, token, {"place": "x"}, LI),
    ):
        with pytest.raises(TaskNotOpen) as error:
            late()
        assert error.value.details["by"] == "wang"
