"""Ad-hoc subprocesses (BPMN 2.0.2 §10.3.5)."""

from collections.abc import Iterator

from engine.diagrams.model import (
    Activity,
    AdHocSubProcess,
    BoundaryEvent,
    EndEvent,
    ExclusiveGateway,
    FlowNode,
    StartEvent,
    SubProcess,
)
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import scopes
from engine.errors import Finding


def ad_hoc(subject: Subject) -> Iterator[Finding]:
    """There is a step to choose, and neither start nor end; where steps go one by one, nothing splits."""
    for owner, scope in scopes(subject.process):
        if not isinstance(owner, AdHocSubProcess):
            continue
        inside = list(scope.nodes.values())
        if not any(isinstance(node, Activity) and not node.incoming and not _event_started(node) for node in inside):
            yield subject.finding("ad_hoc.empty", owner)
        for node in inside:
            if isinstance(node, StartEvent | EndEvent):
                yield subject.finding("ad_hoc.start_end", node)
            elif owner.sequential and _splits(node):
                yield subject.finding("ad_hoc.splits", node)


def _event_started(node: Activity) -> bool:
    return node.for_compensation or (isinstance(node, SubProcess) and node.triggered_by_event)


def _splits(node: FlowNode) -> bool:
    if isinstance(node, BoundaryEvent):
        return not node.interrupting
    return len(node.outgoing) > 1 and not isinstance(node, ExclusiveGateway)
