"""Start events (BPMN 2.0.2 §10.5.2) and intermediate catch events (§10.5.4)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.diagrams.model import FlowNode, IntermediateCatchEvent, StartEvent
from engine.execution.commands import part_of
from engine.execution.nodes.arms import Arms, ArmSpec, all_came, withdraw
from engine.execution.nodes.node import NodeSpec, WaitingNodeSpec
from engine.execution.nodes.waits import Wait
from engine.execution.token import Token
from engine.execution.variables import Scope

if TYPE_CHECKING:
    from engine.execution.scope_instance import ScopeInstance
    from engine.execution.scope_spec import ScopeSpec


class StartEventSpec(NodeSpec):
    """Begins a scope. What triggers it has come before there is an activation of that scope."""

    def __init__(self, scope: "ScopeSpec", node: StartEvent) -> None:
        super().__init__(scope, node)
        scope.starts[self.element] = self
        if node.definition is None:
            scope.none_starts.append(self)


class ParallelStartSpec(WaitingNodeSpec):
    """Begins a process once all its messages have come (§10.5.2). The first one makes the instance, which waits here for
    the others; what each brought is kept until then, and their keys are seen from it."""

    def __init__(self, scope: "ScopeSpec", node: StartEvent) -> None:
        super().__init__(scope, node)
        self.arms = Arms(self, node.definition)
        scope.starts[self.element] = self
        for arm in self.arms.specs:
            scope.starts[part_of(self.element, arm.number)] = _Part(self, arm)

    def start(self, token: Token) -> bool:
        came = token.internal_data.get("came")
        if came is None:
            return True
        brought = dict(token.result or {})
        waits = self.arms.prepare(Scope(token.id, token.scope, brought), token.instance.now)
        token.internal_data = {"came": came, "brought": brought}
        token.result = None
        for arm, wait in zip(self.arms.specs, waits, strict=True):
            if arm.number not in came:
                arm.open(token, wait)
        return False

    def arm_happened(self, owner: Token, arm: ArmSpec, again: Wait | None, result: Mapping[str, Any]) -> None:
        if all_came(owner, arm, result, self.arms):
            owner.proceed(owner.internal_data["brought"])


class _Part:
    """The start of a process by the one message of `arm`."""

    awaits_more = True

    def __init__(self, event: ParallelStartSpec, arm: ArmSpec) -> None:
        self.event = event
        self.arm = arm
        self.element = event.element
        self.node = event.node

    def arrive(self, workflow: "ScopeInstance", flow: str) -> None:
        """Enter the start event and wait there for the other messages."""
        token = Token(workflow, self.event)
        token.internal_data = {"came": [self.arm.number]}
        self.event._update(token)


class ImplicitStart:
    """The start of a scope that shows none: all that no flow leads to begins at once (§10.5.2, §13.3.4)."""

    element = ""
    node = FlowNode(id="", name="")
    awaits_more = False

    def __init__(self, begins: Sequence[NodeSpec]) -> None:
        self.begins = begins

    def arrive(self, workflow: "ScopeInstance", flow: str) -> None:
        """Let a token come in everywhere."""
        for spec in self.begins:
            spec.arrive(workflow, flow)


class CatchEventSpec(WaitingNodeSpec):
    """Waits for what triggers it; a none event passes, and so does a link, whose throw has led here."""

    def __init__(self, scope: "ScopeSpec", node: IntermediateCatchEvent) -> None:
        super().__init__(scope, node)
        self.arms = Arms(self, node.definition)

    def start(self, token: Token) -> bool:
        if not self.arms.triggers:
            return True
        self.arms.open(token, self.arms.prepare(token.scope, token.instance.now))
        return False

    def arm_happened(self, owner: Token, arm: ArmSpec, again: Wait | None, result: Mapping[str, Any]) -> None:
        if not self.arms.parallel:
            withdraw(owner)
            owner.proceed(result)
        elif all_came(owner, arm, result, self.arms):
            owner.proceed(owner.internal_data["brought"])
