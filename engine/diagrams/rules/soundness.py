"""Deadlocks and lack of synchronisation: what the tokens of each scope can do (engine.diagrams.net)."""

from collections.abc import Iterator

from engine.diagrams.model import (
    Activity,
    AdHocSubProcess,
    EndEvent,
    FlowNode,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    Scope,
    TerminateDefinition,
)
from engine.diagrams.net import Exploration, Graph, Net, explore, translate
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import scopes
from engine.errors import Finding


def soundness(subject: Subject) -> Iterator[Finding]:
    """Joins wait for nothing that cannot come, and parallel branches meet only in joins."""
    for owner, scope in scopes(subject.process):
        place = owner or subject.process
        if isinstance(owner, AdHocSubProcess):
            continue
        net = translate(scope)
        if not net.starts:
            continue
        if net.beyond:
            nodes = _names(scope, net.beyond)
            yield subject.finding("net.beyond", place, nodes=nodes)
            continue
        found = explore(net)
        yield from _joins(subject, scope, net, found)
        yield from _crowds(subject, scope, found)
        yield from _multiplied(subject, scope, {net.flows[one] for one in found.endless} - {""})
        if found.complete and not found.ends and not found.waiting and not net.capped and _has_ways_out(scope):
            yield subject.finding("net.unending", place)
        if not found.complete and not found.endless:
            yield subject.finding("net.gave_up", place)


def _joins(subject: Subject, scope: Scope, net: Net, found: Exploration) -> Iterator[Finding]:
    for identity, places in found.waiting.items():
        missing = ", ".join(sorted(_source(scope, net.flows[place]) for place in places))
        never = identity not in found.acted and found.complete and not net.capped
        yield subject.finding("net.never" if never else "net.deadlock", scope.nodes[identity], missing=missing)


def _multiplied(subject: Subject, scope: Scope, flows: set[str]) -> Iterator[Finding]:
    """Flows on which ever more tokens are: by each round of a loop, or by one split after the other."""
    graph = Graph(scope)
    for flow in sorted(flows, key=lambda one: graph.rank[scope.flows[one].target]):
        source = scope.flows[flow].source
        before = [node for node in scope.nodes if source in graph.reached([node])]
        loops = any(node in graph.reached(graph.after[node]) for node in before)
        yield subject.finding("net.endless" if loops else "net.multiplied", scope.flows[flow])
        if not loops:
            return


def _has_ways_out(scope: Scope) -> bool:
    """Whether every node leads to an end, so that `node.no_way_out` says nothing."""
    graph = Graph(scope)
    ends = {node.id for node in scope.nodes.values() if not graph.after[node.id]}
    return bool(ends) and all(ends & {*graph.reached([node]), node} for node in scope.nodes)


def _crowds(subject: Subject, scope: Scope, found: Exploration) -> Iterator[Finding]:
    graph = Graph(scope)
    told: set[str] = set()
    for identity in sorted(found.crowded, key=lambda one: graph.rank[one]):
        after = graph.reached([identity])
        if identity in told or not any(_matters(scope.nodes[one]) for one in after):
            continue
        told |= after
        sources = sorted(_source(scope, flow) for flow in scope.nodes[identity].incoming)
        yield subject.finding("net.crowd", scope.nodes[identity], sources=", ".join(sources))


def _matters(node: FlowNode) -> bool:
    """Whether anybody notices that it happens twice."""
    if isinstance(node, EndEvent):
        return node.definition is not None and not isinstance(node.definition, TerminateDefinition)
    return isinstance(node, Activity | IntermediateCatchEvent | IntermediateThrowEvent)


def _source(scope: Scope, flow: str) -> str:
    return _names(scope, (scope.flows[flow].source,)) if flow in scope.flows else flow


def _names(scope: Scope, identities: tuple[str, ...]) -> str:
    nodes = (scope.nodes.get(identity) for identity in identities)
    return ", ".join((node.name or node.id) if node else "?" for node in nodes)
