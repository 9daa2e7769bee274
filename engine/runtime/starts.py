"""Start events of a definition that wait outside any instance (BPMN 2.0.2 §10.5.2)."""

from collections.abc import Iterator

from engine.diagrams import feel, timers
from engine.diagrams.definition import Definition
from engine.diagrams.model import (
    EventBasedGateway,
    Expression,
    MessageDefinition,
    ReceiveTask,
    SignalDefinition,
    SingleDefinition,
    StartEvent,
    TimerDefinition,
    Value,
)
from engine.diagrams.traversal import definitions, needs_all
from engine.execution.commands import part_of


def start_events(definition: Definition) -> list[StartEvent]:
    """The start events of the process itself, in document order."""
    return [node for node in definition.process.scope.nodes.values() if isinstance(node, StartEvent)]


def triggers(definition: Definition) -> Iterator[tuple[str, SingleDefinition]]:
    """Everything that starts the process from outside, with the start that it is for a command."""
    scope = definition.process.scope
    for node in scope.nodes.values():
        if isinstance(node, EventBasedGateway) and node.instantiate:
            begins = [scope.nodes[scope.flows[flow].target] for flow in node.outgoing]
        elif isinstance(node, StartEvent) or (isinstance(node, ReceiveTask) and node.instantiate):
            begins = [node]
        else:
            continue
        for begin in begins:
            for number, part in enumerate(definitions(begin)):
                yield (part_of(begin.id, number) if needs_all(begin) else begin.id), part


def message_name(message: MessageDefinition | SignalDefinition, now: int) -> str:
    """The name of a start message or signal. Raises `FeelError`."""
    return _text(message.name, now)


def timer_due(timer: TimerDefinition, now: int) -> timers.Due:
    """When a timer start event is due first; a duration begins now, when it is deployed. Raises `FeelError`, `timers.InvalidTimer`."""
    return timers.due(timer.kind, _text(timer.value, now), now)


def cycle_text(event: StartEvent, now: int) -> str:
    """The repeating timer's text, or '' for an event that fires once."""
    for part in definitions(event):
        if isinstance(part, TimerDefinition) and part.kind == "cycle":
            return _text(part.value, now)
    return ""


def _text(value: Value, now: int) -> str:
    if isinstance(value, Expression):
        return str(feel.evaluate([value.source], {}, now)[0])
    return value
