"""The names of a definition's elements in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.diagrams.definition import Definition
from engine.diagrams.model import FlowNode, Process, Scope, SubProcess

_ENGLISH = "name:en"


@dataclass(frozen=True, slots=True)
class Label:
    """A name as the diagram shows it and in English ('' where it has none)."""

    name: str
    name_en: str


class Labels:
    """Finds nodes and names of a definition's own process (`process` '' or its id) and of those it calls."""

    def __init__(self, definition: Definition) -> None:
        own = definition.process
        self.process = process_label(own)
        self._nodes = {("", node.id): node for node in _nodes(own.scope)}
        self._own = own.id
        for called in _called(definition, {}).values():
            self._nodes.update({(called.process.id, node.id): node for node in _nodes(called.process.scope)})

    def node(self, process: str, element: str) -> FlowNode | None:
        """The flow node, None where there is none."""
        return self._nodes.get(("" if process == self._own else process, element))

    def of(self, process: str, element: str) -> Label:
        """The element's names; its id where it has no name."""
        node = self.node(process, element)
        if node is None:
            return Label(element, "")
        return Label(node.name or element, node.properties.get(_ENGLISH, ""))


def process_label(process: Process) -> Label:
    """The names of a process."""
    return Label(process.name or process.id, process.properties.get(_ENGLISH, ""))


def called_definition(definition: Definition, process: str) -> Definition:
    """The definition whose diagram holds elements of `process` ('' is the definition itself)."""
    return _called(definition, {}).get(process, definition)


def _called(definition: Definition, found: dict[str, Definition]) -> dict[str, Definition]:
    for process_id, called in definition.called.items():
        if process_id not in found:
            found[process_id] = called
            _called(called, found)
    return found


def _nodes(scope: Scope) -> Iterator[FlowNode]:
    for node in scope.nodes.values():
        yield node
        if isinstance(node, SubProcess):
            yield from _nodes(node.scope)
