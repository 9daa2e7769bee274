"""Event-based gateways (BPMN 2.0.2 §10.6.6) and receive tasks that start a process (§10.3.3)."""

from collections.abc import Iterator

from engine.diagrams.model import (
    BoundaryEvent,
    EventBasedGateway,
    FlowNode,
    IntermediateCatchEvent,
    MessageDefinition,
    ReceiveTask,
    Scope,
    SequenceFlow,
    SignalDefinition,
    SingleDefinition,
)
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import definition, definitions, scopes
from engine.errors import Finding


def targets(subject: Subject) -> Iterator[Finding]:
    """Two events or more stand behind the gateway, each for it alone; receive tasks and message events are not mixed."""
    for scope, gateway in _gateways(subject):
        behind = [scope.nodes[flow.target] for flow in _outgoing(scope, gateway) if flow.target in scope.nodes]
        if len(behind) < 2:
            yield subject.finding("event_gateway.single", gateway)
        for node in behind:
            if not isinstance(node, IntermediateCatchEvent | ReceiveTask) and type(node) is not FlowNode:
                yield subject.finding("event_gateway.target", gateway, target=node.name or node.id)
            elif len(node.incoming) > 1:
                yield subject.finding("event_gateway.shared", node, gateway=gateway.name or gateway.id)
            if isinstance(node, ReceiveTask) and _has_more(scope, node):
                yield subject.finding("event_gateway.receive", node)
        messages = {type(node) for node in behind if isinstance(definition(node), MessageDefinition)}
        if len(messages) > 1:
            yield subject.finding("event_gateway.mixed", gateway)
        seen: dict[SingleDefinition, str] = {}
        for node in behind:
            for part in definitions(node):
                if isinstance(part, MessageDefinition | SignalDefinition) and part in seen:
                    yield subject.finding("event_gateway.same", node, other=seen[part])
                seen.setdefault(part, node.name or node.id)


def starting(subject: Subject) -> Iterator[Finding]:
    """What starts a process stands in the process itself, has no incoming flow, and waits for messages."""
    for owner, scope in scopes(subject.process):
        for node in scope.nodes.values():
            if not isinstance(node, EventBasedGateway | ReceiveTask):
                continue
            if not node.instantiate:
                if isinstance(node, EventBasedGateway) and node.parallel:
                    yield subject.finding("event_gateway.parallel", node)
                continue
            if node.incoming or owner is not None:
                yield subject.finding("instantiate.place", node)
            if isinstance(node, EventBasedGateway):
                for flow in _outgoing(scope, node):
                    target = scope.nodes.get(flow.target)
                    if target is not None and not isinstance(definition(target), MessageDefinition):
                        yield subject.finding("instantiate.message", target)


def _has_more(scope: Scope, task: ReceiveTask) -> bool:
    guarded = any(isinstance(node, BoundaryEvent) and node.attached_to == task.id for node in scope.nodes.values())
    return guarded or bool(task.inputs) or task.multi_instance is not None or task.loop is not None


def _outgoing(scope: Scope, node: FlowNode) -> Iterator[SequenceFlow]:
    return (scope.flows[flow] for flow in node.outgoing if flow in scope.flows)


def _gateways(subject: Subject) -> Iterator[tuple[Scope, EventBasedGateway]]:
    for _, scope in scopes(subject.process):
        for node in scope.nodes.values():
            if isinstance(node, EventBasedGateway):
                yield scope, node
