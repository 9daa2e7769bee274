"""What new files begin with: the least that its editor opens and the engine reads."""

import json
from xml.sax.saxutils import quoteattr

from web.language import Name
from web.modeler.files import SCENARIOS, Kind, stem

ENDINGS: dict[Kind, str] = {"diagram": ".bpmn", "table": ".dmn", "form": ".form.json", "scenario": ".yaml"}

_DIAGRAM = """\
<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:policy="http://tiaokuai.cn/schema/policy/1.0" id="Definitions_{id}" targetNamespace="http://tiaokuai.cn/processes">
  <bpmn:process id="{id}" name={name} isExecutable="true">
    <bpmn:extensionElements>
      <zeebe:properties>
        <zeebe:property name="name:en" value={name_en}/>
      </zeebe:properties>
    </bpmn:extensionElements>
    <bpmn:startEvent id="Start" name="开始">
      <bpmn:outgoing>Flow_1</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:endEvent id="End" name="结束">
      <bpmn:incoming>Flow_1</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="Start" targetRef="End"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Diagram_{id}">
    <bpmndi:BPMNPlane id="Plane_{id}" bpmnElement="{id}">
      <bpmndi:BPMNShape id="Shape_Start" bpmnElement="Start">
        <dc:Bounds x="180" y="160" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="187" y="203" width="22" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Shape_End" bpmnElement="End">
        <dc:Bounds x="420" y="160" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="427" y="203" width="22" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="Edge_Flow_1" bpmnElement="Flow_1">
        <di:waypoint x="216" y="178"/>
        <di:waypoint x="420" y="178"/>
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""

_TABLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="Tables_{id}" name={name} namespace="http://tiaokuai.cn/processes">
  <decision id="{id}" name={name}>
    <variable id="{id}_result" name="{id}"/>
    <decisionTable id="{id}_table" hitPolicy="UNIQUE">
      <input id="{id}_in1" label="条件">
        <inputExpression id="{id}_in1_expression" typeRef="string">
          <text>condition</text>
        </inputExpression>
      </input>
      <output id="{id}_out1" label="结果" name="result" typeRef="string"/>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="Diagram_{id}">
      <dmndi:DMNShape id="Shape_{id}" dmnElementRef="{id}">
        <dc:Bounds x="160" y="100" width="180" height="80"/>
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""

_SCENARIO = """\
name: {name}
name_en: {name_en}
process: {process}
clock: 2026-03-02T09:00:00+08:00

start:
  variables: {{}}

steps:
  - advance: PT1H
"""


def file_name(kind: Kind, name: str) -> str:
    """The file of this kind and name."""
    return (SCENARIOS if kind == "scenario" else "") + name + ENDINGS[kind]


def content(kind: Kind, file: str, title: Name, process: str) -> bytes:
    """A new file; a scenario is one of `process`. The title is what people read."""
    id = stem(file)
    name, name_en = quoteattr(title.zh or id), quoteattr(title.en or title.zh or id)
    if kind == "diagram":
        return _DIAGRAM.format(id=id, name=name, name_en=name_en).encode()
    if kind == "table":
        return _TABLE.format(id=id, name=name).encode()
    if kind == "form":
        form = {"schemaVersion": 18, "type": "default", "id": id, "components": []}
        return (json.dumps(form, indent=2) + "\n").encode()
    words = [json.dumps(one, ensure_ascii=False) for one in (title.zh or id, title.en or title.zh or id)]
    return _SCENARIO.format(name=words[0], name_en=words[1], process=process).encode()
