"""Compensation: who undoes what (BPMN 2.0.2 §10.7)."""

from collections.abc import Iterator

from engine.diagrams.model import (
    Activity,
    BoundaryEvent,
    CancelDefinition,
    CompensateDefinition,
    EndEvent,
    FlowNode,
    Scope,
    StartEvent,
    SubProcess,
)
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import definition, definitions, scopes
from engine.errors import Finding


def handlers(subject: Subject) -> Iterator[Finding]:
    """A compensation event leads by an association to one activity for compensation, which nothing else leads to."""
    for _, scope in scopes(subject.process):
        used: set[str] = set()
        for node in scope.nodes.values():
            if not isinstance(node, BoundaryEvent) or not isinstance(node.definition, CompensateDefinition):
                continue
            handler = scope.nodes.get(node.handler)
            if node.outgoing:
                yield subject.finding("compensation.flow", node)
            if not isinstance(handler, Activity) or not handler.for_compensation:
                yield subject.finding("compensation.handler", node)
            else:
                used.add(handler.id)
        for node in scope.nodes.values():
            if not isinstance(node, Activity) or not node.for_compensation:
                continue
            if node.incoming or node.outgoing:
                yield subject.finding("compensation.flow", node)
            elif node.id not in used:
                yield subject.finding("compensation.unused", node)


def throws(subject: Subject) -> Iterator[Finding]:
    """A compensation that names an activity names one that is there."""
    everywhere: set[str] = set()
    within: list[Scope] = [scope for _, scope in scopes(subject.process)]
    for scope in within:
        everywhere |= {node.id for node in scope.nodes.values() if isinstance(node, Activity)}
    for scope in within:
        for node in scope.nodes.values():
            event = None if isinstance(node, BoundaryEvent | StartEvent) else definition(node)
            if isinstance(event, CompensateDefinition) and event.activity and event.activity not in everywhere:
                yield subject.finding("compensation.activity", node, activity=event.activity)


def catches(subject: Subject) -> Iterator[Finding]:
    """Which activity is undone and who waits for it is said where compensation is thrown, not where it is caught (§10.5.6)."""
    for _, scope in scopes(subject.process):
        for node in scope.nodes.values():
            if not isinstance(node, BoundaryEvent | StartEvent):
                continue
            for part in definitions(node):
                if not isinstance(part, CompensateDefinition):
                    continue
                if part.activity:
                    yield subject.finding("compensation.caught", node, attribute="activityRef")
                if not part.wait:
                    yield subject.finding("compensation.caught", node, attribute="waitForCompletion")


def transactions(subject: Subject) -> Iterator[Finding]:
    """A transaction is cancelled from an end event right inside it and caught on its own border, interrupting it."""
    for owner, scope in scopes(subject.process):
        for node in scope.nodes.values():
            if not any(isinstance(part, CancelDefinition) for part in definitions(node)):
                continue
            if isinstance(node, EndEvent):
                if owner is None or not owner.transaction:
                    yield subject.finding("transaction.cancel", node)
            elif not isinstance(node, BoundaryEvent) or not _is_transaction(scope.nodes.get(node.attached_to)):
                yield subject.finding("transaction.caught", node)
            elif not node.interrupting:
                yield subject.finding("transaction.interrupts", node)


def _is_transaction(node: FlowNode | None) -> bool:
    return isinstance(node, SubProcess) and node.transaction
