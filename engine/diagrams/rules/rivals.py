"""Events of one scope that catch the same thing, so that nobody can say which is meant (BPMN 2.0.2 §10.3.5, §10.5.2, §10.5.6)."""

from collections.abc import Hashable, Iterator

from engine.diagrams.model import (
    BoundaryEvent,
    CancelDefinition,
    CompensateDefinition,
    ErrorDefinition,
    EscalationDefinition,
    EventBasedGateway,
    FlowNode,
    MessageDefinition,
    Scope,
    SignalDefinition,
    StartEvent,
    SubProcess,
)
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import definitions, instantiates, scopes
from engine.errors import Finding


def event_subprocesses(subject: Subject) -> Iterator[Finding]:
    """In one scope a compensation, an error code and an escalation code each have one event subprocess."""
    for _, scope in scopes(subject.process):
        seen: dict[Hashable, FlowNode] = {}
        for node, start in _listening(scope):
            for part in definitions(start):
                if not isinstance(part, CompensateDefinition | ErrorDefinition | EscalationDefinition):
                    continue
                compensates = isinstance(part, CompensateDefinition)
                first = seen.setdefault(CompensateDefinition if compensates else part, node)
                if first is not node:
                    rule = "compensation.several" if compensates else "event_subprocess.same_code"
                    yield subject.finding(rule, node, other=first.name or first.id)


def cancellations(subject: Subject) -> Iterator[Finding]:
    """A transaction has one cancel event on its border."""
    for _, scope in scopes(subject.process):
        seen: dict[str, FlowNode] = {}
        for node in scope.nodes.values():
            if not isinstance(node, BoundaryEvent):
                continue
            if any(isinstance(part, CancelDefinition) for part in definitions(node)):
                first = seen.setdefault(node.attached_to, node)
                if first is not node:
                    yield subject.finding("transaction.several", node, other=first.name or first.id)


def starts(subject: Subject) -> Iterator[Finding]:
    """A message begins a process at one place; a signal that begins it at several begins an instance at each."""
    seen: dict[Hashable, FlowNode] = {}
    for start, node in _beginning(subject.process.scope):
        for part in definitions(node):
            if not isinstance(part, MessageDefinition | SignalDefinition) or not part.name:
                continue
            first = seen.setdefault((type(part), part.name), start)
            if first is not start:
                rule = "start.same_message" if isinstance(part, MessageDefinition) else "start.same_signal"
                yield subject.finding(rule, node, other=first.name or first.id)


def _listening(scope: Scope) -> Iterator[tuple[SubProcess, StartEvent]]:
    for node in scope.nodes.values():
        if isinstance(node, SubProcess) and node.triggered_by_event:
            yield from ((node, inner) for inner in node.scope.nodes.values() if isinstance(inner, StartEvent))


def _beginning(scope: Scope) -> Iterator[tuple[FlowNode, FlowNode]]:
    """Each start of the process with what waits there: itself, or the events behind it (`event_gateway.same`)."""
    for node in scope.nodes.values():
        if isinstance(node, EventBasedGateway) and node.instantiate:
            targets = [scope.flows[flow].target for flow in node.outgoing if flow in scope.flows]
            yield from ((node, scope.nodes[target]) for target in targets if target in scope.nodes)
        elif isinstance(node, StartEvent) or instantiates(node):
            yield node, node
