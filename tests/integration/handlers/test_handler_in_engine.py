"""A handler behind a service task: its outputs reach the case, its complaint becomes the incident."""

from collections.abc import Callable

from engine.history import verify
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from handlers.registry import load

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="tests">
  <bpmn:process id="intake" isExecutable="true">
    <bpmn:startEvent id="Start_1"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="Start_1" targetRef="Service_1"/>
    <bpmn:serviceTask id="Service_1">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="allot-case-number" retries="1"/>
        <zeebe:ioMapping><zeebe:input source="=short" target="streetShortName"/></zeebe:ioMapping>
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_1</bpmn:incoming><bpmn:outgoing>Flow_2</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="Flow_2" sourceRef="Service_1" targetRef="Stop_1"/>
    <bpmn:endEvent id="Stop_1"><bpmn:incoming>Flow_2</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>
"""
CLERK = Actor("zhang", frozenset())


def test_the_number_reaches_the_case_and_a_wrong_type_is_an_incident(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(*load().values())
    engine.deploy({"intake.bpmn": DIAGRAM.encode()}, CLERK)
    numbered = engine.start("intake", {"street": "jiangchuan", "short": "江川"}, CLERK)
    stuck = engine.start("intake", {"street": "jiangchuan", "short": 13800000000}, CLERK)
    engine.run_until_idle()
    assert engine.case(numbered).variables["caseNumber"] == "江川网格〔2026〕00001号"
    (incident,) = engine.case(stuck).incidents
    assert "Handler 'allot-case-number': input 'streetShortName': expected str, got int." in incident.message
    parts = ("code", "field", "problem", "expected", "given")
    assert [incident.details[part] for part in parts] == ["handler_input", "streetShortName", "type", "str", "int"]
    assert "13800000000" not in f"{incident.message} {incident.details}"
    assert [one.difference for one in verify(engine.database)] == [None, None]
