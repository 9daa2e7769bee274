"""Link events (BPMN 2.0.2 §10.5.5): a throw goes on at the catch of the same name in its scope."""

from typing import TYPE_CHECKING

from engine.diagrams.model import IntermediateCatchEvent, IntermediateThrowEvent, LinkDefinition, Scope, SequenceFlow
from engine.execution.flows import Flow
from engine.execution.nodes.node import NodeSpec

if TYPE_CHECKING:
    from engine.execution.scope_instance import ScopeInstance
    from engine.execution.scope_spec import ScopeSpec


class LinkThrowSpec(NodeSpec):
    """Leaves by the link."""

    def __init__(self, scope: "ScopeSpec", node: IntermediateThrowEvent) -> None:
        super().__init__(scope, node)


class Link(Flow):
    """A way that no sequence flow shows, so that none is said to be taken."""

    __slots__ = ()

    def take(self, workflow: "ScopeInstance") -> None:
        workflow.count_step()
        self.target.arrive(workflow, self.id)


def link(spec: "ScopeSpec", scope: Scope) -> None:
    """Join the link events of the compiled scope `spec`."""
    catches = {
        node.definition.name: spec.task_specs[node.id]
        for node in scope.nodes.values()
        if isinstance(node, IntermediateCatchEvent) and isinstance(node.definition, LinkDefinition)
    }
    for node in scope.nodes.values():
        if isinstance(node, IntermediateThrowEvent) and isinstance(node.definition, LinkDefinition):
            target = catches[node.definition.name]
            way = SequenceFlow(f"{node.id}#link", "", node.id, target.element)
            spec.task_specs[node.id].flows.append(Link(way, target, spec.process))
