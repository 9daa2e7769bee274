"""Events: triggers, boundaries, messages, timers (BPMN 2.0.2 §10.5)."""

from collections.abc import Iterator

from engine.diagrams.model import (
    Activity,
    BoundaryEvent,
    EndEvent,
    ErrorDefinition,
    EscalationDefinition,
    FlowNode,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    MessageDefinition,
    SendTask,
    SingleDefinition,
    StartEvent,
    SubProcess,
    TimerDefinition,
)
from engine.diagrams.rules.subject import Subject
from engine.diagrams.timers import LONGEST_LIFE, InvalidTimer, check, time_to_live
from engine.diagrams.traversal import definition, needs_all, nodes, scopes, starting_messages
from engine.diagrams.traversal import definitions as definitions_of
from engine.errors import Finding


def definitions(subject: Subject) -> Iterator[Finding]:
    """A catching intermediate or boundary event waits for something; an error end event says which error."""
    for node in nodes(subject.process):
        if isinstance(node, IntermediateCatchEvent | BoundaryEvent) and definition(node) is None:
            yield subject.finding("event.no_trigger", node)
        if isinstance(node, EndEvent):
            for event in definitions_of(node):
                if isinstance(event, ErrorDefinition) and not event.code:
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
            if not node.interrupting and any(isinstance(part, ErrorDefinition) for part in definitions_of(node)):
                yield subject.finding("boundary.error_interrupts", node)


def codes(subject: Subject) -> Iterator[Finding]:
    """Of two events on one activity that catch the same error or escalation, the second never happens."""
    for _, scope in scopes(subject.process):
        seen: dict[tuple[str, SingleDefinition], str] = {}
        for node in scope.nodes.values():
            if not isinstance(node, BoundaryEvent):
                continue
            for part in definitions_of(node):
                if not isinstance(part, ErrorDefinition | EscalationDefinition):
                    continue
                if (node.attached_to, part) in seen:
                    yield subject.finding("boundary.same_code", node, other=seen[node.attached_to, part])
                seen.setdefault((node.attached_to, part), node.name or node.id)


def messages(subject: Subject) -> Iterator[Finding]:
    """A message has a name; whoever waits for it inside an instance says by which correlation key."""
    starting = set(starting_messages(subject.process))
    for owner, scope in scopes(subject.process):
        for node in scope.nodes.values():
            for event in definitions_of(node):
                if isinstance(event, MessageDefinition):
                    yield from _message(subject, node, event, _correlates(owner, node) and node.id not in starting)


def _message(subject: Subject, node: FlowNode, event: MessageDefinition, correlates: bool) -> Iterator[Finding]:
    if not event.name:
        yield subject.finding("event.message", node)
    elif event.correlation_key is None and correlates:
        yield subject.finding("event.correlation_key", node)
    if isinstance(event.time_to_live, str):
        yield from _time_to_live(subject, node, event.time_to_live)


def _time_to_live(subject: Subject, node: FlowNode, text: str) -> Iterator[Finding]:
    try:
        if not 0 < time_to_live(text, 0) <= LONGEST_LIFE:
            yield subject.finding("event.time_to_live", node, text=text)
    except InvalidTimer as error:
        yield subject.finding("timer.duration", node, text=text, reason=error.details["reason"])


def _correlates(owner: SubProcess | None, node: FlowNode) -> bool:
    """Whether an instance is there when the message comes; a start event of an event subprocess is in one, and one that
    several messages trigger is when the second comes."""
    if isinstance(node, StartEvent):
        return owner is not None or needs_all(node)
    return not isinstance(node, IntermediateThrowEvent | EndEvent | SendTask)


def timers(subject: Subject) -> Iterator[Finding]:
    """A timer is ISO 8601, cron or FEEL, and of a kind that its event can use."""
    for owner, scope in scopes(subject.process):
        for node in scope.nodes.values():
            for event in definitions_of(node):
                if isinstance(event, TimerDefinition):
                    yield from _timer_of(subject, owner, node, event)


def _timer_of(subject: Subject, owner: SubProcess | None, node: FlowNode, event: TimerDefinition) -> Iterator[Finding]:
    if not event.value:
        yield subject.finding("timer.missing", node)
        return
    begins = isinstance(node, StartEvent) and owner is None
    repeats = begins or (isinstance(node, BoundaryEvent | StartEvent) and not node.interrupting)
    if event.kind == "cycle" and not repeats and str(event.value).lstrip().startswith("R"):
        yield subject.finding("timer.cycle_once", node)
    yield from _timer(subject, node, event)


def _timer(subject: Subject, node: FlowNode, timer: TimerDefinition) -> Iterator[Finding]:
    if not isinstance(timer.value, str):
        return
    try:
        check(timer.kind, timer.value)
    except InvalidTimer as error:
        yield subject.finding(f"timer.{timer.kind}", node, text=timer.value, reason=error.details["reason"])
