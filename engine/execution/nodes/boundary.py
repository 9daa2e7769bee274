"""Boundary events (BPMN 2.0.2 §10.5.4, §13.5.3): tokens that wait beside their activity, interrupting it or not."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.diagrams import timers
from engine.diagrams.model import BoundaryEvent, ErrorDefinition
from engine.diagrams.timers import Due, InvalidTimer
from engine.execution.nodes.node import WaitingNodeSpec
from engine.execution.nodes.waits import TimerWait, Wait, trigger
from engine.execution.open_work import OpenTimer
from engine.execution.token import WAITING, Token

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class BoundarySpec(WaitingNodeSpec):
    """`catches` is the error code of an error event, '' for any; None when it is none.

    A waiting token is not active yet: it is announced when it fires. Each firing has a token of its own, so an event
    that does not interrupt leaves a new token waiting.
    """

    def __init__(self, scope: "ScopeSpec", node: BoundaryEvent) -> None:
        super().__init__(scope, node)
        self.trigger = trigger(node.definition)
        self.catches = node.definition.code if isinstance(node.definition, ErrorDefinition) else None
        self.interrupting = node.interrupting or self.catches is not None

    def prepare(self, host: Token) -> Wait | None:
        """What to wait for beside the activity `host`. Raises Standstill."""
        return None if self.trigger is None else self.trigger.prepare(host.scope, host.instance.now)

    def open(self, host: Token, wait: Wait | None) -> None:
        """Wait beside `host`."""
        if wait is not None:
            token = Token(host.workflow, self, host)
            token._set_state(WAITING)
            wait.open(token)

    def fire(self, token: Token, wait: Wait | None, result: Mapping[str, Any]) -> None:
        """What `token` waited for has come; a token waits for `wait` next, unless the activity is interrupted."""
        host = token.parent
        if not self.interrupting:
            self.open(host, wait)
        self._leave(token, host)
        self._go(token, host, result)

    def catch(self, host: Token, result: Mapping[str, Any]) -> None:
        """An error thrown in the activity `host` ends it here."""
        token = Token(host.workflow, self, host)
        self._leave(token, host)
        self._go(token, host, result)

    def _leave(self, token: Token, host: Token) -> None:
        """Live on without the activity."""
        host._children.remove(token.id)
        token._parent = None

    def _go(self, token: Token, host: Token, result: Mapping[str, Any]) -> None:
        if self.interrupting:
            host.cancel()
        self.activate(token)
        token.proceed(result)


def next_timer(timer: OpenTimer) -> TimerWait | None:
    """What a timer that does not interrupt waits for after firing; None at the end of its cycle."""
    if not timer.cycle:
        return None
    try:
        due = timers.following(timer.cycle, Due(timer.due, timer.repetitions))
    except InvalidTimer:
        return None
    return None if due is None else TimerWait(due, timer.cycle)
