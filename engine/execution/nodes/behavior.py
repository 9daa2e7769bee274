"""What a multi-instance activity throws when its instances complete (BPMN 2.0.2 §10.3.8, table 10.30).

"For the behaviors of none and one, a default SignalEventDefinition will be thrown which automatically carries the current
runtime attributes of the MI Activity." It has no name, so nothing but the events on the activity's border can catch it:
those that name no signal either. It does not leave the instance.
"""

from typing import Any

from engine.diagrams.model import BehaviorThrow, EscalationDefinition, MultiInstance, SignalDefinition
from engine.execution import signals
from engine.execution.error_routing import catcher
from engine.execution.events import EscalationThrown, SignalThrown
from engine.execution.expressions import Formula, FormulaGroup, formula, shown
from engine.execution.nodes.waits import signal_name
from engine.execution.standstill import Standstill
from engine.execution.token import COMPLETED, Token
from engine.execution.variables import Scope


class Behavior:
    """Throws for the first instance, for each one, or where a condition over the counts holds; the counts go along."""

    def __init__(self, loop: MultiInstance) -> None:
        self.throws = [_Throw(one) for one in loop.throws]
        self.first_only = loop.behavior == "one"

    def due(self, token: Token, counts: dict[str, Any]) -> list["Due"]:
        """What the completion of the instance `token` throws. Raises Standstill, having changed nothing."""
        if self.first_only and counts["numberOfCompletedInstances"] > 1:
            return []
        staged = Scope(token.id, token.scope, counts)
        return [due for one in self.throws if (due := one.due(staged, token.instance.now, counts)) is not None]


class _Throw:
    def __init__(self, throw: BehaviorThrow) -> None:
        self.condition = None if throw.condition is None else FormulaGroup([Formula(throw.condition)])
        self.escalation = throw.definition.code if isinstance(throw.definition, EscalationDefinition) else ""
        signal = throw.definition.name if isinstance(throw.definition, SignalDefinition) else None
        self.default = signal == ""
        self.signal = FormulaGroup([formula(signal)]) if signal else None

    def due(self, scope: Scope, now: int, counts: dict[str, Any]) -> "Due | None":
        if self.condition is not None:
            (holds,) = self.condition.evaluate(scope, now, "condition")
            if not isinstance(holds, bool):
                raise Standstill("condition", f"The condition must be true or false, but is {shown(holds)}.")
            if not holds:
                return None
        if self.signal is None:
            return Due("", self.escalation, counts, default=self.default)
        (name,) = self.signal.evaluate(scope, now)
        return Due(signal_name(name), "", counts)


class Due:
    """One thing to throw at the activity's boundary and beyond; the `default` signal goes no further."""

    def __init__(self, signal: str, escalation: str, counts: dict[str, Any], *, default: bool = False) -> None:
        self.signal = signal
        self.escalation = escalation
        self.default = default
        self.counts = counts

    def throw(self, body: Token) -> bool:
        """Throw it; whether the activity still goes on."""
        instance = body.instance
        if self.default:
            self._throw_default(body)
        elif self.signal:
            instance.thrown += 1
            instance.events.append(
                SignalThrown(
                    token=body.id,
                    element=body.element,
                    signal=self.signal,
                    number=instance.thrown,
                    variables=self.counts,
                    process=body.task_spec.process,
                )
            )
            signals.receive(instance, self.signal, self.counts)
        else:
            caught = catcher(body, "escalation", self.escalation, own=True)
            by = "" if caught is None else caught.event.element
            instance.events.append(EscalationThrown(token=body.id, escalation=self.escalation, caught_by=by))
            if caught is not None:
                caught.catch(self.counts)
        return body._state < COMPLETED

    def _throw_default(self, body: Token) -> None:
        for guard in body.task_spec.catching:
            if body._state < COMPLETED and ("signal", "") in guard.catches:
                guard.catch(body, self.counts)
