"""Events that throw: intermediate throw events (BPMN 2.0.2 §10.5.4) and end events (§10.5.3)."""

from typing import TYPE_CHECKING

from engine.diagrams import timers
from engine.diagrams.model import (
    EndEvent,
    ErrorDefinition,
    IntermediateThrowEvent,
    MessageDefinition,
)
from engine.diagrams.timers import InvalidTimer
from engine.execution.error_routing import catcher, throw_error, uncaught
from engine.execution.events import ElementCompleted, MessageThrown
from engine.execution.expressions import FormulaGroup, formula, shown
from engine.execution.nodes.node import NodeSpec
from engine.execution.nodes.waits import correlation_key, message_name
from engine.execution.standstill import Standstill
from engine.execution.token import COMPLETED, Token

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class NoneThrowSpec(NodeSpec):
    """A none end or intermediate event: nothing happens but that the token was here."""

    def __init__(self, scope: "ScopeSpec", node: EndEvent | IntermediateThrowEvent) -> None:
        super().__init__(scope, node)


class MessageThrowSpec(NodeSpec):
    """Sends a message out of the instance; what its input mappings create is the payload."""

    def __init__(self, scope: "ScopeSpec", node: EndEvent | IntermediateThrowEvent, message: MessageDefinition) -> None:
        super().__init__(scope, node)
        self.message = FormulaGroup(
            [formula(message.name), formula(message.correlation_key), formula(message.time_to_live)]
        )

    def start(self, token: Token) -> bool:
        instance = token.instance
        name, key, lifetime = self.message.evaluate(token.scope, instance.now)
        thrown = MessageThrown(
            token=token.id,
            element=self.element,
            message=message_name(name),
            key=correlation_key(key),
            number=instance.thrown + 1,
            variables={} if token.local is None else dict(token.local.values),
            time_to_live=_milliseconds(lifetime, instance.now),
            process=self.process,
        )
        instance.thrown = thrown.number
        instance.events.append(thrown)
        return True


class ErrorEndSpec(NodeSpec):
    """Throws an error outward (§10.5.6); uncaught, it stands still there."""

    def __init__(self, scope: "ScopeSpec", node: EndEvent, error: ErrorDefinition) -> None:
        super().__init__(scope, node)
        self.error = error.code

    def start(self, token: Token) -> bool:
        result = {} if token.local is None else dict(token.local.values)
        caught = catcher(token, self.error, own=False)
        if caught is None:
            raise uncaught(token, self.error)
        token._set_state(COMPLETED)
        token.instance.events.append(ElementCompleted(token=token.id, element=self.element, process=self.process))
        token.remove()
        throw_error(token, self.error, result, caught)
        return False


class TerminateEndSpec(NodeSpec):
    """Ends every other token of its own scope (§13.5.6)."""

    def __init__(self, scope: "ScopeSpec", node: EndEvent) -> None:
        super().__init__(scope, node)

    def start(self, token: Token) -> bool:
        workflow = token.workflow
        for other in list(workflow.tasks.values()):
            if other is not token:
                other.cancel()
        workflow.success = False
        return True


def _milliseconds(value: object, now: int) -> int:
    """A time to live: an ISO 8601 duration or milliseconds."""
    if value is None or value == "":
        return 0
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    try:
        return max(0, timers.due("duration", value, now).at - now) if isinstance(value, str) else _no_duration(value)
    except InvalidTimer as error:
        raise Standstill("expression", str(error), {"text": str(value)}) from error


def _no_duration(value: object) -> int:
    raise Standstill("expression", f"The time to live must be a duration, but is {shown(value)}.")
