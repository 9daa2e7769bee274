"""What is known of a real person stands nowhere in a recorded scenario: each place of a case holds a canary here."""

import json
from typing import Any

import pytest

from engine.diagrams.forms import Component, Option
from engine.runtime.permissions import Actor
from tests.unit.web.conftest import Browser, World
from tests.unit.web.modeler.test_recording import MEI, recorded, seen_by_officers
from web.modeler import runs
from web.modeler.trials.recording import shaping
from web.modeler.trials.recording.removing import Known, Remover

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">'
)
DIAGRAM = f"""{HEAD}
  <bpmn:message id="Told" name="kin told">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=phone"/></bpmn:extensionElements></bpmn:message>
  <bpmn:process id="visit_kin" name="走访" isExecutable="true">
    <bpmn:extensionElements><zeebe:properties><zeebe:property name="starters" value="reporter"/></zeebe:properties></bpmn:extensionElements>
    <bpmn:startEvent id="Start" name="走访开始"><bpmn:extensionElements><zeebe:formDefinition formId="kin_told"/></bpmn:extensionElements></bpmn:startEvent>
    <bpmn:intermediateCatchEvent id="Wait" name="等来信"><bpmn:messageEventDefinition messageRef="Told"/></bpmn:intermediateCatchEvent>
    <bpmn:userTask id="Look" name="上门看望"><bpmn:extensionElements><zeebe:userTask/>
      <zeebe:formDefinition formId="kin_seen"/><zeebe:assignmentDefinition candidateGroups="mender@east"/></bpmn:extensionElements></bpmn:userTask>
    <bpmn:endEvent id="End" name="已看望"/>
    <bpmn:sequenceFlow id="f1" sourceRef="Start" targetRef="Wait"/>
    <bpmn:sequenceFlow id="f2" sourceRef="Wait" targetRef="Look"/>
    <bpmn:sequenceFlow id="f3" sourceRef="Look" targetRef="End"/>
  </bpmn:process>
</bpmn:definitions>"""
PERSONAL = {"personal": "true"}


def field(kind: str, key: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": f"甲{key}", **more}


def listed(*values: str) -> list[dict[str, str]]:
    return [{"value": one, "label": one} for one in values]


def form(id: str, *components: dict[str, Any]) -> bytes:
    return json.dumps({"type": "default", "id": id, "schemaVersion": 18, "components": components}).encode()


TOLD = form(
    "kin_told",
    field("textfield", "phone", properties=PERSONAL, validate={"required": True, "validationType": "phone"}),
    {
        "type": "group",
        "id": "inner",
        "label": "内",
        "components": [
            field("textfield", "card", properties=PERSONAL, validate={"pattern": "^[1-9][0-9]{16}[0-9X]$"}),
            field("textfield", "name", properties=PERSONAL),
            field("datetime", "born", subtype="date", properties=PERSONAL),
            field("number", "age", properties=PERSONAL, validate={"min": 18}),
            field("select", "illness", properties=PERSONAL, values=listed("none", "cancer")),
            field("radio", "faith", properties=PERSONAL, values=listed("unsaid", "daoist")),
            field("checklist", "aids", properties=PERSONAL, values=listed("stick", "wheelchair", "prosthesis")),
            field("checkbox", "convicted", properties=PERSONAL),
        ],
    },
    field("filepicker", "papers", multiple=True),
    field("radio", "urgent", values=listed("yes", "no")),
    field("datetime", "on", subtype="date"),
    field("number", "rooms"),
)
SEEN = form(
    "kin_seen",
    field("select", "household", valuesExpression="=data.households"),
    field("textarea", "comment"),
)
BEGUN = {
    "phone": "13912345678",
    "card": "310112195003120016",
    "name": "王小明𠮷",
    "born": "1950-03-12",
    "age": 76,
    "illness": "cancer",
    "faith": "daoist",
    "aids": ["wheelchair", "prosthesis"],
    "convicted": True,
    "papers": ["残疾证-王小明.pdf"],
    "urgent": "yes",
    "on": "2026-03-01",
    "rooms": 3,
}
BROUGHT = {
    "households": ["东川路800弄3号", "东川路800弄5号"],
    "kin": {"王大明": [{"born": "1948-05-06", "line": 13987654321, "said": "他女儿在苏州", "illness": "cancer"}]},
    "wide": "电话１３９８７６５４３２１",
    "birthday": "1951-07-08",
    "photo": {"name": "王小明在家.jpg", "size": 2048},
    "until": "2026-03-09",
}
CANARIES = (
    *(
        "1391234",
        "1398765",
        "9876543",
        "９８７",
        "31011219",
        "王",
        "𠮷",
        "小明",
        "1950-03",
        "1948-05",
        "1951-07",
        "age: 76",
    ),
    *("cancer", "daoist", "wheelchair", "prosthesis", "残疾证", "东川路", "苏州", ".jpg", "隔壁", "rong", "mei"),
)


@pytest.fixture
def officer(world: World) -> Browser:
    seen_by_officers(world)
    return world.signed_in("zhi")


def test_no_canary_is_left_and_the_scenario_plays_as_the_case_went(world: World, officer: Browser) -> None:
    files = {"visit_kin.bpmn": DIAGRAM.encode(), "kin_told.form": TOLD, "kin_seen.form": SEEN}
    world.engine.deploy(files, Actor("zhi"))
    case = world.engine.start("visit_kin", BEGUN, Actor("rong", frozenset({"reporter@east"})))
    world.engine.publish("kin told", BEGUN["phone"], BROUGHT)
    world.engine.run_until_idle()
    answers = {"household": "东川路800弄3号", "comment": "隔壁说他常不在家"}
    world.engine.complete(case, world.token(case), answers, MEI)
    address = recorded(world, officer, case)
    with world.app.app_context():
        result = runs.get(address.rpartition("/")[2]).result
    written = json.dumps(result, ensure_ascii=False)
    assert [one for one in CANARIES if one in written] == []
    assert (result["code"], result["details"]) == ("", {})
    for kept in ("urgent: 'yes'", "rooms: 3", "'2026-03-01'", "'2026-03-09'", "ended: 已看望"):
        assert kept in result["text"], result["text"]


def component(kind: Any, key: str, **more: Any) -> Component:
    return Component(kind=kind, name=key, key=key, **more)


def test_a_chosen_person_is_replaced_by_who_acts_or_by_the_first_option_that_is_nobody() -> None:
    options = (Option("wang", "王"), Option("li", "李"), Option("nobody", "无"))
    fields = {"who": component("select", "who", options=options), "all": component("checklist", "all", options=options)}
    remover = Remover(Known(fields, codes={"wang", "li", "nobody"}, people={"wang", "li"}), {"li": "stand-in-1"})
    assert remover.value("who", "wang") == "nobody"
    assert remover.value("who", "li") == "stand-in-1"
    assert remover.value("all", ["wang", "nobody"]) == ["nobody"]
    assert remover.text("wang") != "wang"
    assert {one.reason for one in remover.removed} == {"choice", "text"}


def test_a_choice_of_the_organisation_stays_and_one_from_the_case_is_replaced() -> None:
    fields = {"unit": component("select", "unit", options_from="organisation.streets")}
    remover = Remover(Known(fields, offered=lambda one: ["east", "west"]), {})
    assert remover.value("unit", "west") == "west"
    assert remover.value("unit", "三号楼王家") == "east"


def test_a_pattern_that_takes_too_long_is_given_up_and_the_field_left_out() -> None:
    slow = component("textfield", "code", personal=True, pattern="^(([0x某]+)+)+$")
    value = "a1" * 40 + "!"
    assert Remover(Known({"code": slow}), {}).value("code", value) is None


def test_a_placeholder_is_of_the_same_shape_in_every_script() -> None:
    assert next(shaping.like("王é٣１ Ab-𠮷")) == "某某00 Xx-某"
