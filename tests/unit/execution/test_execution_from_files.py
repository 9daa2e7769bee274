"""From the files policy staff write to a running case: reader, decision tables and core together."""

from instance_driver import Case

from engine.diagrams import deployment
from engine.execution.events import ConditionsEvaluated, DecisionEvaluated

BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="here">
  <bpmn:process id="sorting" isExecutable="true">
    <bpmn:startEvent id="Start" name="begin" />
    <bpmn:businessRuleTask id="rule" name="find the kind">
      <bpmn:extensionElements><zeebe:calledDecision decisionId="kind" resultVariable="kind" /></bpmn:extensionElements>
    </bpmn:businessRuleTask>
    <bpmn:exclusiveGateway id="which" name="which?" default="to_other" />
    <bpmn:userTask id="grid" name="handle">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:assignmentDefinition candidateGroups="=[&quot;dispatcher@&quot; + street]" />
        <zeebe:ioMapping><zeebe:output source="=outcome" target="result.text" /></zeebe:ioMapping>
      </bpmn:extensionElements>
      <bpmn:multiInstanceLoopCharacteristics isSequential="false"><bpmn:extensionElements>
        <zeebe:loopCharacteristics inputCollection="=streets" inputElement="street"
          outputCollection="outcomes" outputElement="=outcome" />
      </bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>
    </bpmn:userTask>
    <bpmn:userTask id="other" name="look closer"><bpmn:extensionElements>
      <zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="head@jc" />
    </bpmn:extensionElements></bpmn:userTask>
    <bpmn:endEvent id="End" name="done" />
    <bpmn:sequenceFlow id="f1" sourceRef="Start" targetRef="rule" />
    <bpmn:sequenceFlow id="f2" sourceRef="rule" targetRef="which" />
    <bpmn:sequenceFlow id="to_grid" name="grid" sourceRef="which" targetRef="grid">
      <bpmn:conditionExpression>=kind = "grid"</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="to_other" name="else" sourceRef="which" targetRef="other" />
    <bpmn:sequenceFlow id="f3" sourceRef="grid" targetRef="End" />
    <bpmn:sequenceFlow id="f4" sourceRef="other" targetRef="End" />
  </bpmn:process>
</bpmn:definitions>
"""
DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="k" name="k" namespace="here">
  <decision id="kind" name="kind"><decisionTable id="t" hitPolicy="UNIQUE">
    <input id="i1" label="size"><inputExpression id="ie"><text>size</text></inputExpression></input>
    <output id="o1" name="kind" />
    <rule id="small"><inputEntry id="a"><text>&lt; 10</text></inputEntry>
      <outputEntry id="b"><text>"grid"</text></outputEntry></rule>
    <rule id="large"><inputEntry id="c"><text>&gt;= 10</text></inputEntry>
      <outputEntry id="d"><text>"other"</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>
"""


def _case(size: int) -> Case:
    files = {"sorting.bpmn": BPMN.encode(), "kind.dmn": DMN.encode()}
    (definition,) = deployment.build(files)
    return Case(definition, {"size": size, "streets": ["jc", "gm"]})


def test_a_deployed_diagram_and_its_table_decide_a_case() -> None:
    case = _case(3)
    (made,) = case.said(DecisionEvaluated)
    assert (made.decision, made.inputs, made.rules, made.result) == ("kind", {"size": 3}, ["small"], "grid")
    assert case.said(ConditionsEvaluated)[0].values == {"to_grid": True}
    groups = [task.candidate_groups for task in case.instance.open_user_tasks()]
    assert groups == [["dispatcher@jc"], ["dispatcher@gm"]]
    case.complete("grid", 1, outcome="swept")
    case.complete("grid", outcome="mended")
    assert case.outcome == "completed"
    assert case.variables["outcomes"] == ["mended", "swept"]


def test_the_default_flow_is_taken_when_the_table_says_otherwise() -> None:
    assert _case(30).open == ["other"]
