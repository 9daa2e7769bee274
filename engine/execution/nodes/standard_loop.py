"""Standard loops (BPMN 2.0.2 §10.3.8, §13.3.6): a body that runs the activity again and again, one after the other."""

from typing import TYPE_CHECKING

from engine.diagrams.model import Activity, StandardLoop
from engine.execution.expressions import Formula, FormulaGroup, shown
from engine.execution.nodes.node import NodeSpec, local_scope
from engine.execution.standstill import Standstill
from engine.execution.token import Token
from engine.execution.variables import Scope

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class StandardLoopSpec(NodeSpec):
    """The body: boundary events and outgoing flows are its own, mappings and work belong to each iteration.

    The condition sees what the iteration before it sees, and `loopCounter`: how many iterations have begun.
    """

    def __init__(self, scope: "ScopeSpec", node: Activity, loop: StandardLoop, each: NodeSpec) -> None:
        super().__init__(scope, node)
        self.inputs_mapped = self.outputs_mapped = self.reader = self.writer = self.input_sets = self.output_sets = (
            self.watched
        ) = None
        self.loop = loop
        self.each = each
        each.body = self
        self.condition = FormulaGroup([Formula(loop.condition)]) if loop.condition else None

    def start(self, token: Token) -> bool:
        if self.loop.test_before and not self._goes_on(token.scope, token, 0):
            return True
        local_scope(token, {})
        self._spawn(token, 1)
        return False

    def _goes_on(self, scope: Scope, token: Token, begun: int) -> bool:
        if self.loop.maximum and begun >= self.loop.maximum:
            return False
        if self.condition is None:
            return True
        staged = Scope(token.id, scope, {"loopCounter": begun})
        (holds,) = self.condition.evaluate(staged, token.instance.now, "condition")
        if not isinstance(holds, bool):
            raise Standstill("condition", f"The loop condition must be true or false, but is {shown(holds)}.")
        return holds

    def _spawn(self, token: Token, iteration: int) -> None:
        token.workflow.count_step()
        child = Token(token.workflow, self.each, token)
        child.iteration = iteration
        assert token.local is not None
        child.outer = token.local
        child.instance.set_local(child, {"loopCounter": iteration})
        self.each._update(child)

    def collect(self, token: Token) -> bool:
        """Whether the finished iteration was the last one. May raise Standstill."""
        return not self._goes_on(token.scope, token, token.iteration)

    def instance_completed(self, token: Token, *, holds: bool) -> None:
        """Go on with the next iteration, or finish."""
        body = token.workflow.tasks[token._parent or 0]
        iteration = token.iteration
        token.remove()
        if holds:
            body.proceed()
        else:
            self._spawn(body, iteration + 1)
