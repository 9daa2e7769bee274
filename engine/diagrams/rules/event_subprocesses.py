"""What may start a process, and what an event subprocess needs (BPMN 2.0.2 §10.3.5, §10.5.2)."""

from collections.abc import Iterator

from engine.diagrams.model import (
    BoundaryEvent,
    CompensateDefinition,
    ConditionalDefinition,
    ErrorDefinition,
    EscalationDefinition,
    MessageDefinition,
    Scope,
    StartEvent,
    SubProcess,
)
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import definitions, needs_all, scopes
from engine.errors import Finding

_INSIDE = (CompensateDefinition, ConditionalDefinition, ErrorDefinition, EscalationDefinition)


def process_starts(subject: Subject) -> Iterator[Finding]:
    """A process is started by a message, a time or a signal from outside; nothing else can reach what is not there.

    A condition may look only at "states of entities in the environment", and how is left open (§10.5.2, table 10.84).
    """
    for node in subject.process.scope.nodes.values():
        if not isinstance(node, StartEvent):
            continue
        parts = definitions(node)
        if any(isinstance(part, ConditionalDefinition) for part in parts):
            yield subject.finding("start.conditional", node)
        elif any(isinstance(part, _INSIDE) for part in parts):
            yield subject.finding("start.inside_only", node)
        if needs_all(node) and not all(isinstance(part, MessageDefinition) for part in parts):
            yield subject.finding("start.parallel", node)


def event_subprocesses(subject: Subject) -> Iterator[Finding]:
    """One start event with a trigger; no flows, no repetition, no boundary events."""
    for owner, scope in scopes(subject.process):
        for node in scope.nodes.values():
            if isinstance(node, SubProcess) and node.triggered_by_event:
                yield from _event_subprocess(subject, owner, scope, node)


def _event_subprocess(subject: Subject, owner: SubProcess | None, scope: Scope, node: SubProcess) -> Iterator[Finding]:
    starts = [inner for inner in node.scope.nodes.values() if isinstance(inner, StartEvent)]
    if len(starts) != 1 or starts[0].definition is None:
        yield subject.finding("event_subprocess.start", node)
    if node.incoming or node.outgoing:
        yield subject.finding("event_subprocess.flow", node)
    attached = any(isinstance(one, BoundaryEvent) and one.attached_to == node.id for one in scope.nodes.values())
    if attached or node.multi_instance is not None or node.loop is not None or node.for_compensation:
        yield subject.finding("event_subprocess.marked", node)
    for start in starts:
        parts = definitions(start)
        if owner is None and any(isinstance(part, CompensateDefinition) for part in parts):
            yield subject.finding("event_subprocess.compensation", node)
        if len(parts) > 1 and any(isinstance(part, CompensateDefinition) for part in parts):
            yield subject.finding("event_subprocess.compensation_only", start)
        if not start.interrupting and any(isinstance(part, ErrorDefinition) for part in parts):
            yield subject.finding("start.error_interrupts", start)
