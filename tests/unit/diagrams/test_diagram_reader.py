"""What the reader makes of a file."""

import pytest
from diagram_text import END, MESSAGE, START, around, boundary, definitions, flow, flows, node, process, step, timer
from rich_diagram import RICH

from engine.diagrams import reader, traversal
from engine.diagrams.model import (
    BoundaryEvent,
    BusinessRuleTask,
    CallActivity,
    Diagram,
    ErrorDefinition,
    ExclusiveGateway,
    Expression,
    FlowNode,
    IntermediateThrowEvent,
    Lane,
    MessageDefinition,
    MultiInstance,
    MultipleDefinition,
    ScriptTask,
    SequenceFlow,
    ServiceTask,
    StartEvent,
    SubProcess,
    TerminateDefinition,
    TimerDefinition,
    UserTask,
    VariableMapping,
)
from engine.errors import Refused


@pytest.fixture(scope="module")
def rich() -> Diagram:
    return reader.read("rich.bpmn", RICH)


@pytest.fixture(scope="module")
def nodes(rich: Diagram) -> dict[str, FlowNode]:
    return {found.id: found for found in traversal.nodes(rich.processes["p"])}


def test_a_user_task(nodes: dict[str, FlowNode]) -> None:
    assert nodes["user"] == UserTask(
        id="user",
        name="user name",
        line=1,
        incoming=("start-user",),
        outgoing=("user-service",),
        documentation="What to do",
        basis=("2.1.1.a", "2.1.1.b"),
        practice=True,
        lane="l1",
        name_en="User",
        inputs=(VariableMapping(Expression("a"), "b"),),
        outputs=(VariableMapping(Expression("c"), "d.e"),),
        properties={"name:en": "User"},
        multi_instance=MultiInstance(
            sequential=True,
            input_collection=Expression("streets"),
            input_element="street",
            output_collection="opinions",
            output_element=Expression("opinion"),
            completion_condition=Expression("done"),
        ),
        form="opinion",
        form_binding="deployment",
        assignee=Expression("someone"),
        candidate_groups="clerk@a, head@b",
        candidate_users=Expression("people"),
        due_date=Expression("due"),
        follow_up_date="2026-01-01",
        priority="70",
    )


def test_tasks_and_calls(nodes: dict[str, FlowNode]) -> None:
    service, rule, script, call = nodes["service"], nodes["rule"], nodes["script"], nodes["call"]
    assert isinstance(service, ServiceTask)
    assert (service.type, service.retries, service.headers) == ("notify", "5", {"k": "v"})
    assert isinstance(rule, BusinessRuleTask)
    assert (rule.decision, rule.result_variable, rule.binding) == ("class", "class", "deployment")
    assert isinstance(script, ScriptTask)
    assert (script.expression, script.result_variable) == (Expression("1 + 1"), "two")
    assert isinstance(call, CallActivity)
    assert (call.process, call.binding, call.version_tag) == ("other", "versionTag", "v1")
    assert not call.propagate_all_parent_variables
    assert not call.propagate_all_child_variables


def test_events(nodes: dict[str, FlowNode]) -> None:
    late, failed, thrown = nodes["late"], nodes["failed"], nodes["thrown"]
    assert isinstance(late, BoundaryEvent)
    assert (late.attached_to, late.interrupting) == ("user", False)
    assert late.definition == TimerDefinition("cycle", "R3/PT1H")
    assert isinstance(failed, BoundaryEvent)
    assert (failed.interrupting, failed.definition) == (True, ErrorDefinition("BAD"))
    assert isinstance(thrown, IntermediateThrowEvent)
    assert thrown.definition == MessageDefinition("reply", Expression("other"), "PT1H")
    assert traversal.definition(nodes["caught"]) == MessageDefinition("reply", Expression("key"))
    assert traversal.definition(nodes["until"]) == TimerDefinition("date", Expression("deadline"))
    assert traversal.definition(nodes["stop"]) == TerminateDefinition()
    assert traversal.definition(nodes["start"]) is None


def test_gateways_and_flows(rich: Diagram, nodes: dict[str, FlowNode]) -> None:
    either = nodes["either"]
    assert isinstance(either, ExclusiveGateway)
    assert either.default == "either-many"
    assert either.outgoing == ("either-many", "f")
    assert rich.processes["p"].scope.flows["f"] == SequenceFlow(
        "f", "yes", "either", "stop", Expression("a > 1"), ("2.1.1.a",), True, "Yes", 1
    )


def test_a_subprocess_holds_its_own_scope(rich: Diagram) -> None:
    sub = rich.processes["p"].scope.nodes["sub"]
    assert isinstance(sub, SubProcess)
    assert list(sub.scope.nodes) == ["inner-start", "script", "inner-end"]
    assert "script" not in rich.processes["p"].scope.nodes


def test_lanes_the_innermost_counts(rich: Diagram, nodes: dict[str, FlowNode]) -> None:
    outer, inner = rich.processes["p"].lanes
    assert outer == Lane(
        "l1", "Lane", ("user",), role="clerk", line=outer.line, properties={"role": "clerk"}, basis=("2.1.1.a",)
    )
    assert inner.nodes == ("start",)
    assert (nodes["user"].lane, nodes["start"].lane, nodes["rule"].lane) == ("l1", "l2", "")


def test_the_process_itself(rich: Diagram) -> None:
    found = rich.processes["p"]
    assert (found.name, found.version_tag, found.basis) == ("流程", "v7", ("2.1.1",))
    assert found.properties == {"titleVariable": "title"}
    assert rich.names_en == {"pool": "Pool", "user": "User", "f": "Yes"}


def test_unset_attributes_have_the_standard_s_defaults() -> None:
    diagram = reader.read(
        "a.bpmn", around(node("userTask", "x"), boundary("b", "x", timer("timeDuration", "P1D")), steps=["x"])
    )
    task, event = (diagram.processes["p"].scope.nodes[identity] for identity in ("x", "b"))
    assert isinstance(task, UserTask)
    assert (task.form, task.assignee, task.candidate_groups, task.multi_instance) == ("", "clerk", None, None)
    assert isinstance(event, BoundaryEvent)
    assert event.interrupting


def test_colours_and_tool_versions_of_the_modeler_are_accepted() -> None:
    data = (
        step("userTask")
        .replace(
            b"<bpmn:definitions ",
            b'<bpmn:definitions xmlns:modeler="http://camunda.org/schema/modeler/1.0" xmlns:bioc='
            b'"http://bpmn.io/schema/bpmn/biocolor/1.0" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" modeler:executionPlatform="Camunda Cloud" exporter="x" ',
        )
        .replace(
            b"</bpmn:definitions>",
            b'<bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="pl" bpmnElement="p"><bpmndi:BPMNShape id="x_di"'
            b' bpmnElement="x" bioc:stroke="#000"><dc:Bounds x="0" y="0" width="9" height="9"/></bpmndi:BPMNShape>'
            b'<bpmndi:BPMNShape id="start_di" bpmnElement="start"><dc:Bounds x="20" y="0" width="9" height="9"/>'
            b'</bpmndi:BPMNShape><bpmndi:BPMNShape id="end_di" bpmnElement="end"><dc:Bounds x="40" y="0" width="9"'
            b' height="9"/></bpmndi:BPMNShape>'
            b'<bpmndi:BPMNEdge id="f1_di" bpmnElement="start-x"><di:waypoint x="29" y="4"/><di:waypoint x="0" y="4"/>'
            b'</bpmndi:BPMNEdge><bpmndi:BPMNEdge id="f2_di" bpmnElement="x-end"><di:waypoint x="9" y="4"/>'
            b'<di:waypoint x="40" y="4"/></bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>',
        )
    )
    assert reader.read("a.bpmn", data).processes["p"].scope.nodes["x"]


@pytest.mark.parametrize(
    ("extension", "rule"),
    [
        ("<zeebe:conditionalFilter/>", "element.unsupported"),
        ("<zeebe:taskListeners/>", "element.listeners"),
        ("<zeebe:executionListeners/>", "element.listeners"),
        ("<zeebe:linkedResources/>", "element.linked_resources"),
        ('<zeebe:formDefinition formKey="x"/>', "attribute.unsupported"),
        ('<zeebe:taskDefinition type="x"/>', "element.misplaced"),
        ('<x:y xmlns:x="urn:other"/>', "element.foreign"),
        ('<policy:basis article="1"/>', "attribute.unsupported"),
        ('<zeebe:taskSchedule/><zeebe:taskSchedule dueDate="=d"/>', "element.repeated"),
        ('<zeebe:formDefinition formId="x" bindingType="versionTag"/>', "attribute.unsupported"),
        ("<policy:basis/>", "attribute.missing"),
        ('<policy:basis clause="1"/><policy:basis clause="1"/>', "element.repeated"),
        ('<zeebe:properties><zeebe:property value="1"/></zeebe:properties>', "attribute.missing"),
        (
            '<zeebe:properties><zeebe:property name="a" value="1"/><zeebe:property name="a"/></zeebe:properties>',
            "element.repeated",
        ),
        ('<zeebe:ioMapping><zeebe:input target="a"/></zeebe:ioMapping>', "attribute.missing"),
    ],
)
def test_unknown_extensions_are_refused(extension: str, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        reader.read("a.bpmn", step("userTask", extension))
    assert rule in {found.rule for found in refused.value.findings}


@pytest.mark.parametrize(
    ("attributes", "rule"),
    [
        ('startQuantity="0"', "quantity.range"),
        ('completionQuantity="1000000"', "quantity.range"),
        ('implementation="urn:mine"', "attribute.unsupported"),
        ('xsi:type="bpmn:tUserTask"', "attribute.foreign"),
        ('xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:assignee="me"', "attribute.foreign"),
    ],
)
def test_attributes_that_are_not_executed_are_refused(attributes: str, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        reader.read("a.bpmn", step("userTask", attributes=attributes))
    assert [found.rule for found in refused.value.findings] == [rule]


def property_of(owner: str, name: str) -> bytes:
    """A diagram whose `owner` (a kind of element) has a zeebe:property called `name`."""
    held = f'<bpmn:extensionElements><zeebe:properties><zeebe:property name="{name}" value="1"/></zeebe:properties>'
    held += "</bpmn:extensionElements>"
    inside = {
        "process": held,
        "lane": f'<bpmn:laneSet id="ls"><bpmn:lane id="l">{held}<bpmn:flowNodeRef>start</bpmn:flowNodeRef>'
        "<bpmn:flowNodeRef>end</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>",
        "textAnnotation": f'<bpmn:textAnnotation id="n">{held}<bpmn:text>x</bpmn:text></bpmn:textAnnotation>',
    }
    pool = f'<bpmn:collaboration id="c"><bpmn:participant id="a" processRef="p">{held}</bpmn:participant>'
    roots = (f"{pool}</bpmn:collaboration>",) if owner == "participant" else ()
    parts = (START, END, flow("start", "end"))
    parts = (*parts, inside[owner]) if owner == "textAnnotation" else (inside.get(owner, ""), *parts)
    return definitions(*roots, process(*parts))


READ_PROPERTIES = [
    ("process", "starters"),
    ("process", "starterUnit"),
    ("process", "titleVariable"),
    ("process", "caseNumberVariable"),
    ("process", "documentation:en"),
    ("lane", "role"),
    ("lane", "name:en"),
    ("participant", "name:en"),
    ("textAnnotation", "name:en"),
    ("process", "x-author"),
    ("lane", "x-author"),
]


@pytest.mark.parametrize(("owner", "name"), READ_PROPERTIES)
def test_properties_with_a_meaning_and_notes_are_accepted(owner: str, name: str) -> None:
    assert reader.read("a.bpmn", property_of(owner, name))


UNREAD_PROPERTIES = [
    ("process", "strters"),
    ("process", "role"),
    ("process", " starters"),
    ("process", "x-"),
    ("lane", "starters"),
    ("participant", "titleVariable"),
    ("textAnnotation", "name-en"),
]


@pytest.mark.parametrize(("owner", "name"), UNREAD_PROPERTIES)
def test_a_property_that_nothing_reads_is_refused_with_the_names_that_are(owner: str, name: str) -> None:
    with pytest.raises(Refused) as refused:
        reader.read("a.bpmn", property_of(owner, name))
    (found,) = refused.value.findings
    assert (found.rule, found.parameters["name"]) == ("property.unknown", name.strip())
    assert "name:en" in found.remedy
    assert ("starters" in found.remedy) is (owner == "process")


@pytest.mark.parametrize("value", ["false", "0"])
def test_a_flow_that_is_not_immediate_is_refused(value: str) -> None:
    data = definitions(process(START, END, flow("start", "end")))
    marked = data.replace(b"<bpmn:sequenceFlow ", f'<bpmn:sequenceFlow isImmediate="{value}" '.encode())
    with pytest.raises(Refused) as refused:
        reader.read("a.bpmn", marked)
    assert [found.rule for found in refused.value.findings] == ["attribute.isImmediate"]
    assert reader.read("a.bpmn", marked.replace(f'isImmediate="{value}"'.encode(), b'isImmediate="true"'))


def test_mappings_of_events_go_one_way() -> None:
    mapping = '<zeebe:ioMapping><zeebe:{} source="=1" target="a"/></zeebe:ioMapping>'
    data = definitions(process(node("startEvent", "start", mapping.format("output")), END, flow("start", "end")))
    assert reader.read("a.bpmn", data).processes["p"].scope.nodes["start"].outputs
    with pytest.raises(Refused) as refused:
        reader.read("a.bpmn", data.replace(b"zeebe:output", b"zeebe:input"))
    assert [found.rule for found in refused.value.findings] == ["element.misplaced"]


def test_several_triggers_are_read_as_one_multiple_event() -> None:
    triggers = timer("timeCycle", "R/P1D") + '<bpmn:messageEventDefinition messageRef="m"/>'
    data = definitions(MESSAGE, process(node("startEvent", "start", inside=triggers), END, flow("start", "end")))
    start = reader.read("a.bpmn", data).processes["p"].scope.nodes["start"]
    assert isinstance(start, StartEvent)
    message = MessageDefinition("reply", Expression("key"))
    assert start.definition == MultipleDefinition((TimerDefinition("cycle", "R/P1D"), message))


def test_a_chain_of_a_thousand_tasks_is_read() -> None:
    names = [f"t{number}" for number in range(2000)]
    diagram = reader.read("long.bpmn", around(*(node("userTask", name) for name in names), steps=names))
    assert len(diagram.processes["p"].scope.nodes) == 2002


def test_subprocesses_nested_to_the_limit_are_read() -> None:
    deep = START.replace('"start"', '"s0"') + END.replace('"end"', '"e0"') + flow("s0", "e0")
    for level in range(1, 190):
        begin, finish = f"s{level}", f"e{level}"
        sub = node("subProcess", f"sub{level}", inside=deep)
        ends = f'<bpmn:startEvent id="{begin}"/>{sub}<bpmn:endEvent id="{finish}"/>'
        deep = ends + flows(begin, f"sub{level}", finish)
    diagram = reader.read("deep.bpmn", definitions(process(deep)))
    assert sum(1 for _ in traversal.scopes(diagram.processes["p"])) == 190


def test_several_processes_in_a_file_keep_the_one_that_only_shows() -> None:
    shown = process('<bpmn:startEvent id="a"/>', identity="q", attributes="")
    diagram = reader.read("a.bpmn", definitions(process(START, END, flow("start", "end")), shown))
    assert [found.executable for found in diagram.processes.values()] == [True, False]
