"""What one event waits for: a single trigger, the first of several, or all of several (BPMN 2.0.2 §10.5.1, §13.5.1).

A single trigger belongs to the event's own token. Several have a token each, so that each can be set and withdrawn.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.diagrams.model import EventDefinition, FlowNode, MultipleDefinition, SingleDefinition
from engine.execution.nodes.node import NodeSpec, WaitingNodeSpec
from engine.execution.nodes.waits import ConditionTrigger, Trigger, Wait, trigger
from engine.execution.token import WAITING, Token
from engine.execution.variables import Scope

if TYPE_CHECKING:
    pass


def parts(definition: EventDefinition) -> tuple[SingleDefinition, ...]:
    """The definitions of an event: none, one or several."""
    if isinstance(definition, MultipleDefinition):
        return definition.parts
    return () if definition is None else (definition,)


class Arms:
    """The triggers of the event `spec`; `parallel` says that all of them must come."""

    def __init__(self, spec: NodeSpec, definition: EventDefinition) -> None:
        self.definition = definition
        self.triggers: list[Trigger] = [found for part in parts(definition) if (found := trigger(part)) is not None]
        self.parallel = isinstance(definition, MultipleDefinition) and definition.parallel
        self.specs: list[ArmSpec] = []
        if len(self.triggers) == 1 and isinstance(self.triggers[0], ConditionTrigger):
            spec.watched = self.triggers[0]
        if len(self.triggers) > 1:
            self.specs = [ArmSpec(spec, number, one) for number, one in enumerate(self.triggers)]

    def prepare(self, scope: Scope, now: int) -> list[Wait]:
        """What to wait for, in the order of the triggers. Raises Standstill."""
        return [one.prepare(scope, now) for one in self.triggers]

    def open(self, token: Token, waits: Sequence[Wait]) -> None:
        """Let `token` wait for what `prepare` found."""
        if not self.specs:
            for wait in waits:
                wait.open(token)
            return
        for spec, wait in zip(self.specs, waits, strict=True):
            spec.open(token, wait)


class ArmSpec(WaitingNodeSpec):
    """One of several triggers of the event `event`; its tokens live and die with the event's waiting token."""

    def __init__(self, event: NodeSpec, number: int, one: Trigger) -> None:
        node = event.node
        super().__init__(event._wf_spec, FlowNode(id=node.id, name=node.name), f"{event.name}#{number}")
        self.event = event
        self.number = number
        self.listens = event.listens
        self.watched = one if isinstance(one, ConditionTrigger) else None

    def open(self, owner: Token, wait: Wait) -> None:
        """Wait beside `owner`."""
        arm = Token(owner.workflow, self, owner)
        arm._set_state(WAITING)
        wait.open(arm)

    def sight(self, token: Token) -> Scope:
        return self.event.sight(token.parent)

    def happen(self, token: Token, again: Wait | None, result: Mapping[str, Any]) -> None:
        owner = token.parent
        token.remove()
        self.event.arm_happened(owner, self, again, result)


def all_came(owner: Token, arm: ArmSpec, result: Mapping[str, Any], arms: Arms) -> bool:
    """Remember that `arm` came and what it brought; whether it was the last one."""
    brought = {**owner.internal_data.get("brought", {}), **result}
    came = sorted({*owner.internal_data.get("came", []), arm.number})
    owner.internal_data = {**owner.internal_data, "came": came, "brought": brought}
    return len(came) == len(arms.specs)


def withdraw(owner: Token) -> None:
    """Take back what the waiting token `owner` still waits for."""
    for child in owner.children:
        child.cancel()
