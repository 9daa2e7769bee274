"""Which element of the new version stands for which of the old one, and whether the two are of one sort."""

from collections.abc import Mapping
from functools import cached_property

from engine.diagrams.model import Activity, FlowNode, MultipleDefinition, SubProcess
from engine.diagrams.traversal import definition, definitions, nodes
from engine.execution.nodes.node import NodeSpec
from engine.execution.program import Program
from engine.execution.scope_spec import ScopeSpec


class Correspondence:
    """`elements` holds what is not simply the element with the same id; see `MigrateInstance`."""

    def __init__(self, elements: Mapping[str, str], target: Program) -> None:
        self._elements = elements
        self._target = target

    def element(self, process: str, element: str) -> str:
        """The id in the new version."""
        return self._elements.get(f"{process}:{element}" if process else element, element)

    def name(self, spec: NodeSpec) -> str:
        """The name of the spec that does in the new version what `spec` does."""
        name: str = spec.name
        element, sign, part = name.partition("#")
        return self.element(spec.process, element) + sign + part

    def somewhere(self, spec: NodeSpec) -> bool:
        """Whether the element exists in the new version, in whatever scope."""
        return self.element(spec.process, spec.element) in self._ids.get(spec.process, frozenset())

    @cached_property
    def _ids(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        pending = [("", self._target.scope.definition)]
        while pending:
            process, one = pending.pop()
            if process not in found:
                found[process] = frozenset(node.id for node in nodes(one.process))
                pending += one.called.items()
        return found


def sort(node: FlowNode) -> tuple[object, ...]:
    """What an element may not change while it is under way: its kind, and that of its event."""
    event = definition(node)
    kinds = tuple(type(part) for part in definitions(node))
    together = isinstance(event, MultipleDefinition) and event.parallel
    triggered = isinstance(node, SubProcess) and node.triggered_by_event
    return type(node), kinds, together, triggered


def repeated(node: FlowNode) -> tuple[object, ...]:
    """How often an activity is done."""
    return (node.multi_instance, node.loop) if isinstance(node, Activity) else (None, None)


def incoming(spec: NodeSpec, scope: ScopeSpec) -> dict[str, str]:
    """The flows that lead to a node, each with the element that it comes from."""
    wanted = set(spec.node.incoming)
    return {flow.id: one.element for one in scope.task_specs.values() for flow in one.flows if flow.id in wanted}
