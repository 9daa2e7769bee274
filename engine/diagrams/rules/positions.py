"""Which trigger may stand where (BPMN 2.0.2 §10.5.1, table 10.93)."""

from collections.abc import Iterator, Mapping

from engine.diagrams.model import (
    Activity,
    BehaviorThrow,
    BoundaryEvent,
    CancelDefinition,
    CompensateDefinition,
    ConditionalDefinition,
    EndEvent,
    ErrorDefinition,
    EscalationDefinition,
    FlowNode,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    JobDefinition,
    LinkDefinition,
    MessageDefinition,
    MultipleDefinition,
    Scope,
    SignalDefinition,
    SingleDefinition,
    StartEvent,
    SubProcess,
    TerminateDefinition,
    TimerDefinition,
)
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import definitions, scopes
from engine.errors import Finding

_WAITED_FOR = (MessageDefinition, TimerDefinition, ConditionalDefinition, SignalDefinition)
_OUTWARD = (MessageDefinition, JobDefinition, SignalDefinition, EscalationDefinition, CompensateDefinition)

ALLOWED: Mapping[str, tuple[type[SingleDefinition], ...]] = {
    "event subprocess": (*_WAITED_FOR, ErrorDefinition, EscalationDefinition, CompensateDefinition),
    "intermediate catch": (*_WAITED_FOR, LinkDefinition),
    "boundary": (*_WAITED_FOR, ErrorDefinition, EscalationDefinition, CompensateDefinition, CancelDefinition),
    "intermediate throw": (*_OUTWARD, LinkDefinition),
    "end": (*_OUTWARD, ErrorDefinition, TerminateDefinition, CancelDefinition),
}
"""The triggers of each position; what starts a process and where transactions are cancelled have rules of their own."""

_NAMES: Mapping[type[SingleDefinition], str] = {
    MessageDefinition: "message",
    JobDefinition: "message",
    TimerDefinition: "timer",
    ErrorDefinition: "error",
    TerminateDefinition: "terminate",
    SignalDefinition: "signal",
    EscalationDefinition: "escalation",
    ConditionalDefinition: "conditional",
    LinkDefinition: "link",
    CompensateDefinition: "compensation",
    CancelDefinition: "cancel",
}


def positions(subject: Subject) -> Iterator[Finding]:
    """Every trigger stands where the standard gives it a meaning."""
    for owner, scope in scopes(subject.process):
        for node in scope.nodes.values():
            position = _position(owner, node)
            for definition in definitions(node):
                if position and not isinstance(definition, ALLOWED[position]):
                    yield subject.finding("event.position", node, trigger=_NAMES[type(definition)], position=position)


def triggers(subject: Subject) -> Iterator[Finding]:
    """Signals and links have a name, thrown escalations a code, conditions an expression; what comes together can."""
    for _, scope in scopes(subject.process):
        for node in scope.nodes.values():
            for part in definitions(node):
                if (rule := _incomplete(node, part)) and not _catches_default_signal(node, part, scope):
                    yield subject.finding(rule, node)
            event = getattr(node, "definition", None)
            together = isinstance(event, MultipleDefinition) and event.parallel
            if together and not all(isinstance(part, _WAITED_FOR) for part in definitions(node)):
                yield subject.finding("event.parallel_part", node)


def _incomplete(node: FlowNode, part: SingleDefinition) -> str:
    """The rule that a definition breaks by what it leaves out, or ''."""
    if isinstance(part, SignalDefinition) and not part.name:
        return "event.signal"
    if isinstance(part, LinkDefinition) and not part.name:
        return "link.name"
    if isinstance(part, ConditionalDefinition) and not part.condition.source:
        return "event.condition"
    throws = isinstance(node, IntermediateThrowEvent | EndEvent)
    if throws and isinstance(part, EscalationDefinition) and not part.code:
        return "event.escalation_code"
    return ""


def _catches_default_signal(node: FlowNode, part: SingleDefinition, scope: Scope) -> bool:
    """Whether a signal without a name stands where one is thrown: on a multi-instance activity (§10.3.8)."""
    if not isinstance(part, SignalDefinition) or not isinstance(node, BoundaryEvent):
        return False
    host = scope.nodes.get(node.attached_to)
    loop = host.multi_instance if isinstance(host, Activity) else None
    waits_for_others = isinstance(node.definition, MultipleDefinition) and node.definition.parallel
    return loop is not None and BehaviorThrow(part) in loop.throws and not waits_for_others


def _position(owner: SubProcess | None, node: FlowNode) -> str:
    """The position's name; '' where another rule looks at it, or for what is no event."""
    if isinstance(node, StartEvent):
        return "event subprocess" if owner is not None and owner.triggered_by_event else ""
    if isinstance(node, IntermediateCatchEvent):
        return "intermediate catch"
    if isinstance(node, IntermediateThrowEvent):
        return "intermediate throw"
    if isinstance(node, EndEvent):
        return "end"
    return "boundary" if isinstance(node, BoundaryEvent) else ""
