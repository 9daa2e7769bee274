"""Complex gateways (BPMN 2.0.2 §10.6.5, §13.4.5).

Waiting for start, the gateway asks its activation condition at each arrival. When it holds, one token a flow is
consumed and the outgoing conditions are asked with `waitingForStart = true`. Then the gateway waits for reset: for a
token on each flow that had none, unless none can come (as an inclusive join). At the reset it consumes those and asks the
outgoing conditions once more with `waitingForStart = false`; only conditions that hold, else the default flow, let a
token out then. Where all flows had a token at the first firing nothing is left to wait for, and the gateway is reset
without asking again.
"""

from typing import TYPE_CHECKING, Any

from engine.diagrams.model import ComplexGateway
from engine.execution.expressions import Formula, FormulaGroup, shown
from engine.execution.nodes.joins import UpstreamJoinSpec
from engine.execution.nodes.node import NodeSpec, local_scope
from engine.execution.standstill import Standstill
from engine.execution.token import STARTED, STARTING, WAITING, Token
from engine.execution.variables import Scope

if TYPE_CHECKING:
    from engine.execution.flows import Flow
    from engine.execution.scope_instance import ScopeInstance
    from engine.execution.scope_spec import ScopeSpec


class ComplexGatewaySpec(UpstreamJoinSpec):
    """`internal_data`: `arrived` are the flows of arrivals not looked at yet, `counts` the tokens on each flow, and
    `consumed` the flows that the first firing emptied, while the gateway waits for reset."""

    rests = WAITING

    def __init__(self, scope: "ScopeSpec", node: ComplexGateway) -> None:
        super().__init__(scope, node)
        self.default = node.default
        self.activation = FormulaGroup([Formula(node.activation)]) if node.activation else None

    def arrive(self, workflow: "ScopeInstance", flow: str) -> None:
        if len(self.incoming) < 2 and self.activation is None:
            NodeSpec.arrive(self, workflow, flow)
            return
        token = workflow.joins.get(self.name)
        if token is None:
            token = Token(workflow, self)
            token.internal_data = {"arrived": [], "counts": {}}
            self.enter(token)
        memory = token.internal_data
        memory["arrived"] = [*memory["arrived"], flow]
        if token.id not in token.instance.open.incidents:
            self._look(token)

    def _look(self, token: Token) -> None:
        token.phase = STARTING
        token.instance.agenda.append(token)

    def start(self, token: Token) -> bool:
        memory = token.internal_data
        if not memory or "fired" in memory:
            return True
        while memory["arrived"]:
            flow = memory["arrived"][0]
            counts = {**memory["counts"], flow: memory["counts"].get(flow, 0) + 1}
            fires = "consumed" not in memory and self._activates(token, counts)
            memory["arrived"], memory["counts"] = memory["arrived"][1:], counts
            if fires:
                self._fire(token, list(counts))
                return True
        return False

    def _activates(self, token: Token, counts: dict[str, int]) -> bool:
        if self.activation is None:
            return True
        known: dict[str, Any] = {
            "activationCount": sum(counts.values()),
            "incomingTokens": {flow: counts.get(flow, 0) for flow in self.incoming},
        }
        (holds,) = self.activation.evaluate(Scope(token.id, token.scope, known), token.instance.now, "condition")
        if not isinstance(holds, bool):
            raise Standstill("condition", f"The activation condition must be true or false, but is {shown(holds)}.")
        return holds

    def _fire(self, token: Token, consumed: list[str]) -> None:
        """Go on with `token`, and let another one wait for reset and hold what is left."""
        memory = token.internal_data
        left: dict[str, Any] = {
            "arrived": memory["arrived"],
            "counts": {flow: count - 1 for flow, count in memory["counts"].items() if count > 1},
        }
        if len(consumed) < len(self.incoming):
            left["consumed"] = consumed
        local_scope(token, {"waitingForStart": True})
        self._rest(token, left)

    def _rest(self, token: Token, left: dict[str, Any]) -> None:
        token.internal_data = {"fired": True}
        token._set_state(STARTED)
        token.workflow.joins.pop(self.name, None)
        token.instance.waiting_inclusive.pop(token.id, None)
        if "consumed" not in left:
            # what waits is looked at anew
            left["arrived"] = [flow for flow, count in left["counts"].items() for _ in range(count)] + left["arrived"]
            left["counts"] = {}
            if not left["arrived"]:
                return
        rest = Token(token.workflow, self)
        rest.internal_data = left
        self.enter(rest)
        if "consumed" in left:
            token.instance.waiting_inclusive[rest.id] = rest
        self._look(rest)

    def waits_for_others(self, token: Token) -> bool:
        return "consumed" in token.internal_data

    def release(self, token: Token) -> bool:
        """Reset, unless a token can still come by a flow that has had none."""
        memory = token.internal_data
        if memory["arrived"] or not self.cannot_come(token, {*memory["consumed"], *memory["counts"]}):
            return False
        counts = {
            flow: count - (flow not in memory["consumed"])
            for flow, count in memory["counts"].items()
            if count > (flow not in memory["consumed"])
        }
        local_scope(token, {"waitingForStart": False})
        self._rest(token, {"arrived": [], "counts": counts})
        token.proceed()
        return True

    def choose(self, token: Token) -> "list[Flow]":
        if token.local is None or token.local.values.get("waitingForStart") is not False:
            if token.local is None:
                local_scope(token, {"waitingForStart": True})
            return super().choose(token)
        return [] if self.choices is None else self.choices.held(token)
