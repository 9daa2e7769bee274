"""Which variables are known at an element: what the steps before it gave, in its scope and those around it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from engine.diagrams.model import (
    Activity,
    BoundaryEvent,
    Expression,
    FlowNode,
    Process,
    Scope,
    ScriptTask,
    SubProcess,
)
from engine.diagrams.net import Graph
from engine.diagrams.traversal import nodes, scopes
from engine.diagrams.variables.shapes import shape
from engine.diagrams.variables.variable import Sources, Variable
from engine.diagrams.variables.written import all_in, data, for_itself, outside, returned, told


class _Place(NamedTuple):
    """One scope around an element: the node in it that the element is or lies in; behind it, for a flow out of it."""

    scope: Scope
    node: FlowNode | None
    inside: bool = False
    behind: bool = False


def known_at(process: Process, element: str, sources: Sources, callers: frozenset[str] = frozenset()) -> list[Variable]:
    """The variables that `element` can read, by name: a node, a flow, a lane or the process itself.

    A lane and the process itself read what any step gives. What a message brings is not known. Of two variables of one
    name the later one stands. `callers` are processes that have been asked already.
    """
    table = {one.name: one for one in _all(process, sources)}
    origins = {node.id: node for node in nodes(process)}
    found = {one.name: one for one in _handed_over(process, sources, callers)}
    for variable in _found(process, element, sources):
        shaped = _shaped(origins.get(variable.origin), variable, table)
        earlier = found.get(variable.name)
        found[variable.name] = shaped if earlier is None else _completed(shaped, earlier)
    return sorted(found.values(), key=lambda one: one.name)


def _handed_over(process: Process, sources: Sources, callers: frozenset[str]) -> Iterator[Variable]:
    """What the processes that call this one know where they call it."""
    for caller, call in sources.callers(process.id):
        if caller.id in callers or caller.id == process.id:
            continue
        known = known_at(caller, call.id, sources, callers | {process.id})
        own = {mapping.target for mapping in call.inputs}
        for variable in known:
            if not variable.own and (call.propagate_all_parent_variables or variable.name in own):
                yield replace(variable, reason="caller", origin=caller.id)


def _found(process: Process, element: str, sources: Sources) -> Iterator[Variable]:
    starter = process.properties.get("startedBy", "")
    if starter:
        yield Variable(starter, "text", "starter", process.id)
    way = _way(process, element)
    if not way:
        yield from _all(process, sources)
    for place in way:
        yield from data(place.scope)
        for node in _before(place):
            yield from outside(node, sources)
        if place.node is None or place.behind:
            continue
        yield from for_itself(place.node)
        if not place.inside:
            yield from (replace(one, own=True) for one in returned(place.node, sources))


def _way(process: Process, element: str) -> list[_Place]:
    """The scopes around an element, outermost first; nothing for what stands in no scope."""
    owners = {owner.id if owner else "": scope for owner, scope in scopes(process)}
    around = {node: owner for owner, scope in owners.items() for node in scope.nodes}
    way: list[_Place] = []
    owner = ""
    for identity, scope in owners.items():
        if element in scope.nodes:
            owner, way = identity, [_Place(scope, scope.nodes[element])]
        elif element in scope.flows:
            owner, way = identity, [_Place(scope, scope.nodes.get(scope.flows[element].source), behind=True)]
        elif identity and any(item.id == element for item in scope.data):
            owner, way = identity, [_Place(scope, None)]
    while way and owner:
        scope = owners[around[owner]]
        way.append(_Place(scope, scope.nodes[owner], inside=True))
        owner = around[owner]
    return way[::-1]


def _before(place: _Place) -> list[FlowNode]:
    """The nodes that may have been done when the place is reached; behind a node it has been done, too.

    What begins whenever something happens (an event subprocess) can read what any step gives.
    """
    scope, node = place.scope, place.node
    if node is None or (isinstance(node, SubProcess) and node.triggered_by_event):
        return list(scope.nodes.values())
    earlier = _leading_to(Graph(scope), node.id)
    if isinstance(node, BoundaryEvent):
        earlier.discard(node.attached_to)
    if place.behind:
        earlier.add(node.id)
    return [one for one in scope.nodes.values() if one.id in earlier]


def _leading_to(graph: Graph, target: str) -> set[str]:
    """The nodes from which `target` can be reached; itself where a loop leads back to it."""
    preceding: dict[str, list[str]] = {}
    for node, following in graph.after.items():
        for one in following:
            preceding.setdefault(one, []).append(node)
    found: set[str] = set()
    pending = [target]
    while pending:
        for one in preceding.get(pending.pop(), ()):
            if one not in found:
                found.add(one)
                pending.append(one)
    return found


def _all(process: Process, sources: Sources) -> Iterator[Variable]:
    yield from all_in(process.scope, sources)
    for node in nodes(process):
        yield from returned(node, sources)


def _shaped(node: FlowNode | None, variable: Variable, table: Mapping[str, Variable]) -> Variable:
    """The variable with the kind and entries of what the node's mapping, script or collection takes it from."""
    if node is None:
        return variable
    if variable.reason == "script" and isinstance(node, ScriptTask):
        result = shape(node.expression.source, table)
        return replace(variable, kind=result.kind, entries=result.entries)
    if variable.reason == "instance" and isinstance(node, Activity) and node.multi_instance is not None:
        loop = node.multi_instance
        items = shape(loop.input_collection.source, table)
        fits = variable.name == loop.input_element and items.entries
        return replace(variable, kind="context", entries=items.entries) if fits else variable
    if variable.reason in ("input", "output"):
        mappings = node.inputs if variable.reason == "input" else node.outputs
        source = next((one.source for one in mappings if one.target == variable.name), None)
        return _completed(variable, told(source, table)) if isinstance(source, Expression) else variable
    return variable


def _completed(variable: Variable, other: Variable) -> Variable:
    """The variable with what only `other` tells about the same value."""
    return replace(
        variable,
        kind=other.kind if variable.kind == "any" else variable.kind,
        entries=variable.entries or other.entries,
        label=variable.label or other.label,
        label_en=variable.label_en or other.label_en,
    )
