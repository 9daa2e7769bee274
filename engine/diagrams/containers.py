"""Processes, subprocesses and flows from XML (BPMN 2.0.2 §10.2, §10.3.5, §10.8).

Subprocesses are built innermost first, so nothing here recurses however deep a diagram nests.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TypeAlias

from lxml import etree

from engine.diagrams import activities, adhoc, data, data_stores, dialect, events, gateways
from engine.diagrams.inspection import written
from engine.diagrams.lanes import Lanes, read_lanes
from engine.diagrams.loops import marks
from engine.diagrams.model import (
    FlowNode,
    Process,
    Scope,
    SequenceFlow,
    SubProcess,
)
from engine.diagrams.namespaces import BPMN
from engine.diagrams.source import Common, Source, children, text, yes
from engine.diagrams.vocabulary import REFUSED_SHAPES
from engine.diagrams.xml import line

_NESTS = ("subProcess", "transaction", "adHocSubProcess")
"""What holds nodes and flows of its own."""

_Make: TypeAlias = Callable[[Source, etree._Element, Common], FlowNode]


def process(source: Source, element: etree._Element) -> Process:
    """One bpmn:process with everything in it."""
    lanes = read_lanes(source, element)
    scopes: dict[etree._Element, Scope] = {}
    inner = list(element.iterdescendants(*(f"{{{BPMN}}}{tag}" for tag in _NESTS)))
    for container in (*reversed(inner), element):
        scopes[container] = _scope(source, container, lanes, scopes)
    properties = dialect.properties(element)
    return Process(
        id=element.get("id", ""),
        name=element.get("name", ""),
        executable=yes(element, "isExecutable"),
        scope=scopes[element],
        lanes=lanes.all,
        version_tag=dialect.attribute(element, "versionTag", "value"),
        documentation=text(element, "documentation"),
        basis=dialect.basis(element),
        practice=dialect.practice(element),
        name_en=properties.get(dialect.NAME_EN, ""),
        line=line(element),
        properties=properties,
    )


def _scope(source: Source, container: etree._Element, lanes: Lanes, inner: Mapping[etree._Element, Scope]) -> Scope:
    flows = {flow.id: flow for flow in (_flow(source, part) for part in children(container, "sequenceFlow"))}
    incoming: dict[str, list[str]] = defaultdict(list)
    outgoing: dict[str, list[str]] = defaultdict(list)
    for flow in flows.values():
        incoming[flow.target].append(flow.id)
        outgoing[flow.source].append(flow.id)
    nodes: dict[str, FlowNode] = {}
    for element in container.iterchildren("*"):
        tag = written(element.tag)
        if tag not in _MAKERS and tag not in _NESTS and tag not in REFUSED_SHAPES:
            continue
        identity = element.get("id", "")
        flows_here = tuple(incoming[identity]), tuple(outgoing[identity])
        common = _common(source, element, *flows_here, lanes)
        nodes[identity] = _node(source, element, tag, common, inner)
        _declared(source, element, nodes[identity])
    return Scope(nodes, flows, data.items(source, container))


def _node(
    source: Source, element: etree._Element, tag: str, common: Common, inner: Mapping[etree._Element, Scope]
) -> FlowNode:
    if tag == "adHocSubProcess":
        return adhoc.ad_hoc_subprocess(source, element, common, inner[element])
    if tag in _NESTS:
        return SubProcess(
            **common,
            **marks(source, element),
            scope=inner[element],
            triggered_by_event=yes(element, "triggeredByEvent"),
            transaction=tag == "transaction",
        )
    if tag in _MAKERS:
        return _MAKERS[tag](source, element, common)
    return FlowNode(**common)


def _common(
    source: Source, element: etree._Element, incoming: tuple[str, ...], outgoing: tuple[str, ...], lanes: Lanes
) -> Common:
    properties = dict(dialect.properties(element))
    return Common(
        id=element.get("id", ""),
        name=element.get("name", ""),
        line=line(element),
        incoming=incoming,
        outgoing=outgoing,
        documentation=text(element, "documentation"),
        basis=dialect.basis(element),
        practice=dialect.practice(element),
        lane=lanes.of(element),
        post=lanes.post(element),
        name_en=properties.get(dialect.NAME_EN, ""),
        inputs=(*data.inputs(source, element), *dialect.mappings(element, "input")),
        outputs=(*dialect.mappings(element, "output"), *data.outputs(source, element)),
        input_sets=data.input_sets(element),
        output_sets=data.output_sets(element),
        reads=data_stores.reads(source, element),
        writes=data_stores.writes(source, element),
        properties=properties,
    )


def _declared(source: Source, element: etree._Element, node: FlowNode) -> None:
    """A finding for every incoming or outgoing that no sequence flow of the scope bears out."""
    for direction, flows in (("incoming", node.incoming), ("outgoing", node.outgoing)):
        for part in children(element, direction):
            flow = (part.text or "").strip().rpartition(":")[2]
            if flow not in flows:
                source.report("flow.declared", element, flow=flow, direction=direction)


def _flow(source: Source, element: etree._Element) -> SequenceFlow:
    condition = text(element, "conditionExpression")
    return SequenceFlow(
        id=source.flow_id(element),
        name=element.get("name", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        condition=source.optional_expression(element, condition, "conditionExpression"),
        basis=dialect.basis(element),
        practice=dialect.practice(element),
        name_en=dialect.properties(element).get(dialect.NAME_EN, ""),
        line=line(element),
    )


_MAKERS: Mapping[str, _Make] = {
    "startEvent": events.start,
    "endEvent": events.end,
    "intermediateCatchEvent": events.catch,
    "intermediateThrowEvent": events.throw,
    "boundaryEvent": events.boundary,
    "exclusiveGateway": gateways.exclusive,
    "inclusiveGateway": gateways.inclusive,
    "parallelGateway": gateways.parallel,
    "eventBasedGateway": gateways.event_based,
    "complexGateway": gateways.complex_gateway,
    "task": activities.plain_task,
    "manualTask": activities.plain_task,
    "sendTask": activities.send_task,
    "receiveTask": activities.receive_task,
    "userTask": activities.user_task,
    "serviceTask": activities.service_task,
    "businessRuleTask": activities.business_rule_task,
    "scriptTask": activities.script_task,
    "callActivity": activities.call_activity,
}
