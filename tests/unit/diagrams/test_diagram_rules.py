"""Every lint rule: a file that breaks it, mended by the smallest change."""

import pytest
from diagram_text import (
    END,
    ERROR,
    MESSAGE,
    SERVICE,
    START,
    around,
    boundary,
    definitions,
    flow,
    flows,
    node,
    process,
    step,
    timer,
)

from engine.diagrams import reader
from engine.diagrams.rules import Context
from engine.errors import Refused

CATCH = '<bpmn:messageEventDefinition messageRef="m"/>'
ERRS = '<bpmn:errorEventDefinition errorRef="e"/>'
KEYLESS = '<bpmn:message id="m" name="reply"/>'
SUB = '<bpmn:startEvent id="s"/>', '<bpmn:endEvent id="t"/>'


def assigned(attributes: str) -> str:
    return f"<zeebe:assignmentDefinition {attributes}/>"


def branching(*flows_out: str, default: str = "") -> bytes:
    attributes = f'default="{default}"' if default else ""
    return definitions(
        process(START, END, node("exclusiveGateway", "g", attributes=attributes), flow("start", "g"), *flows_out)
    )


def loop(attributes: str) -> bytes:
    inside = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        f"<zeebe:loopCharacteristics {attributes}/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    )
    return step("userTask", inside=inside)


def bounded(inside: str, attributes: str = "", roots: tuple[str, ...] = ()) -> bytes:
    """A user task `x` with a boundary event."""
    return around(node("userTask", "x"), boundary("b", "x", inside, attributes), steps=["x"], roots=roots)


def called(attributes: str) -> bytes:
    return step("callActivity", f"<zeebe:calledElement {attributes}/>")


def nested(*parts: str) -> bytes:
    return step("subProcess", inside="".join(parts))


def second(condition: str = "=a") -> str:
    return flow("g", "end", condition).replace('"g-end"', '"second"')


LANE = '<bpmn:laneSet id="ls"><bpmn:lane id="l1"><bpmn:flowNodeRef>{}</bpmn:flowNodeRef></bpmn:lane>{}</bpmn:laneSet>'
LANE_2 = '<bpmn:lane id="l2"><bpmn:flowNodeRef>start</bpmn:flowNodeRef></bpmn:lane>'
POOLS = (
    '<bpmn:collaboration id="c"><bpmn:participant id="a" processRef="p"/><bpmn:participant id="b" {}/>'
    '<bpmn:messageFlow id="mf" sourceRef="{}" targetRef="b"/></bpmn:collaboration>'
)
WHOLE = process(START, END, flow("start", "end"))
OTHER = process('<bpmn:startEvent id="s"/>', '<bpmn:endEvent id="t"/>', flow("s", "t"), identity="q")

START_FORM = '<zeebe:formDefinition formId="known"/>'
THREE = 'assignee="=a" candidateGroups="=[a]" candidateUsers="=[a]"'
MANY = [f"t{number}" for number in range(3001)]

# rule: (broken, mended)
EXAMPLES: dict[str, tuple[bytes, bytes]] = {
    "process.none_executable": (
        definitions(process(START, END, flow("start", "end"), attributes="")),
        definitions(WHOLE),
    ),
    "id.duplicate": (
        bounded('<bpmn:terminateEventDefinition id="x"/>').replace(b"terminate", b"error"),
        bounded('<bpmn:terminateEventDefinition id="y"/>').replace(b"terminate", b"error"),
    ),
    "id.missing": (
        step("userTask").replace(b'id="x" ', b""),
        step("userTask"),
    ),
    "start.none": (
        definitions(process(END)),
        definitions(WHOLE),
    ),
    "start.several": (
        definitions(process(START, END, flow("start", "end"), '<bpmn:startEvent id="s2"/>', flow("s2", "end"))),
        definitions(
            process(START, END, flow("start", "end"), node("startEvent", "s2", inside=CATCH), flow("s2", "end")),
            KEYLESS,
        ),
    ),
    "start.triggered_inside": (
        nested(node("startEvent", "s", inside=timer("timeCycle", "R/P1D")), SUB[1], flow("s", "t")),
        nested(*SUB, flow("s", "t")),
    ),
    "start.form": (
        definitions(process(node("startEvent", "s", START_FORM, timer("timeCycle", "R/P1D")), END, flow("s", "end"))),
        definitions(process(node("startEvent", "s", START_FORM), END, flow("s", "end"))),
    ),
    "start.incoming": (
        around(node("userTask", "x"), flow("x", "start"), steps=["x"]),
        around(node("userTask", "x"), steps=["x"]),
    ),
    "end.none": (
        definitions(process(START, node("userTask", "x"), flows("start", "x", "x"))),
        definitions(process(START, node("userTask", "x"), END, flows("start", "x", "x"), flow("x", "end"))),
    ),
    "end.outgoing": (
        around(node("userTask", "x"), flow("end", "x"), steps=["x"]),
        around(node("userTask", "x"), steps=["x"]),
    ),
    "node.dead_end": (
        definitions(process(START, END, node("userTask", "x"), flow("start", "end"), flow("start", "x"))),
        definitions(process(START, END, node("userTask", "x"), flow("start", "end"), flows("start", "x", "end"))),
    ),
    "node.unreachable": (
        around(node("userTask", "x"), node("userTask", "y"), flow("y", "end"), steps=["x"]),
        around(node("userTask", "x"), node("userTask", "y"), flow("y", "end"), flow("x", "y"), steps=["x"]),
    ),
    "flow.end_missing": (
        around(node("userTask", "x"), flow("x", "nowhere"), steps=["x"]),
        around(node("userTask", "x"), steps=["x"]),
    ),
    "flow.crosses_border": (
        around(node("subProcess", "x", inside="".join(SUB) + flow("s", "t")), flow("start", "t"), steps=["x"]),
        around(node("subProcess", "x", inside="".join(SUB) + flow("s", "t")), steps=["x"]),
    ),
    "flow.declared": (
        step("userTask", inside="<bpmn:incoming>x-end</bpmn:incoming>"),
        step("userTask", inside="<bpmn:incoming>start-x</bpmn:incoming><bpmn:outgoing>x-end</bpmn:outgoing>"),
    ),
    "flow.condition_source": (
        definitions(process(START, END, flow("start", "end", "=a"))),
        definitions(process(START, END, flow("start", "end"))),
    ),
    "gateway.default_missing": (
        branching(flow("g", "end", "=a"), default="start-g"),
        branching(flow("g", "end"), default="g-end"),
    ),
    "gateway.default_condition": (
        branching(flow("g", "end", "=a"), second(), default="g-end"),
        branching(flow("g", "end"), second(), default="g-end"),
    ),
    "gateway.condition_missing": (
        branching(flow("g", "end"), second()),
        branching(flow("g", "end", "=not(a)"), second()),
    ),
    "lane.twice": (
        definitions(process(LANE.format("start", LANE_2), START, END, flow("start", "end"))),
        definitions(process(LANE.format("end", LANE_2), START, END, flow("start", "end"))),
    ),
    "lane.node": (
        definitions(process(LANE.format("nowhere", ""), START, END, flow("start", "end"))),
        definitions(process(LANE.format("end", ""), START, END, flow("start", "end"))),
    ),
    "pool.process": (
        definitions(POOLS.format('processRef="gone"', "a"), WHOLE),
        definitions(POOLS.format("", "a"), WHOLE),
    ),
    "message_flow.end": (
        definitions(POOLS.format("", "nowhere"), WHOLE),
        definitions(POOLS.format("", "start"), WHOLE),
    ),
    "message_flow.executed": (
        definitions(POOLS.format('processRef="q"', "start"), WHOLE, OTHER),
        definitions(POOLS.format("", "start"), WHOLE, OTHER),
    ),
    "event.no_trigger": (step("intermediateCatchEvent"), step("intermediateCatchEvent", inside=CATCH, roots=[MESSAGE])),
    "event.error_code": (
        bounded(ERRS, roots=('<bpmn:error id="e" name="bad"/>',)),
        bounded(ERRS, roots=(ERROR,)),
    ),
    "event.message": (
        step("intermediateThrowEvent", inside="<bpmn:messageEventDefinition/>"),
        step("intermediateThrowEvent", inside=CATCH, roots=[KEYLESS]),
    ),
    "event.correlation_key": (
        step("intermediateCatchEvent", inside=CATCH, roots=[KEYLESS]),
        step("intermediateCatchEvent", inside=CATCH, roots=[MESSAGE]),
    ),
    "boundary.incoming": (
        around(node("userTask", "x"), boundary("b", "x", timer("timeDuration", "P1D")), flow("x", "b"), steps=["x"]),
        bounded(timer("timeDuration", "P1D")),
    ),
    "boundary.host_missing": (
        around(node("userTask", "x"), boundary("b", "nowhere", timer("timeDuration", "P1D")), steps=["x"]),
        bounded(timer("timeDuration", "P1D")),
    ),
    "boundary.host_kind": (
        around(node("userTask", "x"), boundary("b", "start", timer("timeDuration", "P1D")), steps=["x"]),
        bounded(timer("timeDuration", "P1D")),
    ),
    "boundary.error_interrupts": (
        bounded(ERRS, 'cancelActivity="false"', roots=(ERROR,)),
        bounded(ERRS, roots=(ERROR,)),
    ),
    "timer.missing": (bounded("<bpmn:timerEventDefinition/>"), bounded(timer("timeDuration", "=wait"))),
    "timer.date": (
        step("userTask", '<zeebe:taskSchedule dueDate="tomorrow"/>'),
        step("userTask", '<zeebe:taskSchedule dueDate="2026-01-31"/>'),
    ),
    "timer.duration": (bounded(timer("timeDuration", "5 days")), bounded(timer("timeDuration", "P5D"))),
    "timer.cycle": (
        bounded(timer("timeCycle", "daily"), 'cancelActivity="false"'),
        bounded(timer("timeCycle", "R/P1D"), 'cancelActivity="false"'),
    ),
    "timer.cycle_once": (
        bounded(timer("timeCycle", "R/P1D")),
        bounded(timer("timeCycle", "R/P1D"), 'cancelActivity="false"'),
    ),
    "timer.duration_start": (
        definitions(process(node("startEvent", "s", inside=timer("timeDuration", "P1D")), END, flow("s", "end"))),
        definitions(process(node("startEvent", "s", inside=timer("timeCycle", "R/P1D")), END, flow("s", "end"))),
    ),
    "user_task.nobody": (step("userTask", assigned("")), step("userTask", assigned('candidateUsers="=people"'))),
    "user_task.group": (
        step("userTask", assigned('candidateGroups="clerk@a,everybody"')),
        step("userTask", assigned('candidateGroups="clerk@a, head@b"')),
    ),
    "user_task.priority": (
        step("userTask", '<zeebe:priorityDefinition priority="high"/>'),
        step("userTask", '<zeebe:priorityDefinition priority="80"/>'),
    ),
    "user_task.form_unknown": (
        step("userTask", '<zeebe:formDefinition formId="gone"/>'),
        step("userTask", '<zeebe:formDefinition formId="known"/>'),
    ),
    "service_task.type": (step("serviceTask"), step("serviceTask", SERVICE)),
    "service_task.handler": (
        step("serviceTask", '<zeebe:taskDefinition type="gone"/>'),
        step("serviceTask", '<zeebe:taskDefinition type="=whichever"/>'),
    ),
    "service_task.retries": (
        step("serviceTask", '<zeebe:taskDefinition type="notify" retries="0"/>'),
        step("serviceTask", '<zeebe:taskDefinition type="notify" retries="=n"/>'),
    ),
    "business_rule_task.decision": (
        step("businessRuleTask", '<zeebe:calledDecision resultVariable="r"/>'),
        step("businessRuleTask", '<zeebe:calledDecision decisionId="known" resultVariable="r"/>'),
    ),
    "business_rule_task.unknown": (
        step("businessRuleTask", '<zeebe:calledDecision decisionId="gone" resultVariable="r"/>'),
        step("businessRuleTask", '<zeebe:calledDecision decisionId="known" resultVariable="r"/>'),
    ),
    "script_task.expression": (
        step("scriptTask", '<zeebe:script resultVariable="r"/>'),
        step("scriptTask", '<zeebe:script expression="=1" resultVariable="r"/>'),
    ),
    "task.result_variable": (
        step("scriptTask", '<zeebe:script expression="=1" resultVariable="2nd"/>'),
        step("scriptTask", '<zeebe:script expression="=1" resultVariable="结果"/>'),
    ),
    "variable.name": (
        step("userTask", '<zeebe:ioMapping><zeebe:input source="=1" target="a-b"/></zeebe:ioMapping>'),
        step("userTask", '<zeebe:ioMapping><zeebe:input source="=1" target="a.b"/></zeebe:ioMapping>'),
    ),
    "call.process": (step("callActivity"), called('processId="known"')),
    "call.version_tag": (
        called('processId="known" bindingType="versionTag"'),
        called('processId="known" bindingType="versionTag" versionTag="v1"'),
    ),
    "call.unknown": (called('processId="gone"'), called('processId="known"')),
    "multi_instance.input": (loop('inputElement="i"'), loop('inputCollection="=is" inputElement="i"')),
    "multi_instance.output": (
        loop('inputCollection="=is" outputCollection="os"'),
        loop('inputCollection="=is" outputCollection="os" outputElement="=o"'),
    ),
    "expression.literal": (loop('inputCollection="is"'), loop('inputCollection="=is"')),
    "expression.unexpected": (called('processId="=which"'), called('processId="known"')),
    "expression.syntax": (branching(flow("g", "end", "=a >")), branching(flow("g", "end", "=a > 1"))),
    "expression.many": (
        around(*(node("userTask", name, assigned(THREE)) for name in MANY), steps=MANY),
        around(*(node("userTask", name, assigned('assignee="a"')) for name in MANY), steps=MANY),
    ),
    "clause.unknown": (
        step("userTask", '<policy:basis clause="9.9"/>'),
        step("userTask", '<policy:basis clause="2.1.1.a"/>'),
    ),
}

CONTEXT = Context(
    handlers={"notify"}, clauses={"2.1.1.a"}, known=lambda kind, identity, binding, tag: identity == "known"
)


def rules_of(data: bytes) -> set[str]:
    findings = reader.examine("example.bpmn", data).check(CONTEXT)
    assert all(found.file == "example.bpmn" for found in findings)
    return {found.rule for found in findings}


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_broken_diagram_is_refused(rule: str) -> None:
    assert rule in rules_of(EXAMPLES[rule][0])
    with pytest.raises(Refused):
        reader.read("example.bpmn", EXAMPLES[rule][0], CONTEXT)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_mended_diagram_is_read(rule: str) -> None:
    assert rules_of(EXAMPLES[rule][1]) == set()


def test_references_stay_open_without_a_context() -> None:
    assert reader.read("example.bpmn", EXAMPLES["call.unknown"][0])
    assert reader.read("example.bpmn", EXAMPLES["clause.unknown"][0])
    assert reader.read("example.bpmn", EXAMPLES["service_task.handler"][0])


def test_every_finding_of_a_file_comes_at_once() -> None:
    data = around(
        node("serviceTask", "x"),
        node("manualTask", "y"),
        node("userTask", "z", assigned('candidateGroups="all"')),
        steps=["x", "y", "z"],
    )
    assert rules_of(data) == {"service_task.type", "element.manualTask", "user_task.group"}


def test_a_finding_names_the_element_its_name_and_its_line() -> None:
    with pytest.raises(Refused) as refused:
        reader.read("example.bpmn", step("serviceTask"))
    (found,) = refused.value.findings
    assert (found.element, found.name, found.line) == ("x", "x name", 5)


def test_flows_to_a_refused_element_are_not_refused_as_well() -> None:
    assert rules_of(step("manualTask")) == {"element.manualTask"}


def test_a_flood_of_findings_is_cut_and_counted() -> None:
    names = [f"t{number}" for number in range(700)]
    data = around(*(node("manualTask", name) for name in names), steps=names)
    with pytest.raises(Refused) as refused:
        reader.read("example.bpmn", data)
    assert len(refused.value.findings) == reader.MAXIMUM_FINDINGS + 1
    assert refused.value.findings[-1].parameters == {"count": "200"}
