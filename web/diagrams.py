"""Names of what diagrams show, in both languages: elements, processes, lanes and the fields of forms."""

from collections.abc import Iterator
from typing import Any

from flask_babel import ngettext

from engine.diagrams.definition import Definition
from engine.diagrams.model import (
    BoundaryEvent,
    CallActivity,
    ExclusiveGateway,
    FlowNode,
    InclusiveGateway,
    ParallelGateway,
    Process,
    Scope,
    SubProcess,
    UserTask,
)
from web.language import Name


class Vocabulary:
    """Looks names up in one definition and all that it calls; `process` '' is the definition's own."""

    def __init__(self, definition: Definition) -> None:
        self._processes = {process.id: process for process in _processes(definition)}
        self._own = definition.process.id
        self._nodes = {
            (process.id, node.id): node for process in self._processes.values() for node in _nodes(process.scope)
        }
        self._labels: dict[str, Name] = {}
        self._options: dict[str, dict[str, Name]] = {}
        self._files: set[str] = set()
        self._personal: set[str] = set()
        self._persons = {process.properties.get("startedBy", "") for process in self._processes.values()}
        self._persons |= {node.completed_by for node in self._nodes.values() if isinstance(node, UserTask)}
        self._decisions: dict[str, str] = {}
        for one in _definitions(definition):
            self._decisions.update({decision.id: decision.name for decision in one.decisions.values()})
            for form in one.forms.values():
                for component in form.fields:
                    self._labels.setdefault(component.key, Name(component.label, component.label_en))
                    options = {option.value: Name(option.label, option.label_en) for option in component.options}
                    self._options.setdefault(component.key, {}).update(options)
                    if component.personal:
                        self._personal.add(component.key)
                    if component.kind == "filepicker":
                        self._files.add(component.key)

    @property
    def own(self) -> str:
        """The id of the definition's own process."""
        return self._own

    def has(self, process: str) -> bool:
        """Whether it is the definition's own process or one that it calls."""
        return process in self._processes

    def process_name(self, process: str = "") -> Name:
        found = self._processes.get(process or self._own)
        return Name(found.name, found.name_en) if found else Name(process)

    def element_name(self, process: str, element: str) -> Name:
        """The element's name, or its id where the diagram gives none."""
        found = self._nodes.get((process or self._own, element))
        return Name(found.name or element, found.name_en) if found else Name(element)

    def flow_name(self, flow: str) -> Name:
        """A sequence flow's name, or that of the element it leads to."""
        for process in self._processes.values():
            for scope in _scopes(process.scope):
                found = scope.flows.get(flow)
                if found is not None:
                    return (
                        Name(found.name, found.name_en) if found.name else self.element_name(process.id, found.target)
                    )
        return Name(flow)

    def targets(self, process: str, element: str) -> list[str]:
        """The ids of the elements to which an element's sequence flows lead."""
        found = self._processes.get(process or self._own)
        flows = (flow for scope in _scopes(found.scope) for flow in scope.flows.values()) if found else ()
        return [flow.target for flow in flows if flow.source == element]

    def default_flow(self, element: str) -> Name:
        """The name of a gateway's default flow."""
        node = self.node(self.process_of(element), element)
        return self.flow_name(node.default) if isinstance(node, ExclusiveGateway | InclusiveGateway) else Name("")

    def process_of(self, element: str) -> str:
        """The process whose diagram holds the element; its own before called ones."""
        return next((process for process, id in self._nodes if id == element), "")

    def decision_name(self, decision: str) -> str:
        return self._decisions.get(decision, decision)

    def is_silent(self, process: str, element: str) -> bool:
        """Whether reaching the element says nothing to a reader: a gateway without a name."""
        node = self.node(process, element)
        return isinstance(node, ExclusiveGateway | InclusiveGateway | ParallelGateway) and not node.name

    def node(self, process: str, element: str) -> FlowNode | None:
        return self._nodes.get((process or self._own, element))

    def label(self, variable: str) -> Name | None:
        """What forms call a variable, or None for one that no form shows."""
        return self._labels.get(variable)

    def is_personal(self, variable: str) -> bool:
        """Whether a form marks what it takes into the variable as personal data."""
        return variable in self._personal

    def is_person(self, variable: str) -> bool:
        """Whether the variable takes who started the process or who completed a task of it."""
        return variable in self._persons

    def value(self, variable: str, value: Any) -> Any:
        """A variable's value with the codes of options replaced by their labels, and files by how many they are; the entries
        of a context by what forms call variables of their names."""
        if variable in self._files:
            count = len(value) if isinstance(value, list) else 0
            return ngettext("%(num)d file", "%(num)d files", count) if count else None
        return self._said(variable, value)

    def _said(self, variable: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._said(variable, one) for one in value]
        if isinstance(value, dict):
            return {self._key(key): self._said(key, one) for key, one in value.items()}
        options = self._options.get(variable, {})
        return options[value].said if isinstance(value, str) and value in options else value

    def _key(self, entry: str) -> str:
        label = self._labels.get(entry)
        return label.said if label and label.said else entry

    def is_enclosing(self, process: str, element: str) -> bool:
        """Whether an active element only encloses others: a subprocess or a call activity."""
        return isinstance(self.node(process, element), SubProcess | CallActivity)

    def is_position(self, process: str, element: str) -> bool:
        """Whether an active element says where the case stands: not what encloses it or waits at its edge."""
        return not isinstance(self.node(process, element), SubProcess | CallActivity | BoundaryEvent)


_known: dict[str, Vocabulary] = {}


def vocabulary(definition: Definition) -> Vocabulary:
    """The vocabulary of a definition; definitions never change, so it is made once."""
    if definition.hash not in _known:
        _known[definition.hash] = Vocabulary(definition)
    return _known[definition.hash]


def _definitions(definition: Definition) -> Iterator[Definition]:
    yield definition
    for called in definition.called.values():
        yield from _definitions(called)


def _processes(definition: Definition) -> Iterator[Process]:
    for one in _definitions(definition):
        yield one.process


def _scopes(scope: Scope) -> Iterator[Scope]:
    yield scope
    for node in scope.nodes.values():
        if isinstance(node, SubProcess):
            yield from _scopes(node.scope)


def _nodes(scope: Scope) -> Iterator[FlowNode]:
    for one in _scopes(scope):
        yield from one.nodes.values()
