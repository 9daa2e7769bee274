"""With which data a step begins (BPMN 2.0.2 §10.4.2, §13.3.2): the first of its input sets that is complete.

"If none is available the execution of the Activity waits until the condition is met": until a variable changes.
"""

from engine.diagrams.model import ConditionalDefinition, Expression, FlowNode, InputSet, VariableMapping
from engine.execution.expressions import Formula, FormulaGroup
from engine.execution.mappings import Mappings
from engine.execution.nodes.waits import ConditionTrigger, ConditionWait
from engine.execution.standstill import Standstill
from engine.execution.token import WAITING, Token
from engine.execution.variables import Scope


class InputSets:
    """The input sets of `node`; `watched` holds as soon as one of them is complete."""

    def __init__(self, node: FlowNode) -> None:
        self.sets = [_Set(node, one) for one in node.input_sets]
        self.watched = ConditionTrigger(
            ConditionalDefinition(Expression(" or ".join(one.complete for one in self.sets)))
        )

    def available(self, scope: Scope, now: int) -> Mappings | None:
        """The mappings of the first complete set, seen from `scope`. Raises Standstill."""
        return next((one.mappings for one in self.sets if not one.missing(scope, now)), None)

    def wait(self, token: Token) -> None:
        """Let `token` wait until a set is complete."""
        token._set_state(WAITING)
        ConditionWait(False).open(token)

    def lack(self, scope: Scope, now: int) -> Standstill:
        """What to say where nothing can complete a set any more."""
        try:
            missing = self.sets[0].missing(scope, now)
        except Standstill as reason:
            return reason
        names = ", ".join(one.target for one in missing)
        return Standstill("expression", f"The data input {names} is not there yet.", {"input": names})


class _Set:
    """One set: what it maps, and what must not be null for it."""

    def __init__(self, node: FlowNode, one: InputSet) -> None:
        taken = [mapping for mapping in node.inputs if not mapping.data_input or mapping.data_input in one.inputs]
        self.mappings = Mappings(taken, merge=False)
        self.required = [mapping for mapping in taken if mapping.data_input in one.required]
        self.group = FormulaGroup([Formula(mapping.source) for mapping in self.required])
        sources = [mapping.source.source for mapping in self.required if isinstance(mapping.source, Expression)]
        self.complete = "(" + (" and ".join(f"(({source}) != null)" for source in sources) or "true") + ")"

    def missing(self, scope: Scope, now: int) -> list[VariableMapping]:
        """The required inputs that are null."""
        values = self.group.evaluate(scope, now)
        return [mapping for mapping, value in zip(self.required, values, strict=True) if value is None]
