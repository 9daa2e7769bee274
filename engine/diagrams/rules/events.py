"""Events: triggers, boundaries, messages, timers (BPMN 2.0.2 §10.5)."""

from collections.abc import Iterator

from engine.diagrams.model import (
    Activity,
    BoundaryEvent,
    EndEvent,
    ErrorDefinition,
    FlowNode,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    MessageDefinition,
    ReceiveTask,
    SendTask,
    StartEvent,
    TimerDefinition,
)
from engine.diagrams.rules.subject import Subject
from engine.diagrams.timers import InvalidTimer, check
from engine.diagrams.traversal import definition, nodes, scopes
from engine.errors import Finding


def definitions(subject: Subject) -> Iterator[Finding]:
    """A catching intermediate or boundary event waits for something; an error end event says which error."""
    for node in nodes(subject.process):
        event = definition(node)
        if isinstance(node, IntermediateCatchEvent | BoundaryEvent) and event is None:
            yield subject.finding("event.no_trigger", node)
        if isinstance(node, EndEvent) and isinstance(event, ErrorDefinition) and not event.code:
            yield subject.finding("event.error_code", node)


def boundaries(subject: Subject) -> Iterator[Finding]:
    """A boundary event sits on an activity of its own scope; an error always interrupts."""
    for _, scope in scopes(subject.process):
        for node in scope.nodes.values():
            if not isinstance(node, BoundaryEvent):
                continue
            host = scope.nodes.get(node.attached_to)
            if host is None:
                yield subject.finding("boundary.host_missing", node, host=node.attached_to)
            elif not isinstance(host, Activity) and type(host) is not FlowNode:
                yield subject.finding("boundary.host_kind", node, host=host.name or host.id)
            if isinstance(node.definition, ErrorDefinition) and not node.interrupting:
                yield subject.finding("boundary.error_interrupts", node)


def messages(subject: Subject) -> Iterator[Finding]:
    """A message has a name; whoever waits for it inside an instance says by which correlation key."""
    for node in nodes(subject.process):
        event = definition(node)
        if not isinstance(event, MessageDefinition):
            continue
        if not event.name:
            yield subject.finding("event.message", node)
        elif (
            event.correlation_key is None
            and not isinstance(node, StartEvent | IntermediateThrowEvent | EndEvent | SendTask)
            and not (isinstance(node, ReceiveTask) and node.instantiate)
        ):
            yield subject.finding("event.correlation_key", node)
        if isinstance(event.time_to_live, str):
            yield from _timer(subject, node, TimerDefinition("duration", event.time_to_live))


def timers(subject: Subject) -> Iterator[Finding]:
    """A timer is ISO 8601 or FEEL, and of a kind that its event can use."""
    for node in nodes(subject.process):
        event = definition(node)
        if not isinstance(event, TimerDefinition):
            continue
        if not event.value:
            yield subject.finding("timer.missing", node)
            continue
        repeats = isinstance(node, StartEvent) or (isinstance(node, BoundaryEvent) and not node.interrupting)
        if event.kind == "cycle" and not repeats:
            yield subject.finding("timer.cycle_once", node)
        if event.kind == "duration" and isinstance(node, StartEvent):
            yield subject.finding("timer.duration_start", node)
        yield from _timer(subject, node, event)


def _timer(subject: Subject, node: FlowNode, timer: TimerDefinition) -> Iterator[Finding]:
    if not isinstance(timer.value, str):
        return
    try:
        check(timer.kind, timer.value)
    except InvalidTimer as error:
        yield subject.finding(f"timer.{timer.kind}", node, text=timer.value, reason=error.details["reason"])
