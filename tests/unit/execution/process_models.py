"""Builds small process models in a few words, without XML.

p = Build()
p.add(start("s"), user("a"), end("e"))
p.flow("s", "a", "e")
definition = p.definition()
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from engine.diagrams.definition import Definition
from engine.diagrams.model import (
    BoundaryEvent,
    CallActivity,
    DataItem,
    Diagram,
    EndEvent,
    ErrorDefinition,
    EventDefinition,
    ExclusiveGateway,
    Expression,
    FlowNode,
    InclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    MessageDefinition,
    MultiInstance,
    ParallelGateway,
    Process,
    Scope,
    ScriptTask,
    SequenceFlow,
    ServiceTask,
    StartEvent,
    SubProcess,
    TimerDefinition,
    UserTask,
    Value,
    VariableMapping,
)


def value(text: str) -> Value:
    """`=…` is an expression, anything else a literal."""
    return Expression(text[1:]) if text.startswith("=") else text


def mapped(**sources: str) -> tuple[VariableMapping, ...]:
    """Mappings target=source; a double underscore in a target stands for a dot."""
    return tuple(VariableMapping(value(source), target.replace("__", ".")) for target, source in sources.items())


def start(id: str = "s", definition: EventDefinition = None, **more: Any) -> StartEvent:
    return StartEvent(id=id, name=id, definition=definition, **more)


def end(id: str = "e", definition: EventDefinition = None, **more: Any) -> EndEvent:
    return EndEvent(id=id, name=id, definition=definition, **more)


def user(id: str, **more: Any) -> UserTask:
    return UserTask(id=id, name=id, **more)


def service(id: str, type: str = "work", **more: Any) -> ServiceTask:
    return ServiceTask(id=id, name=id, type=value(type), **more)


def script(id: str, expression: str, result: str, **more: Any) -> ScriptTask:
    return ScriptTask(id=id, name=id, expression=Expression(expression), result_variable=result, **more)


def xor(id: str, default: str = "", **more: Any) -> ExclusiveGateway:
    return ExclusiveGateway(id=id, name=id, default=default, **more)


def inclusive(id: str, default: str = "", **more: Any) -> InclusiveGateway:
    return InclusiveGateway(id=id, name=id, default=default, **more)


def parallel(id: str, **more: Any) -> ParallelGateway:
    return ParallelGateway(id=id, name=id, **more)


def sub(id: str, inner: "Build", **more: Any) -> SubProcess:
    return SubProcess(id=id, name=id, scope=inner.scope(), **more)


def call(id: str, process: str, *, parent: bool = True, child: bool = True, **more: Any) -> CallActivity:
    return CallActivity(
        id=id,
        name=id,
        process=process,
        propagate_all_parent_variables=parent,
        propagate_all_child_variables=child,
        **more,
    )


def catch(id: str, definition: EventDefinition, **more: Any) -> IntermediateCatchEvent:
    return IntermediateCatchEvent(id=id, name=id, definition=definition, **more)


def throw(id: str, definition: EventDefinition = None, **more: Any) -> IntermediateThrowEvent:
    return IntermediateThrowEvent(id=id, name=id, definition=definition, **more)


def boundary(
    id: str, host: str, definition: EventDefinition, *, interrupting: bool = True, **more: Any
) -> BoundaryEvent:
    return BoundaryEvent(id=id, name=id, attached_to=host, definition=definition, interrupting=interrupting, **more)


def message(name: str = "news", key: str = "=key") -> MessageDefinition:
    key_value = value(key)
    return MessageDefinition(value(name), key_value if isinstance(key_value, Expression) else Expression(f'"{key}"'))


def timer(text: str, kind: str = "duration") -> TimerDefinition:
    return TimerDefinition(kind, value(text))  # type: ignore[arg-type]


def error(code: str = "broken") -> ErrorDefinition:
    return ErrorDefinition(code)


def each(
    items: str, *, sequential: bool = False, item: str = "item", into: str = "", output: str = "", until: str = ""
) -> MultiInstance:
    """Loop characteristics; `items`, `output` and `until` are FEEL."""
    return MultiInstance(
        sequential=sequential,
        input_collection=Expression(items),
        input_element=item,
        output_collection=into,
        output_element=Expression(output) if output else None,
        completion_condition=Expression(until) if until else None,
    )


class Build:
    """A scope under construction."""

    def __init__(self, data: Sequence[str] = ()) -> None:
        """`data` names the variables of its data objects."""
        self.data = tuple(DataItem(f"object_{name}", name, "object", name) for name in data)
        self.nodes: dict[str, FlowNode] = {}
        self.flows: dict[str, SequenceFlow] = {}

    def add(self, *nodes: FlowNode) -> "Build":
        self.nodes.update((node.id, node) for node in nodes)
        return self

    def flow(self, *path: str, when: str = "", id: str = "") -> "Build":
        """Flows along `path`; named `id`, else `<source>-<target>`."""
        for source, target in pairwise(path):
            name = id or f"{source}-{target}"
            self.flows[name] = SequenceFlow(name, "", source, target, Expression(when) if when else None)
        return self

    def line(self, *nodes: FlowNode) -> "Build":
        """Add the nodes and connect them in order."""
        return self.add(*nodes).flow(*(node.id for node in nodes))

    def scope(self) -> Scope:
        incoming: dict[str, list[str]] = {name: [] for name in self.nodes}
        outgoing: dict[str, list[str]] = {name: [] for name in self.nodes}
        for flow in self.flows.values():
            outgoing[flow.source].append(flow.id)
            incoming[flow.target].append(flow.id)
        nodes = {
            name: replace(node, incoming=tuple(incoming[name]), outgoing=tuple(outgoing[name]))
            for name, node in self.nodes.items()
        }
        return Scope(nodes, dict(self.flows), self.data)

    def definition(
        self,
        id: str = "p",
        called: Sequence[Definition] = (),
        decisions: Mapping[str, Any] | None = None,
    ) -> Definition:
        process = Process(id=id, name=id, executable=True, scope=self.scope())
        manifest = repr((process, [one.hash for one in called])).encode()
        return Definition(
            hash=hashlib.sha256(manifest).hexdigest(),
            manifest=manifest,
            process=process,
            diagram=Diagram(file=f"{id}.bpmn", processes={id: process}),
            decisions=decisions or {},
            forms={},
            called={one.process.id: one for one in called},
            resources={},
        )
