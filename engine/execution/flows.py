"""Sequence flows as tokens take them (BPMN 2.0.2 §8.4.13)."""

from typing import TYPE_CHECKING

from engine.diagrams.model import SequenceFlow
from engine.execution.events import FlowTaken
from engine.execution.expressions import Formula

if TYPE_CHECKING:
    from engine.execution.nodes.node import NodeSpec
    from engine.execution.scope_instance import ScopeInstance


class Flow:
    """One sequence flow, compiled; `condition` is None where the diagram shows none."""

    __slots__ = ("condition", "id", "taken", "target")

    def __init__(self, flow: SequenceFlow, target: "NodeSpec", process: str) -> None:
        self.id = flow.id
        self.target = target
        self.condition = None if flow.condition is None else Formula(flow.condition)
        self.taken = FlowTaken(flow=flow.id, process=process)

    def take(self, workflow: "ScopeInstance") -> None:
        """Send one token along the flow."""
        instance = workflow.instance
        instance.events.append(self.taken)
        workflow.count_step()
        self.target.arrive(workflow, self.id)
