"""What the standard may let an event look like, but what could not happen as it is drawn (BPMN 2.0.2 §10.5, §10.7)."""

from collections.abc import Iterator

from engine.diagrams.model import (
    Activity,
    BoundaryEvent,
    CallActivity,
    CompensateDefinition,
    EndEvent,
    FlowNode,
    IntermediateThrowEvent,
    Scope,
    StartEvent,
    SubProcess,
    TimerDefinition,
)
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import definitions, scopes
from engine.errors import Finding


def start_timers(subject: Subject) -> Iterator[Finding]:
    """A start event keeps one time of its own."""
    for node in subject.process.scope.nodes.values():
        if isinstance(node, StartEvent) and sum(isinstance(part, TimerDefinition) for part in definitions(node)) > 1:
            yield subject.finding("start.timers", node)


def handlers(subject: Subject) -> Iterator[Finding]:
    """A compensation event waits for nothing else, and its handler is left by no boundary event."""
    for _, scope in scopes(subject.process):
        for node in scope.nodes.values():
            if not isinstance(node, BoundaryEvent):
                continue
            if len(definitions(node)) > 1 and _compensates(node):
                yield subject.finding("compensation.alone", node)
            host = scope.nodes.get(node.attached_to)
            if isinstance(host, Activity) and host.for_compensation:
                yield subject.finding("compensation.boundary", host)


def compensated(subject: Subject) -> Iterator[Finding]:
    """An activity that is named to be undone stands beside the event, or in the scope its event subprocess handles."""
    around: dict[int, tuple[SubProcess | None, Scope]] = {}
    for owner, scope in scopes(subject.process):
        around.update((id(node.scope), (owner, scope)) for node in scope.nodes.values() if isinstance(node, SubProcess))
        for node in scope.nodes.values():
            if not isinstance(node, IntermediateThrowEvent | EndEvent):
                continue
            for part in definitions(node):
                named = part.activity if isinstance(part, CompensateDefinition) else ""
                if named and not _undone(named, _reach(owner, scope, around)):
                    yield subject.finding("compensation.scope", node, activity=named)


def _reach(owner: SubProcess | None, scope: Scope, around: dict[int, tuple[SubProcess | None, Scope]]) -> list[Scope]:
    if owner is not None and owner.triggered_by_event:
        return [scope, around[id(scope)][1]]
    return [scope]


def _undone(activity: str, reach: list[Scope]) -> bool:
    """Whether something undoes the activity: an event on it, or what is inside it."""
    scope = next((scope for scope in reach if activity in scope.nodes), None)
    if scope is None:
        return False
    node = scope.nodes[activity]
    inside = isinstance(node, CallActivity) or (isinstance(node, SubProcess) and not node.triggered_by_event)
    return inside or any(
        isinstance(event, BoundaryEvent) and event.attached_to == activity and _compensates(event)
        for event in scope.nodes.values()
    )


def _compensates(node: FlowNode) -> bool:
    return any(isinstance(part, CompensateDefinition) for part in definitions(node))
