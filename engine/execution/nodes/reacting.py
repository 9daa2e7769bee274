"""Events that wait beside something that goes on, and end it or not when they happen (BPMN 2.0.2 §10.5.4, §13.5.3-4).

A boundary event waits beside its activity, the start event of an event subprocess beside everything in its scope; both
are the same otherwise. Errors, escalations, cancellations and the default signal of a multi-instance activity are not
waited for: whoever throws them looks for the innermost event that catches them.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from engine.diagrams import timers
from engine.diagrams.model import (
    CancelDefinition,
    ErrorDefinition,
    EscalationDefinition,
    EventDefinition,
    FlowNode,
    SignalDefinition,
    SingleDefinition,
)
from engine.diagrams.timers import Due, InvalidTimer
from engine.execution.nodes.arms import Arms, ArmSpec, all_came, parts, withdraw
from engine.execution.nodes.node import WaitingNodeSpec
from engine.execution.nodes.waits import TimerWait, Wait
from engine.execution.open_work import OpenTimer
from engine.execution.token import ARRIVED, WAITING, Token

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec

Thrown: TypeAlias = Literal["error", "escalation", "cancel", "signal"]


class ReactingSpec(WaitingNodeSpec):
    """`catches` are the kinds and codes that are thrown at it; the code '' catches all of the kind.

    A waiting token is not active yet: it is announced when its event happens. Each happening has a token of its own, so
    an event that does not interrupt leaves a token waiting.
    """

    reacts: ClassVar[bool] = True
    interrupting: bool

    def __init__(self, scope: "ScopeSpec", node: FlowNode, definition: EventDefinition, name: str = "") -> None:
        super().__init__(scope, node, name)
        self.arms = Arms(self, definition)
        self.catches = frozenset(caught for part in parts(definition) if (caught := _caught(part)) is not None)

    def waiting(self, token: Token) -> Token:
        """Another token that waits where `token` does."""
        raise NotImplementedError

    def react(self, token: Token, result: Mapping[str, Any]) -> None:
        """What `token` waited for has come, with the variables `result`."""
        raise NotImplementedError

    def open(self, token: Token, waits: Sequence[Wait]) -> None:
        """Let `token` wait for what was prepared."""
        token._set_state(WAITING)
        self.arms.open(token, waits)

    def happen(self, token: Token, again: Wait | None, result: Mapping[str, Any]) -> None:
        if not self.interrupting and (again is not None or self.catches):
            self.open(self.waiting(token), [] if again is None else [again])
        self.react(token, result)

    def arm_happened(self, owner: Token, arm: ArmSpec, again: Wait | None, result: Mapping[str, Any]) -> None:
        """One of the event's several triggers came."""
        if self.arms.parallel:
            if not all_came(owner, arm, result, self.arms):
                return
            brought, owner.internal_data = owner.internal_data["brought"], {}
            if not self.interrupting:
                self.waiting(owner)._ready()
            self.react(owner, brought)
            return
        happening = owner
        if self.interrupting:
            withdraw(owner)
        else:
            happening = self.waiting(owner)
            if again is not None:
                arm.open(owner, again)
            elif not owner.children and not self.catches:
                owner.remove()
        self.react(happening, result)

    def _run_hook(self, token: Token) -> bool:
        """A token that is not announced is here only to wait."""
        if token.phase == ARRIVED:
            if token._state != WAITING:
                self.open(token, self.arms.prepare(self.sight(token), token.instance.now))
            return False
        return bool(super()._run_hook(token))


def next_timer(timer: OpenTimer) -> TimerWait | None:
    """What a timer that does not interrupt waits for after firing; None at the end of its cycle."""
    if not timer.cycle:
        return None
    try:
        due = timers.following(timer.cycle, Due(timer.due, timer.repetitions))
    except InvalidTimer:
        return None
    return None if due is None else TimerWait(due, timer.cycle)


def _caught(part: SingleDefinition) -> tuple[Thrown, str] | None:
    if isinstance(part, ErrorDefinition):
        return "error", part.code
    if isinstance(part, EscalationDefinition):
        return "escalation", part.code
    if isinstance(part, SignalDefinition) and not part.name:
        return "signal", ""
    return ("cancel", "") if isinstance(part, CancelDefinition) else None
