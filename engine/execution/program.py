"""Compiling a definition into SpiffWorkflow specs: a work list instead of recursion, so long chains compile as well."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.diagrams.model import Activity, BoundaryEvent, Scope, SubProcess
from engine.diagrams.traversal import implicit_starts
from engine.execution.flows import Flow
from engine.execution.nodes import compensation, links
from engine.execution.nodes.arrivals import ArrivalsSpec
from engine.execution.nodes.boundary import BoundarySpec
from engine.execution.nodes.catching import ImplicitStart
from engine.execution.nodes.containers import SubProcessSpec
from engine.execution.nodes.event_subprocess import EventSubProcessSpec, listen
from engine.execution.nodes.families import node_spec
from engine.execution.nodes.multi_instance import MultiInstanceSpec
from engine.execution.nodes.node import NodeSpec
from engine.execution.nodes.standard_loop import StandardLoopSpec
from engine.execution.scope_spec import ScopeSpec

if TYPE_CHECKING:
    from engine.diagrams.definition import Definition


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A definition ready to run; never changed after `compile`, so any number of instances may share it."""

    process: str
    hash: str
    scope: ScopeSpec


def compile(definition: "Definition") -> Program:
    """The program of `definition` and of everything it calls."""
    scope = _compile_process(definition, "", {})
    return Program(definition.process.id, definition.hash, scope)


def _compile_process(definition: "Definition", process: str, known: dict[str, ScopeSpec]) -> ScopeSpec:
    called = {}
    for process_id, target in definition.called.items():
        if target.hash not in known:
            known[target.hash] = _compile_process(target, process_id, known)
        called[process_id] = known[target.hash]
    root = ScopeSpec(definition.process.id, definition, process)
    waiting = [(root, definition.process.scope)]
    while waiting:
        spec, scope = waiting.pop()
        for inner in _compile_scope(spec, scope, called):
            waiting.append(inner)
    return root


def _compile_scope(spec: ScopeSpec, scope: Scope, called: Mapping[str, ScopeSpec]) -> list[tuple[ScopeSpec, Scope]]:
    """Fill `spec` from `scope`; tells which scopes inside are still to be compiled."""
    inner: list[tuple[ScopeSpec, Scope]] = []
    doors: dict[str, NodeSpec] = {}
    for node in scope.nodes.values():
        does = node_spec(spec, node, called)
        if isinstance(node, SubProcess) and isinstance(does, SubProcessSpec):
            does.inside = ScopeSpec(f"{spec.name}/{node.id}", spec.definition, spec.process)
            inner.append((does.inside, node.scope))
        if isinstance(node, SubProcess) and isinstance(does, EventSubProcessSpec):
            listen(spec, node, does)
        if isinstance(node, Activity) and node.multi_instance is not None:
            MultiInstanceSpec(spec, node, node.multi_instance, does)
        elif isinstance(node, Activity) and node.loop is not None:
            StandardLoopSpec(spec, node, node.loop, does)
        if isinstance(node, Activity) and node.start_quantity > 1:
            doors[node.id] = ArrivalsSpec(spec.task_specs[node.id], node)
    for flow in scope.flows.values():
        source = spec.task_specs[flow.source]
        target = doors.get(flow.target) or spec.task_specs[flow.target]
        source.flows.append(Flow(flow, target, spec.process))
        source.connect(target)
    _in_diagram_order(spec, scope)
    for node in scope.nodes.values():
        if isinstance(node, BoundaryEvent):
            _guard(spec, node)
    links.link(spec, scope)
    compensation.link(spec, scope)
    for name in list(spec.task_specs):
        spec.task_specs[name].link()
    begins = implicit_starts(scope)
    if begins:
        spec.none_starts.append(ImplicitStart([spec.task_specs[node.id] for node in begins]))
    return inner


def _in_diagram_order(spec: ScopeSpec, scope: Scope) -> None:
    for node in scope.nodes.values():
        order = {flow: position for position, flow in enumerate(node.outgoing)}
        spec.task_specs[node.id].flows.sort(key=lambda flow: order.get(flow.id, len(order)))


def _guard(spec: ScopeSpec, node: BoundaryEvent) -> None:
    guard = spec.task_specs[node.id]
    host = spec.task_specs[node.attached_to]
    assert isinstance(guard, BoundarySpec)
    guard.host = host
    if guard.arms.triggers:
        host.guards.append(guard)
    if guard.catches:
        host.catching.append(guard)
