"""Starts and ends of processes and subprocesses (BPMN 2.0.2 §10.5.2, §10.5.3)."""

from collections.abc import Iterator

from engine.diagrams.model import (
    Activity,
    AdHocSubProcess,
    BoundaryEvent,
    CompensateDefinition,
    EndEvent,
    FlowNode,
    IntermediateThrowEvent,
    LinkDefinition,
    Scope,
    StartEvent,
    SubProcess,
)
from engine.diagrams.rules.mappings import is_variable
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import definition, implicit_starts, instantiates, nodes, scopes
from engine.errors import Finding


def starts(subject: Subject) -> Iterator[Finding]:
    """A scope has at most one start event without trigger; a subprocess has that one only.

    A scope without any has no end event either, and begins with all that no flow leads to (§10.5.2, §13.3.4).
    """
    for owner, scope in scopes(subject.process):
        place = owner or subject.process
        events = [node for node in scope.nodes.values() if isinstance(node, StartEvent)]
        plain = [event for event in events if event.definition is None]
        if isinstance(owner, AdHocSubProcess):
            continue
        instantiated = any(instantiates(node) for node in scope.nodes.values())
        if not events and not instantiated and (_has_end(scope) or not implicit_starts(scope)):
            yield subject.finding("start.none", place)
        for event in plain[1:]:
            yield subject.finding("start.several", event, first=plain[0].id)
        if owner is not None and not owner.triggered_by_event:
            for event in events:
                if event.definition is not None:
                    yield subject.finding("start.triggered_inside", event)
        for event in events:
            if event.form and (owner is not None or event.definition is not None):
                yield subject.finding("start.form", event)


def ends(subject: Subject) -> Iterator[Finding]:
    """Where a scope has a start event, people look for an end event on every path.

    None is needed: a path ends where nothing follows, the scope with its last path (§10.5.3, §13.5.1).
    """
    unordered: set[str] = set()
    for owner, scope in scopes(subject.process):
        if isinstance(owner, AdHocSubProcess):
            unordered.update(scope.nodes)
            continue
        if not _has_end(scope):
            if any(isinstance(node, StartEvent) for node in scope.nodes.values()):
                yield subject.finding("end.none", owner or subject.process)
            else:
                unordered.update(scope.nodes)
    for node in nodes(subject.process):
        if isinstance(node, EndEvent):
            if node.outgoing:
                yield subject.finding("end.outgoing", node)
        elif not node.outgoing and node.id not in unordered and not _ends_without_flow(node):
            yield subject.finding("node.dead_end", node)
        if isinstance(node, StartEvent) and node.incoming:
            yield subject.finding("start.incoming", node)
        if isinstance(node, BoundaryEvent) and node.incoming:
            yield subject.finding("boundary.incoming", node)


def _has_end(scope: Scope) -> bool:
    return any(isinstance(node, EndEvent) for node in scope.nodes.values())


def _ends_without_flow(node: FlowNode) -> bool:
    """Whether the standard lets no flow leave the node: event subprocesses, links, and what compensation needs."""
    if isinstance(node, Activity) and node.for_compensation:
        return True
    if isinstance(node, SubProcess) and node.triggered_by_event:
        return True
    event = definition(node)
    return (isinstance(node, IntermediateThrowEvent) and isinstance(event, LinkDefinition)) or (
        isinstance(node, BoundaryEvent) and isinstance(event, CompensateDefinition)
    )


def identity(subject: Subject) -> Iterator[Finding]:
    """A process and its nodes can be named: each has an id; who starts the process is kept in a variable."""
    started_by = subject.process.properties.get("startedBy", "")
    if started_by and not is_variable(started_by):
        yield subject.finding("variable.name", subject.process, variable=started_by)
    if not subject.process.id:
        yield subject.finding("id.missing", subject.process)
    for node in nodes(subject.process):
        if not node.id:
            yield subject.finding("id.missing", node)
