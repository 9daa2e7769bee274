"""The exclusive gateway (BPMN 2.0.2 §10.6.2, §13.4.2): it passes each token on by one flow, and never joins."""

from typing import TYPE_CHECKING

from engine.diagrams.model import ExclusiveGateway
from engine.execution.conditions import Conditions
from engine.execution.nodes.node import NodeSpec
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.flows import Flow
    from engine.execution.scope_spec import ScopeSpec


class ExclusiveGatewaySpec(NodeSpec):
    """Leaves by the first flow whose condition is true, else by the default."""

    def __init__(self, scope: "ScopeSpec", node: ExclusiveGateway) -> None:
        super().__init__(scope, node)
        self.default = node.default

    def choose(self, token: Token) -> "list[Flow]":
        return self.flows if self.choices is None else self.choices.first(token)

    def link(self) -> None:
        if len(self.flows) > 1 or any(flow.condition is not None for flow in self.flows):
            self.choices = Conditions(self.flows, self.default)
