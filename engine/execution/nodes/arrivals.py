"""Activities that begin with several tokens (BPMN 2.0.2 §10.3.2, §13.3.2: startQuantity).

Whichever flows they come by, tokens are counted: several flows into an activity are an exclusive merge. Until there are
enough the activity is not ready, so nothing is announced, and what has come is kept by one unannounced token.
"""

from typing import TYPE_CHECKING

from engine.diagrams.model import Activity, FlowNode
from engine.execution.nodes.joins import JoinSpec
from engine.execution.nodes.node import NodeSpec
from engine.execution.token import COMPLETED, WAITING, Token

if TYPE_CHECKING:
    from engine.execution.scope_instance import ScopeInstance


class ArrivalsSpec(JoinSpec):
    """Gathers the tokens before `activity`; `internal_data` holds how many `came`."""

    def __init__(self, activity: NodeSpec, node: Activity) -> None:
        super().__init__(activity._wf_spec, FlowNode(id=node.id, name=node.name), f"{node.id}#arrivals")
        self.activity = activity
        self.needed = node.start_quantity

    def arrive(self, workflow: "ScopeInstance", flow: str) -> None:
        token = workflow.joins.get(self.name)
        if token is None:
            token = workflow.joins[self.name] = Token(workflow, self)
            token._set_state(WAITING)
        came = token.internal_data.get("came", 0) + 1
        if came < self.needed:
            token.internal_data = {"came": came}
            return
        del workflow.joins[self.name]
        token._set_state(COMPLETED)
        token.remove()
        self.activity.arrive(workflow, flow)
