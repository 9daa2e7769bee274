"""Boundary events (BPMN 2.0.2 §10.5.4, §13.5.3): tokens that wait beside their activity, interrupting it or not."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.diagrams.model import BoundaryEvent
from engine.execution.nodes.reacting import ReactingSpec
from engine.execution.nodes.waits import Wait
from engine.execution.token import ARRIVED, Token
from engine.execution.variables import Scope

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class BoundarySpec(ReactingSpec):
    """Waits beside its activity; errors and cancellations always end it."""

    def __init__(self, scope: "ScopeSpec", node: BoundaryEvent) -> None:
        super().__init__(scope, node, node.definition)
        self.interrupting = node.interrupting or any(kind in ("error", "cancel") for kind, _ in self.catches)

    def prepare(self, host: Token) -> list[Wait]:
        """What to wait for beside the activity `host`. Raises Standstill."""
        return self.arms.prepare(host.scope, host.instance.now)

    def open_beside(self, host: Token, waits: list[Wait]) -> None:
        """Wait beside `host`."""
        if waits:
            self.open(Token(host.workflow, self, host), waits)

    def catch(self, host: Token, result: Mapping[str, Any]) -> None:
        """What was thrown in the activity `host` is caught here."""
        self.react(Token(host.workflow, self, host), result)

    def waiting(self, token: Token) -> Token:
        return Token(token.workflow, self, token.parent)

    def sight(self, token: Token) -> Scope:
        return token.parent.scope if token.phase == ARRIVED else token.scope

    def react(self, token: Token, result: Mapping[str, Any]) -> None:
        host = token.parent
        host._children.remove(token.id)
        token._parent = None
        if self.interrupting:
            host.cancel()
        self.activate(token)
        token.proceed(result)
