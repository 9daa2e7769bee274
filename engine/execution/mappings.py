"""Input and output mappings: evaluated in order, in as few FEEL calls as their references to each other allow."""

from collections.abc import Sequence
from typing import Any

from engine.diagrams.model import VariableMapping
from engine.execution.expressions import Formula, FormulaGroup
from engine.execution.variables import MISSING, Scope


class _Batch:
    """Mappings that read nothing that another one of the batch assigns."""

    def __init__(self, mappings: Sequence[tuple[Formula, tuple[str, ...]]]) -> None:
        self.group = FormulaGroup([formula for formula, _ in mappings])
        self.targets = [target for _, target in mappings]


class Mappings:
    """The mappings of one side of a flow node.

    `merge` tells what a dotted target such as `order.total` does to a context that is already there: outputs add to
    it, inputs build a new one.
    """

    def __init__(self, mappings: Sequence[VariableMapping], *, merge: bool) -> None:
        self._merge = merge
        self._batches: list[_Batch] = []
        batch: list[tuple[Formula, tuple[str, ...]]] = []
        assigned: set[str] = set()
        for mapping in mappings:
            formula = Formula(mapping.source)
            target = tuple(mapping.target.split("."))
            if assigned & formula.names:
                self._batches.append(_Batch(batch))
                batch, assigned = [], set()
            batch.append((formula, target))
            assigned.add(target[0])
        if batch:
            self._batches.append(_Batch(batch))

    def evaluate(self, scope: Scope, now: int) -> dict[str, Any]:
        """The assigned variables by name, seen from `scope`; changes nothing. Raises Standstill."""
        staged = Scope(scope.key, scope)
        for batch in self._batches:
            values = batch.group.evaluate(staged, now)
            for target, value in zip(batch.targets, values, strict=True):
                self._assign(staged, target, value)
        return staged.values

    def _assign(self, staged: Scope, target: tuple[str, ...], value: Any) -> None:
        name = target[0]
        if len(target) > 1:
            known = staged.lookup(name) if self._merge else staged.values.get(name, MISSING)
            value = _nested(known, target[1:], value)
        staged.values[name] = value


def _nested(known: Any, steps: tuple[str, ...], value: Any) -> dict[str, Any]:
    """A copy of the context `known` in which the path `steps` holds `value`."""
    context = dict(known) if isinstance(known, dict) else {}
    step = steps[0]
    context[step] = value if len(steps) == 1 else _nested(context.get(step), steps[1:], value)
    return context
