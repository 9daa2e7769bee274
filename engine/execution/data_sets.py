"""With which data a step begins and ends (BPMN 2.0.2 §10.4.2, §13.3.2): the first of its sets that is complete.

"If none is available the execution of the Activity waits until the condition is met": until a variable changes. A step
that ends without a complete output set stands still.
"""

from collections.abc import Sequence

from engine.diagrams.model import ConditionalDefinition, Expression, FlowNode, VariableMapping
from engine.execution.expressions import Formula, FormulaGroup
from engine.execution.mappings import Mappings
from engine.execution.nodes.waits import ConditionTrigger, ConditionWait
from engine.execution.standstill import Standstill
from engine.execution.token import WAITING, Token
from engine.execution.variables import Scope


class InputSets:
    """The input sets of `node`; `watched` holds as soon as one of them is complete."""

    def __init__(self, node: FlowNode) -> None:
        self.sets = [_Set(node.inputs, one.inputs, one.required, merge=False) for one in node.input_sets]
        complete = " or ".join(f"({one.complete})" for one in self.sets)
        self.watched = ConditionTrigger(ConditionalDefinition(Expression(complete)))

    def first(self, scope: Scope, now: int) -> int | None:
        """The position of the first complete set, seen from `scope`. Raises Standstill."""
        return next((place for place, one in enumerate(self.sets) if not one.missing(scope, now)), None)

    def wait(self, token: Token) -> None:
        """Let `token` wait until a set is complete."""
        token._set_state(WAITING)
        ConditionWait(False).open(token)

    def lack(self, scope: Scope, now: int) -> Standstill:
        """What to say where nothing can complete a set any more."""
        try:
            names = self.sets[0].missing(scope, now)
        except Standstill as reason:
            return reason
        return Standstill("expression", f"The data input {names} is not there yet.", {"input": names})


class OutputSets:
    """The output sets of `node`."""

    def __init__(self, node: FlowNode) -> None:
        sets = [_Set(node.outputs, one.outputs, one.required, merge=True) for one in node.output_sets]
        together = list(zip(node.output_sets, sets, strict=True))
        free = [one for said, one in together if not said.after]
        count = max(1, len(node.input_sets))
        self.fitting = [[one for said, one in together if place in said.after] or free for place in range(count)]

    def complete(self, begun_with: int, scope: Scope, now: int) -> Mappings:
        """The mappings of the first complete set that fits the input set `begun_with`. Raises Standstill."""
        names = ""
        for one in self.fitting[begun_with]:
            missing = one.missing(scope, now)
            if not missing:
                return one.mappings
            names = names or missing
        raise Standstill("expression", f"The data output {names} is not there.", {"output": names})


class _Set:
    """One set: what it maps, and what must not be null for it; `complete` says the same in FEEL."""

    def __init__(
        self, mappings: Sequence[VariableMapping], held: frozenset[str], required: frozenset[str], *, merge: bool
    ) -> None:
        taken = [one for one in mappings if not one.datum or one.datum in held]
        self.mappings = Mappings(taken, merge=merge)
        self.required = [one for one in taken if one.datum in required]
        self.group = FormulaGroup([Formula(one.source) for one in self.required])
        sources = [one.source.source for one in self.required if isinstance(one.source, Expression)]
        self.complete = " and ".join(f"(({source}) != null)" for source in sources) or "true"

    def missing(self, scope: Scope, now: int) -> str:
        """The names of the required data that are null, or ''. Raises Standstill."""
        values = self.group.evaluate(scope, now)
        return ", ".join(one.target for one, value in zip(self.required, values, strict=True) if value is None)
