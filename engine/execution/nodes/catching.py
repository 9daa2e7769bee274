"""Start events (BPMN 2.0.2 §10.5.2) and intermediate catch events (§10.5.4)."""

from typing import TYPE_CHECKING

from engine.diagrams.model import IntermediateCatchEvent, StartEvent
from engine.execution.nodes.node import NodeSpec, WaitingNodeSpec
from engine.execution.nodes.waits import trigger
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class StartEventSpec(NodeSpec):
    """Begins a scope. Its timer or message has come before there is an instance."""

    def __init__(self, scope: "ScopeSpec", node: StartEvent) -> None:
        super().__init__(scope, node)
        scope.starts[self.element] = self
        if node.definition is None:
            scope.none_starts.append(self)


class CatchEventSpec(WaitingNodeSpec):
    """Waits for its timer or message; a none event passes."""

    def __init__(self, scope: "ScopeSpec", node: IntermediateCatchEvent) -> None:
        super().__init__(scope, node)
        self.trigger = trigger(node.definition)

    def start(self, token: Token) -> bool:
        if self.trigger is None:
            return True
        self.trigger.prepare(token.scope, token.instance.now).open(token)
        return False
