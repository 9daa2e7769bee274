"""Start events of a definition that wait outside any instance (BPMN 2.0.2 §10.5.2)."""

from engine.diagrams import feel, timers
from engine.diagrams.definition import Definition
from engine.diagrams.model import Expression, MessageDefinition, StartEvent, TimerDefinition, Value


def start_events(definition: Definition) -> list[StartEvent]:
    """The start events of the process itself, in document order."""
    return [node for node in definition.process.scope.nodes.values() if isinstance(node, StartEvent)]


def message_name(message: MessageDefinition, now: int) -> str:
    """The name of a start message. Raises `FeelError`."""
    return _text(message.name, now)


def timer_due(timer: TimerDefinition, now: int) -> timers.Due:
    """When a timer start event is due first. Raises `FeelError`, `timers.InvalidTimer`."""
    return timers.due(timer.kind, _text(timer.value, now), now)


def cycle_text(event: StartEvent, now: int) -> str:
    """The repeating timer's text, or '' for an event that fires once."""
    timer = event.definition
    return _text(timer.value, now) if isinstance(timer, TimerDefinition) and timer.kind == "cycle" else ""


def _text(value: Value, now: int) -> str:
    if isinstance(value, Expression):
        return str(feel.evaluate([value.source], {}, now)[0])
    return value
