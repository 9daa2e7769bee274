"""Branches that write the same variable are told, whatever they write it with."""

import json

import pytest
from diagram_text import END, START, definitions, flow, flows, node, process

from engine.diagrams import linting
from handlers.registry import load

SCRIPT = node("scriptTask", "script", '<zeebe:script expression="=1" resultVariable="{}"/>')
DECISION = '<zeebe:calledDecision decisionId="d" resultVariable="{}"/>'
MAPPED = '<zeebe:ioMapping><zeebe:output source="=1" target="{}"/></zeebe:ioMapping>'
CALL = '<zeebe:calledElement processId="called" propagateAllChildVariables="true"/>'
FIELD = {"type": "textfield", "key": "answer", "label": "answer", "id": "f1"}
FORM = json.dumps({"type": "default", "schemaVersion": 18, "id": "f", "components": [FIELD]}).encode()

WRITERS = {
    "the handler's output": node("serviceTask", "x", '<zeebe:taskDefinition type="work"/>'),
    "the form's field": node("userTask", "x", '<zeebe:formDefinition formId="f"/>'),
    "the decision's result": node("businessRuleTask", "x", DECISION.format("answer")),
    "the call's mapped output": node("callActivity", "x", CALL + MAPPED.format("answer")),
    "what the called process writes": node("callActivity", "x", CALL),
    "each of several": node(
        "serviceTask",
        "x",
        '<zeebe:taskDefinition type="work"/>',
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>=3</bpmn:loopCardinality>"
        "</bpmn:multiInstanceLoopCharacteristics>",
    ),
}


def told(writer: str, variable: str, handlers: dict[str, tuple[str, ...]]) -> list[str]:
    called = process(
        '<bpmn:startEvent id="s2"/>',
        node("scriptTask", "inner", '<zeebe:script expression="=2" resultVariable="answer"/>'),
        '<bpmn:endEvent id="e2"/>',
        flows("s2", "inner", "e2"),
        identity="called",
    )
    gateways = ('<bpmn:parallelGateway id="split"/>', '<bpmn:parallelGateway id="join"/>')
    ways = (flows("start", "split", "script", "join", "end"), flow("split", "x"), flow("x", "join"))
    diagram = definitions(process(START, *gateways, SCRIPT.format(variable), writer, END, *ways), called)
    found = linting.lint({"a.bpmn": diagram, "f.form": FORM}, handlers=handlers)
    assert not [one for one in found if one.severity == "error"]
    return [one.parameters["variable"] for one in found if one.rule == "variable.parallel"]


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_the_same_variable_beside_a_script_is_told(writer: str) -> None:
    handlers = {"work": ("answer", "note")}
    assert told(writer, "answer", handlers) == ["answer"]
    assert told(writer, "other", handlers) == []


def test_what_a_handler_returns_stays_local_where_it_is_an_input_or_mapped() -> None:
    work = '<zeebe:taskDefinition type="work"/>'
    local = '<zeebe:ioMapping><zeebe:input source="=0" target="answer"/></zeebe:ioMapping>'
    handlers = {"work": ("answer",)}
    assert told(node("serviceTask", "x", work + local), "answer", handlers) == []
    assert told(node("serviceTask", "x", work + MAPPED.format("renamed")), "answer", handlers) == []


def test_the_handlers_of_the_house_say_what_they_return() -> None:
    assert all(one.output_names for one in load().values())
    assert "caseNumber" in load()["allot-case-number"].output_names


SEVERAL = (
    "<bpmn:multiInstanceLoopCharacteristics{}><bpmn:extensionElements>"
    '<zeebe:loopCharacteristics inputCollection="=units" inputElement="unit" outputCollection="answers"'
    ' outputElement="{}"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>'
)
ASKED = '<zeebe:formDefinition formId="f"/>'
OWN = '<zeebe:ioMapping><zeebe:input source="=null" target="answer"/></zeebe:ioMapping>'
AS_WELL = '<zeebe:ioMapping><zeebe:output source="=answer" target="answer"/></zeebe:ioMapping>'


def told_of_instances(writer: str) -> list[str]:
    diagram = definitions(process(START, writer, END, flows("start", "x", "end")))
    found = linting.lint({"a.bpmn": diagram, "f.form": FORM})
    return [one.parameters["variable"] for one in found if one.rule == "variable.instances"]


@pytest.mark.parametrize(
    ("asked", "several", "expected"),
    [
        (ASKED, SEVERAL.format("", "={unit: unit, answer: answer}"), ["answer"]),
        (ASKED + AS_WELL, SEVERAL.format("", "={unit: unit, answer: answer}"), ["answer"]),
        (ASKED, SEVERAL.format("", "=answer"), []),
        (ASKED + AS_WELL, SEVERAL.format("", "=answer"), []),
        (ASKED + OWN, SEVERAL.format("", "={unit: unit, answer: answer}"), []),
        (ASKED, SEVERAL.format(' isSequential="true"', "={unit: unit, answer: answer}"), []),
    ],
    ids=["form", "mapped", "gathered", "mapped and gathered", "own", "one after the other"],
)
def test_instances_that_overwrite_each_other_are_told(asked: str, several: str, expected: list[str]) -> None:
    assert told_of_instances(node("userTask", "x", asked, several)) == expected


def test_what_is_inside_several_subprocesses_is_told_where_it_leaves_them() -> None:
    script = node("scriptTask", "i", '<zeebe:script expression="=1" resultVariable="answer"/>')
    inside = '<bpmn:startEvent id="is"/>' + script + '<bpmn:endEvent id="ie"/>' + flows("is", "i", "ie")
    assert told_of_instances(node("subProcess", "x", "", inside + SEVERAL.format("", "={a: answer}"))) == ["answer"]
    assert told_of_instances(node("subProcess", "x", OWN, inside + SEVERAL.format("", "={a: answer}"))) == []
