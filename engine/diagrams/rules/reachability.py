"""Every node can be reached from a start event, or from what begins without one."""

from collections.abc import Iterator

from engine.diagrams.model import (
    Activity,
    BoundaryEvent,
    FlowNode,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    LinkDefinition,
    Scope,
    StartEvent,
    SubProcess,
)
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import implicit_starts, instantiates, scopes
from engine.errors import Finding


def unreachable(subject: Subject) -> Iterator[Finding]:
    """A node that no start event leads to would never run. Boundary events are reached with their activity."""
    for _, scope in scopes(subject.process):
        if not any(_starts(node) for node in scope.nodes.values()) and not implicit_starts(scope):
            continue
        reached = _reached(scope)
        for node in scope.nodes.values():
            if node.id in reached:
                continue
            if isinstance(node, BoundaryEvent) and node.attached_to not in scope.nodes:
                continue
            yield subject.finding("node.unreachable", node)


def _starts(node: FlowNode) -> bool:
    return isinstance(node, StartEvent) or instantiates(node)


def _begins(node: FlowNode) -> bool:
    """Whether no flow needs to lead to the node: a start, an event subprocess, a compensation handler."""
    if isinstance(node, SubProcess) and node.triggered_by_event:
        return True
    return _starts(node) or (isinstance(node, Activity) and node.for_compensation)


def _reached(scope: Scope) -> set[str]:
    attached: dict[str, list[str]] = {}
    for node in scope.nodes.values():
        if isinstance(node, BoundaryEvent):
            attached.setdefault(node.attached_to, []).append(node.id)
    links: dict[str, list[str]] = {}
    for node in scope.nodes.values():
        if isinstance(node, IntermediateCatchEvent) and isinstance(node.definition, LinkDefinition):
            links.setdefault(node.definition.name, []).append(node.id)
    pending = [node.id for node in (*filter(_begins, scope.nodes.values()), *implicit_starts(scope))]
    reached: set[str] = set()
    while pending:
        identity = pending.pop()
        if identity in reached or identity not in scope.nodes:
            continue
        reached.add(identity)
        node = scope.nodes[identity]
        pending.extend(scope.flows[flow].target for flow in node.outgoing)
        if isinstance(node, IntermediateThrowEvent) and isinstance(node.definition, LinkDefinition):
            pending.extend(links.get(node.definition.name, ()))
        pending.extend(attached.get(identity, ()))
    return reached
