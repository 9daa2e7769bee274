"""The preview beside the form editor: the caseworkers' own rendering and checks, in either language, nothing kept."""

import io
import json
from typing import Any

from tests.unit.web.conftest import Browser, World

ADDRESS = "/workshop/pothole/forms/preview"
FIELDS = [
    {
        "type": "textfield",
        "id": "F1",
        "key": "place",
        "label": "地点",
        "validate": {"required": True},
        "properties": {"label_en": "Place"},
    },
    {"type": "radio", "id": "F2", "key": "danger", "label": "危险", "values": [{"label": "是", "value": "yes"}]},
    {
        "type": "number",
        "id": "F3",
        "key": "depth",
        "label": "深度",
        "conditional": {"hide": "=danger = null"},
        "validate": {"max": 5},
    },
    {"type": "textfield", "id": "F4", "key": "caseNumber", "label": "编号", "readonly": True},
    {"type": "select", "id": "F5", "key": "street", "label": "街道", "valuesExpression": "=organisation.streets"},
]


def schema(fields: list[dict[str, Any]]) -> str:
    return json.dumps({"type": "default", "id": "report", "schemaVersion": 18, "components": fields})


def drawn(browser: Browser, sent: dict[str, object]) -> str:
    return browser.send("/tasks", ADDRESS, **sent).get_data(as_text=True)


def test_it_is_drawn_as_caseworkers_get_it_in_the_language_asked_for(world: World) -> None:
    officer = world.signed_in("zhi")
    page = drawn(officer, {"schema": schema(FIELDS), "shown_in": "en"})
    assert "Place" in page
    assert 'value="east"' in page
    assert 'name="depth"' not in page
    assert 'name="example:caseNumber"' in page
    assert "地点" in drawn(officer, {"schema": schema(FIELDS), "shown_in": "zh"})


def test_conditions_and_examples_are_followed(world: World) -> None:
    sent = {"schema": schema(FIELDS), "shown_in": "en", "danger": "yes", "example:caseNumber": "七号"}
    page = drawn(world.signed_in("zhi"), sent)
    assert 'name="depth"' in page
    assert "<dd>七号</dd>" in page


def test_checking_says_what_is_wrong_and_else_what_the_case_would_get(world: World) -> None:
    officer = world.signed_in("zhi")
    sent = {"schema": schema(FIELDS), "shown_in": "en", "check": "1", "danger": "yes", "depth": "6"}
    wrong = drawn(officer, sent)
    assert "Fill this in." in wrong
    assert "The most is 5." in wrong
    assert "The case would get" not in wrong
    right = drawn(officer, {**sent, "place": "东川路", "depth": "4", "street": "east"})
    assert "The case would get" in right
    assert "<code>depth</code></td><td>4</td>" in right


def test_a_form_that_the_engine_refuses_is_told_component_by_component(world: World) -> None:
    bad = [*FIELDS, {"type": "button", "id": "B1", "label": "按钮"}, {**FIELDS[0], "id": "F6"}]
    page = drawn(world.signed_in("zhi"), {"schema": schema(bad), "shown_in": "en"})
    assert 'data-component="B1"' in page
    assert "Components of type button are not supported." in page
    assert 'data-component="place"' in page


def test_an_expression_without_a_result_is_told_and_examples_can_be_given(world: World) -> None:
    broken = [{**FIELDS[4], "valuesExpression": "=rows"}]
    officer = world.signed_in("zhi")
    page = drawn(officer, {"schema": schema(broken), "shown_in": "en", "example:rows": "7"})
    assert "no result with these example values" in page
    assert 'name="example:rows"' in page
    given = {"schema": schema(broken), "shown_in": "en", "example:rows": '["a", {"value": "b", "label": "乙"}]'}
    assert '<option value="b">乙</option>' in drawn(officer, given)


def test_a_chosen_file_counts_by_its_name_and_is_not_taken_in(world: World) -> None:
    files = [{"type": "filepicker", "id": "F7", "key": "photos", "label": "照片", "validate": {"required": True}}]
    sent = {"schema": schema(files), "shown_in": "en", "check": "1", "photos": (io.BytesIO(b"x"), "a.jpg")}
    page = drawn(world.signed_in("zhi"), sent)
    assert "<td>a.jpg</td>" in page


def test_only_those_who_may_read_the_workshop_are_answered(world: World) -> None:
    assert world.signed_in("mei").send("/tasks", ADDRESS, schema=schema(FIELDS)).status_code == 403
