"""The conditions of the flows that leave one node, evaluated in one call (BPMN 2.0.2 §8.4.13, §10.6)."""

from collections.abc import Sequence
from typing import Any

from engine.execution.events import ConditionsEvaluated
from engine.execution.expressions import FormulaGroup, shown
from engine.execution.flows import Flow
from engine.execution.standstill import Standstill
from engine.execution.token import Token


class Conditions:
    """Chooses among `flows`; `default` is the id of the default flow or ''."""

    def __init__(self, flows: Sequence[Flow], default: str) -> None:
        self.flows = list(flows)
        self.default = next((flow for flow in flows if flow.id == default), None)
        others = [flow for flow in flows if flow.id != default]
        self.conditional = [flow for flow in others if flow.condition is not None]
        self.unconditional = [flow for flow in others if flow.condition is None]
        self._group = FormulaGroup([flow.condition for flow in self.conditional if flow.condition is not None])

    def first(self, token: Token) -> list[Flow]:
        """The first flow whose condition is true; else one without condition, else the default. Raises Standstill."""
        if not self.flows:
            return []
        values = self._evaluate(token)
        chosen = next(
            (flow for flow, value in zip(self.conditional, values, strict=True) if _truth(flow, value)),
            self.unconditional[0] if self.unconditional else self.default,
        )
        if chosen is None:
            raise _none_true(token)
        self._record(token, values)
        return [chosen]

    def every(self, token: Token) -> list[Flow]:
        """Every flow whose condition is true or that has none; else the default. Raises Standstill."""
        if not self.flows:
            return []
        values = self._evaluate(token)
        true = {flow.id for flow, value in zip(self.conditional, values, strict=True) if _truth(flow, value)}
        chosen = [flow for flow in self.flows if flow.id in true or flow in self.unconditional]
        if not chosen and self.default is not None:
            chosen = [self.default]
        if not chosen:
            raise _none_true(token)
        self._record(token, values)
        return chosen

    def held(self, token: Token) -> list[Flow]:
        """Every flow whose condition is true; else the default, if there is one. Raises Standstill."""
        values = self._evaluate(token)
        chosen = [flow for flow, value in zip(self.conditional, values, strict=True) if _truth(flow, value)]
        if not chosen and self.default is not None:
            chosen = [self.default]
        self._record(token, values)
        return chosen

    def _evaluate(self, token: Token) -> list[Any]:
        if not self.conditional:
            return []
        return self._group.evaluate(token.scope, token.instance.now, "condition")

    def _record(self, token: Token, values: list[Any]) -> None:
        if values:
            named = {flow.id: value is True for flow, value in zip(self.conditional, values, strict=True)}
            token.instance.events.append(
                ConditionsEvaluated(
                    token=token.id, element=token.element, values=named, process=token.task_spec.process
                )
            )


def _truth(flow: Flow, value: Any) -> bool:
    """`value` if it is true or false; anything else, such as a misspelt variable's null, would silently pass for false."""
    if not isinstance(value, bool):
        source = flow.condition.source if flow.condition else ""
        raise Standstill(
            "condition",
            f"The condition of the flow {flow.id} must be true or false, but is {shown(value)}: {source}",
            {"flow": flow.id, "expression": source, "value": shown(value)},
        )
    return value


def _none_true(token: Token) -> Standstill:
    return Standstill("condition", "No condition is true and there is no default flow.", {"element": token.element})
