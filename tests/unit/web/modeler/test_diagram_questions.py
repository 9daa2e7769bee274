"""What the diagram editor asks: clauses, handlers, choices, variables, findings, in both languages and only for readers."""

import json
from typing import Any

import pytest

from tests.unit.web.conftest import HERE, Browser, World

FILE = "pothole.bpmn"
XML = (HERE / "procedure" / FILE).read_text(encoding="utf-8")


def asked(browser: Browser, address: str) -> Any:
    return json.loads(browser.get(f"/workshop/{address}"))


def posted(browser: Browser, address: str, xml: str, element: str = "", file: str = FILE) -> Any:
    token = asked(browser, "token")["token"]
    answer = browser.client.post(
        f"/workshop/{address}", json={"file": file, "xml": xml, "element": element}, headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 200
    return answer.get_json()


def test_an_auditor_reads_and_a_caseworker_does_not(world: World) -> None:
    assert asked(world.signed_in("shen"), "clauses.json")
    for address in ("clauses.json", "templates.json", "pothole/choices.json"):
        assert world.signed_in("mei").client.get(f"/workshop/{address}").status_code == 403


def test_handlers_are_offered_with_typed_fields_in_the_reader_s_language(world: World) -> None:
    found = {one["name"]: one for one in asked(world.signed_in("zhi"), "templates.json")}
    report = found["report-to-system"]
    assert report["label"] == "向外部系统报送"
    inputs = {field["name"]: field for field in report["inputs"]}
    assert inputs["event"]["required"]
    assert not inputs["caseNumber"]["required"]
    assert {"value": "closed", "label": "已结案"} in inputs["event"]["choices"]
    assert found["assessment-bulletin"]["inputs"][6]["rows"][0] == {
        "name": "unit",
        "label": "单位",
        "kind": "text",
        "required": True,
        "choices": [],
        "rows": [],
    }


def test_what_may_be_referred_to(world: World) -> None:
    found = asked(world.signed_in("zhi"), "pothole/choices.json")
    assert {"id": "mender", "label": "修补员", "procedure": ""} in found["roles"]
    assert [one["id"] for one in found["processes"]] == ["pothole"]
    assert found["forms"][0]["procedure"] == "pothole"
    fill = next(one for one in found["forms"] if one["id"] == "pothole_fill")
    assert (fill["label"], fill["file"], fill["of"]) == ("填平坑洞", "pothole_fill.form.json", "路面坑洞")


def test_variables_know_where_they_come_from(world: World) -> None:
    browser = world.signed_in("zhi")
    found = {one["name"]: one for one in posted(browser, "pothole/variables", XML, "Fill")}
    assert found["place"]["label"]
    assert found["place"]["from"].startswith("在“")
    assert not found["place"]["own"]
    assert posted(browser, "pothole/variables", "<nothing", "Fill") == []


def test_findings_name_the_element_the_rule_and_the_remedy(world: World) -> None:
    browser = world.signed_in("zhi")
    assert posted(browser, "pothole/lint", XML)["counts"]["error"] == 0
    edited = XML.replace('formId="pothole_fill"', 'formId="nowhere"')
    assert edited != XML
    answer = posted(browser, "pothole/lint", edited)
    assert answer["counts"]["error"] == 1
    (error,) = [one for one in answer["findings"] if one["severity"] == "error"]
    assert (error["rule"], error["element"]) == ("user_task.form_unknown", "Fill")
    assert "nowhere" in error["message"]
    assert error["remedy"]


def test_a_draft_that_another_saved_is_met_at_once(world: World) -> None:
    browser = world.signed_in("zhi")
    calling = XML.replace('formId="pothole_fill"', 'formId="fresh"')
    assert posted(browser, "pothole/lint", calling)["counts"]["error"] == 1
    form = json.dumps({"id": "fresh", "type": "default", "schemaVersion": 18, "components": []})
    saved = browser.client.put(
        "/workshop/pothole/files/fresh.form.json",
        data=form,
        headers={"X-CSRFToken": asked(browser, "token")["token"], "If-Match": '"removed"'},
    )
    assert saved.status_code == 200, saved.get_data(as_text=True)
    assert posted(browser, "pothole/lint", calling)["counts"]["error"] == 0


@pytest.mark.parametrize("sent", [b"", b"[]", b'{"file": 1}'])
def test_what_is_no_question_is_refused(world: World, sent: bytes) -> None:
    browser = world.signed_in("zhi")
    token = asked(browser, "token")["token"]
    answer = browser.client.post("/workshop/pothole/lint", data=sent, headers={"X-CSRFToken": token})
    assert answer.status_code == 400
