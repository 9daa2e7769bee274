"""Gateways that join (BPMN 2.0.2 §10.6.3-4, §13.4.1-3), by counting tokens on each incoming flow.

The first arrival makes one waiting token, which carries what came by which flow until the gateway fires. Each firing
consumes one arrival a flow; excess arrivals stay. So joins hold in loops, where SpiffWorkflow's own take stale arrivals
for new ones, and an inclusive join waits for subprocesses upstream that are merely under way.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from engine.diagrams.model import InclusiveGateway
from engine.execution.nodes.node import NodeSpec
from engine.execution.token import STARTING, WAITING, Token

if TYPE_CHECKING:
    from engine.execution.scope_instance import ScopeInstance
    from engine.execution.scope_spec import ScopeSpec


class JoinSpec(NodeSpec):
    """A gateway with arrivals; `incoming` are the ids of its incoming flows."""

    @property
    def incoming(self) -> tuple[str, ...]:
        """The flows that lead here."""
        return self.node.incoming

    def enter(self, token: Token) -> None:
        """A first arrival begins an activation that waits for the others."""
        self.activate(token)
        token.phase = STARTING
        token._set_state(WAITING)
        token.workflow.joins[self.name] = token

    def collect(self, workflow: "ScopeInstance", flow: str) -> Token:
        """Count an arrival; the token that waits for the others."""
        token = workflow.joins.get(self.name)
        if token is None:
            token = Token(workflow, self)
            self.enter(token)
        token.internal_data[flow] = token.internal_data.get(flow, 0) + 1
        return token

    def fire(self, token: Token) -> None:
        """Consume one arrival a flow; what is left waits for the next time."""
        left = {flow: count - 1 for flow, count in token.internal_data.items() if count > 1}
        token.internal_data = {}
        del token.workflow.joins[self.name]
        token._ready()
        if left:
            rest = Token(token.workflow, self)
            self.enter(rest)
            rest.internal_data = left
            self.excess(rest)

    def excess(self, token: Token) -> None:
        """Called with the token that holds what a firing left over."""

    def _on_cancel(self, token: Token) -> None:
        token.workflow.joins.pop(self.name, None)


class ParallelGatewaySpec(JoinSpec):
    """Fires when every incoming flow has a token (§13.4.1)."""

    def arrive(self, workflow: "ScopeInstance", flow: str) -> None:
        if len(self.incoming) < 2:
            super().arrive(workflow, flow)
            return
        token = self.collect(workflow, flow)
        if len(token.internal_data) == len(self.incoming):
            self.fire(token)


class UpstreamJoinSpec(JoinSpec):
    """A join that can tell whether a token may still come by a flow (§13.4.3)."""

    def waits_for_others(self, token: Token) -> bool:
        """Whether the waiting `token` goes on as soon as no other token can come."""
        return True

    def release(self, token: Token) -> bool:
        """Go on unless a token can still come."""
        raise NotImplementedError

    def cannot_come(self, token: Token, filled: Collection[str]) -> bool:
        """Whether no token elsewhere reaches another flow than the `filled` ones without reaching one of those."""
        empty = [flow for flow in self.incoming if flow not in filled]
        if not empty:
            return True
        blocking = self._upstream(empty) - self._upstream(filled)
        return not any(
            other.task_spec.element in blocking for other in token.workflow.tasks.values() if other is not token
        )

    def _upstream(self, flows: Collection[str]) -> frozenset[str]:
        return frozenset().union(*(self._leading_to[flow] for flow in flows))

    def link(self) -> None:
        super().link()
        specs = self._wf_spec.task_specs
        before: dict[str, list[str]] = {}
        source_of: dict[str, str] = {}
        for spec in specs.values():
            for flow in spec.flows:
                before.setdefault(flow.target.element, []).append(spec.element)
                source_of[flow.id] = spec.element
            if spec.host is not None:
                before.setdefault(spec.element, []).append(spec.host.element)
        self._leading_to = {flow: _reaching(source_of[flow], before, self.element) for flow in self.incoming}


class InclusiveGatewaySpec(UpstreamJoinSpec):
    """Fires when no token can still come by an empty incoming flow (§13.4.3), asked once all else waits."""

    def __init__(self, scope: "ScopeSpec", node: InclusiveGateway) -> None:
        super().__init__(scope, node)
        self.default = node.default

    def arrive(self, workflow: "ScopeInstance", flow: str) -> None:
        if len(self.incoming) < 2:
            super().arrive(workflow, flow)
            return
        token = self.collect(workflow, flow)
        workflow.instance.waiting_inclusive[token.id] = token

    def excess(self, token: Token) -> None:
        token.instance.waiting_inclusive[token.id] = token

    def release(self, token: Token) -> bool:
        """Fire unless a token elsewhere reaches an empty flow but no filled one."""
        if not self.cannot_come(token, token.internal_data):
            return False
        token.instance.waiting_inclusive.pop(token.id, None)
        self.fire(token)
        return True


def _reaching(element: str, before: dict[str, list[str]], without: str) -> frozenset[str]:
    """The elements from which `element` is reached without passing `without`."""
    seen: set[str] = set()
    waiting = [element]
    while waiting:
        here = waiting.pop()
        if here != without and here not in seen:
            seen.add(here)
            waiting.extend(before.get(here, ()))
    return frozenset(seen)
