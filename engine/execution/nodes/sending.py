"""Throwing a message out of the instance: shared by send tasks and message throw events (BPMN 2.0.2 §10.3.3, §10.5.4)."""

from collections.abc import Sequence
from typing import Any

from engine.diagrams import timers
from engine.diagrams.model import MessageDefinition, VariableMapping
from engine.diagrams.timers import InvalidTimer
from engine.execution.events import MessageThrown
from engine.execution.expressions import FormulaGroup, formula, shown
from engine.execution.nodes.waits import correlation_key, message_name
from engine.execution.standstill import Standstill
from engine.execution.token import Token


class Sender:
    """Throws `message`; the payload is what the input mappings create."""

    def __init__(self, message: MessageDefinition, inputs: Sequence[VariableMapping]) -> None:
        self.message = FormulaGroup(
            [formula(message.name), formula(message.correlation_key), formula(message.time_to_live)]
        )
        self.payload = list(dict.fromkeys(mapping.target.partition(".")[0] for mapping in inputs))

    def send(self, token: Token) -> None:
        """Say that the message leaves. Raises Standstill, having changed nothing."""
        instance = token.instance
        name, key, lifetime = self.message.evaluate(token.scope, instance.now)
        own: dict[str, Any] = {} if token.local is None else token.local.values
        thrown = MessageThrown(
            token=token.id,
            element=token.element,
            message=message_name(name),
            key=correlation_key(key),
            number=instance.thrown + 1,
            variables={name: own[name] for name in self.payload if name in own},
            time_to_live=_milliseconds(lifetime, instance.now),
            process=token.task_spec.process,
        )
        instance.thrown = thrown.number
        instance.events.append(thrown)


def _milliseconds(value: object, now: int) -> int:
    """A time to live: an ISO 8601 duration or milliseconds; 0 where none is named."""
    if value is None or value == "":
        return 0
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Standstill("expression", f"The time to live must be a duration, but is {shown(value)}.")
    try:
        found = timers.time_to_live(str(value), now)
    except InvalidTimer as error:
        raise Standstill("expression", str(error), {"text": str(value)}) from error
    if not 0 < found <= timers.LONGEST_LIFE:
        raise Standstill("expression", f"The time to live must be positive and at most P100Y, but is {shown(value)}.")
    return found
