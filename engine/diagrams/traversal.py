"""Walks over a diagram's model; none of them recurses."""

from collections.abc import Iterator
from typing import NamedTuple

from engine.diagrams.model import (
    Activity,
    AdHocSubProcess,
    BoundaryEvent,
    ComplexGateway,
    ConditionalDefinition,
    EndEvent,
    EventBasedGateway,
    EventDefinition,
    Expression,
    FlowNode,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    JobDefinition,
    LinkDefinition,
    MessageDefinition,
    MultipleDefinition,
    Process,
    ReceiveTask,
    Scope,
    ScriptTask,
    SendTask,
    ServiceTask,
    SignalDefinition,
    SingleDefinition,
    StartEvent,
    SubProcess,
    TimerDefinition,
    UserTask,
)


class Use(NamedTuple):
    """One FEEL expression and the part of its element that holds it."""

    part: str
    expression: Expression


def scopes(process: Process) -> Iterator[tuple[SubProcess | None, Scope]]:
    """Every scope of the process with the subprocess it belongs to (None: the process itself), outermost first."""
    pending: list[tuple[SubProcess | None, Scope]] = [(None, process.scope)]
    while pending:
        owner, scope = pending.pop()
        yield owner, scope
        inner = [node for node in scope.nodes.values() if isinstance(node, SubProcess)]
        pending.extend((node, node.scope) for node in reversed(inner))


def nodes(process: Process) -> Iterator[FlowNode]:
    """Every flow node of the process, those of subprocesses included."""
    for _, scope in scopes(process):
        yield from scope.nodes.values()


def definition(node: FlowNode) -> EventDefinition:
    """The node's event definition or the message of its task; None for a none event and for what has none."""
    if isinstance(node, StartEvent | EndEvent | IntermediateCatchEvent | IntermediateThrowEvent | BoundaryEvent):
        return node.definition
    return node.message if isinstance(node, SendTask | ReceiveTask) else None


def instantiates(node: FlowNode) -> bool:
    """Whether a message that comes to the node, which is no start event, starts the process."""
    return isinstance(node, EventBasedGateway | ReceiveTask) and node.instantiate


def needs_all(node: FlowNode) -> bool:
    """Whether several things must have come before the node goes on."""
    event = definition(node)
    return isinstance(event, MultipleDefinition) and event.parallel


def implicit_starts(scope: Scope) -> list[FlowNode]:
    """What begins at once in a scope without any start event: activities, gateways and intermediate events that no flow
    leads to (§10.5.2, §13.3.4), save what waits for something else than a token."""
    inside = scope.nodes.values()
    if any(isinstance(node, StartEvent) or instantiates(node) for node in inside):
        return []
    return [node for node in inside if not node.incoming and _takes_tokens(node)]


def _takes_tokens(node: FlowNode) -> bool:
    if isinstance(node, Activity):
        return not node.for_compensation and not (isinstance(node, SubProcess) and node.triggered_by_event)
    if isinstance(node, IntermediateCatchEvent):
        return not isinstance(node.definition, LinkDefinition)
    return not isinstance(node, EndEvent | BoundaryEvent)


def starting_messages(process: Process) -> Iterator[str]:
    """The nodes beside start events at which only a message that starts the process arrives, by id."""
    for node in process.scope.nodes.values():
        if isinstance(node, ReceiveTask) and node.instantiate:
            yield node.id
        elif isinstance(node, EventBasedGateway) and node.instantiate and not node.parallel:
            yield from (process.scope.flows[flow].target for flow in node.outgoing if flow in process.scope.flows)


def definitions(node: FlowNode) -> tuple[SingleDefinition, ...]:
    """The node's event definitions one by one, those of a multiple event as well."""
    event = definition(node)
    if isinstance(event, MultipleDefinition):
        return event.parts
    return () if event is None else (event,)


def expressions(node: FlowNode) -> Iterator[Use]:
    """Every FEEL expression that the node itself holds."""
    for part, value in _values(node):
        if isinstance(value, Expression) and value.source:
            yield Use(part, value)


def _values(node: FlowNode) -> Iterator[tuple[str, object]]:
    for mapping in node.inputs:
        yield f"input {mapping.target}", mapping.source
    for mapping in node.outputs:
        yield f"output {mapping.target}", mapping.source
    for read in node.reads:
        yield f"key of {read.row.store}", read.row.key
    for write in node.writes:
        yield f"key of {write.row.store}", write.row.key
        yield f"row of {write.row.store}", write.value
    for event in definitions(node):
        yield from _event_values(event)
    if isinstance(node, AdHocSubProcess):
        yield "completionCondition", node.completion
        yield "activeElementsCollection", node.active_elements
        yield "candidateGroups", node.candidate_groups
        if node.candidate_groups is None and node.post is not None:
            yield "lane unit", node.post.unit
    if isinstance(node, ComplexGateway):
        yield "activationCondition", node.activation
    if isinstance(node, Activity):
        yield from _activity_values(node)


def wanted_job(node: FlowNode) -> ServiceTask | JobDefinition | None:
    """What a handler is to do for the node, None where no handler does anything."""
    if isinstance(node, ServiceTask):
        return node
    return next((event for event in definitions(node) if isinstance(event, JobDefinition)), None)


def _event_values(event: SingleDefinition) -> Iterator[tuple[str, object]]:
    if isinstance(event, MessageDefinition):
        yield "message name", event.name
        yield "correlationKey", event.correlation_key
        yield "timeToLive", event.time_to_live
    elif isinstance(event, JobDefinition):
        yield "type", event.type
        yield "retries", event.retries
    elif isinstance(event, TimerDefinition):
        yield "timer", event.value
    elif isinstance(event, SignalDefinition):
        yield "signal name", event.name
    elif isinstance(event, ConditionalDefinition):
        yield "condition", event.condition


def _activity_values(node: Activity) -> Iterator[tuple[str, object]]:
    if isinstance(node, UserTask):
        yield "assignee", node.assignee
        yield "candidateGroups", node.candidate_groups
        yield "candidateUsers", node.candidate_users
        yield "excludedUsers", node.excluded_users
        if not node.is_assigned and node.post is not None:
            yield "lane unit", node.post.unit
        yield "dueDate", node.due_date
        yield "followUpDate", node.follow_up_date
        yield "priority", node.priority
    elif isinstance(node, ServiceTask):
        yield "type", node.type
        yield "retries", node.retries
    elif isinstance(node, ScriptTask):
        yield "expression", node.expression
    if node.loop is not None:
        yield "loopCondition", node.loop.condition
    if node.multi_instance is not None:
        yield "inputCollection", node.multi_instance.input_collection
        yield "loopCardinality", node.multi_instance.cardinality
        for throw in node.multi_instance.throws:
            yield "behavior condition", throw.condition
        yield "outputElement", node.multi_instance.output_element
        yield "completionCondition", node.multi_instance.completion_condition
