"""Sequence flows (BPMN 2.0.2 §8.4.13)."""

from collections.abc import Iterator

from engine.diagrams.model import Activity, ComplexGateway, ExclusiveGateway, InclusiveGateway
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import nodes, scopes
from engine.errors import Finding


def ends_of_flows(subject: Subject) -> Iterator[Finding]:
    """Both ends exist, in the scope of the flow: no flow crosses the border of a subprocess or of a pool."""
    everywhere = {node.id for node in nodes(subject.process)}
    others = [other for other in subject.diagram.processes.values() if other is not subject.process]
    beyond = {node.id for other in others for node in nodes(other)}
    for _, scope in scopes(subject.process):
        for flow in scope.flows.values():
            for end, role in ((flow.source, "sourceRef"), (flow.target, "targetRef")):
                if end in scope.nodes:
                    continue
                if end in everywhere:
                    rule = "flow.crosses_border"
                else:
                    rule = "flow.crosses_pool" if end in beyond else "flow.end_missing"
                yield subject.finding(rule, flow, end=end, role=role)


def conditions(subject: Subject) -> Iterator[Finding]:
    """Only activities and exclusive, inclusive and complex gateways ask for conditions."""
    for _, scope in scopes(subject.process):
        for flow in scope.flows.values():
            source = scope.nodes.get(flow.source)
            if flow.condition is None or source is None:
                continue
            if not isinstance(source, Activity | ExclusiveGateway | InclusiveGateway | ComplexGateway):
                yield subject.finding("flow.condition_source", flow, source=source.name or source.id)
