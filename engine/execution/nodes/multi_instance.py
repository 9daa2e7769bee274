"""Multi-instance activities (BPMN 2.0.2 §10.3.8): a body that runs the activity once for each item of a collection."""

from typing import TYPE_CHECKING, Any

from engine.diagrams.model import Activity, MultiInstance
from engine.execution.expressions import Formula, FormulaGroup, plain_reference, shown
from engine.execution.limits import INSTANCES_PER_ACTIVITY
from engine.execution.nodes.behavior import Behavior
from engine.execution.nodes.node import NodeSpec, local_scope
from engine.execution.standstill import Standstill
from engine.execution.token import Token
from engine.execution.variables import Scope

if TYPE_CHECKING:
    from engine.execution.scope_spec import ScopeSpec


class MultiInstanceSpec(NodeSpec):
    """The body: boundary events and outgoing flows are its own, mappings and work belong to each instance.

    `internal_data` holds the `items` and how many instances were `started` and are `done`. The output collection lives
    in the body's scope while it runs, so that conditions can read it, and goes outward at the end.
    """

    def __init__(self, scope: "ScopeSpec", node: Activity, loop: MultiInstance, each: NodeSpec) -> None:
        super().__init__(scope, node)
        self.inputs_mapped = self.outputs_mapped = self.reader = self.writer = self.input_sets = self.output_sets = (
            self.watched
        ) = None
        self.loop = loop
        self.each = each
        each.body = self
        self.collection = FormulaGroup([Formula(loop.cardinality or loop.input_collection)])
        self.behavior = Behavior(loop)
        self.element_output = FormulaGroup([Formula(loop.output_element)]) if loop.output_element else None
        self.completion = FormulaGroup([Formula(loop.completion_condition)]) if loop.completion_condition else None
        self.element_variable = plain_reference(loop.output_element) if loop.output_element else ""

    def start(self, token: Token) -> bool:
        (items,) = self.collection.evaluate(token.scope, token.instance.now)
        if self.loop.cardinality is not None:
            items = _numbered(items)
        if not isinstance(items, list):
            raise Standstill(
                "expression",
                f"The input collection must be a list, but is {shown(items)}: {self.loop.input_collection.source}",
                {"expression": self.loop.input_collection.source, "value": shown(items)},
            )
        if len(items) > INSTANCES_PER_ACTIVITY:
            raise Standstill(
                "runaway",
                f"The input collection has {len(items)} items; {INSTANCES_PER_ACTIVITY} are allowed.",
                {"limit": str(INSTANCES_PER_ACTIVITY), "element": self.element},
            )
        if not self.loop.sequential:
            token.instance.check_room(self.element, len(items))
        local_scope(token, {self.loop.output_collection: [None] * len(items)} if self.loop.output_collection else {})
        token.internal_data = {"items": items, "started": 0, "done": 0}
        for _ in items[:1] if self.loop.sequential else items:
            self._spawn(token)
        return not items

    def _spawn(self, token: Token) -> None:
        memory = token.internal_data
        memory["started"] = iteration = memory["started"] + 1
        child = Token(token.workflow, self.each, token)
        child.iteration = iteration
        assert token.local is not None
        child.outer = token.local
        values: dict[str, Any] = {"loopCounter": iteration}
        if self.loop.input_element:
            values[self.loop.input_element] = memory["items"][iteration - 1]
        if self.element_variable and self.element_variable not in values:
            values[self.element_variable] = None
        child.instance.set_local(child, values)
        self.each._update(child)

    def collect(self, token: Token) -> bool:
        """Take the finished instance's output; whether the completion condition holds. May raise Standstill."""
        body = token.workflow.tasks[token._parent or 0]
        assert body.local is not None
        now = token.instance.now
        if self.element_output is not None and self.loop.output_collection:
            collected = list(body.local.values[self.loop.output_collection])
            (collected[token.iteration - 1],) = self.element_output.evaluate(token.scope, now)
            body.local.values[self.loop.output_collection] = collected
        if self.completion is None and not self.behavior.throws:
            return False
        done = body.internal_data["done"] + 1
        counts = {
            "numberOfInstances": len(body.internal_data["items"]),
            "numberOfActiveInstances": body.internal_data["started"] - done,
            "numberOfCompletedInstances": done,
            "numberOfTerminatedInstances": 0,
        }
        token.due = self.behavior.due(token, counts)
        if self.completion is None:
            return False
        (holds,) = self.completion.evaluate(Scope(token.id, token.scope, counts), now, "condition")
        if not isinstance(holds, bool):
            raise Standstill("condition", f"The completion condition must be true or false, but is {shown(holds)}.")
        return holds

    def instance_completed(self, token: Token, *, holds: bool) -> None:
        """Count a completed instance, then start the next one or finish."""
        body = token.workflow.tasks[token._parent or 0]
        token.remove()
        memory = body.internal_data
        memory["done"] += 1
        if not all(due.throw(body) for due in token.due):
            return
        if holds:
            for other in body.children:
                if other.iteration:
                    other.cancel()
        if holds or memory["done"] == len(memory["items"]):
            body.proceed()
        elif self.loop.sequential:
            self._spawn(body)

    def finish(self, token: Token) -> None:
        name = self.loop.output_collection
        if name and token.local is not None:
            token.instance.assign(token.outer, {name: token.local.values[name]})
        super().finish(token)


def _numbered(count: Any) -> list[int]:
    """The numbers from 1 to a loopCardinality. Raises Standstill."""
    if isinstance(count, float) and count.is_integer():
        count = int(count)
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise Standstill("expression", f"The number of instances must be 0 or more, but is {shown(count)}.")
    if count > INSTANCES_PER_ACTIVITY:
        raise Standstill(
            "runaway",
            f"There are to be {count} instances; {INSTANCES_PER_ACTIVITY} are allowed.",
            {"limit": str(INSTANCES_PER_ACTIVITY)},
        )
    return list(range(1, count + 1))
