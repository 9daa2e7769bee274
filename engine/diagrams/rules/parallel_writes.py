"""Parallel branches that write the same variable: whichever finishes last decides, and nobody sees it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from engine.diagrams.model import (
    Activity,
    BusinessRuleTask,
    FlowNode,
    InclusiveGateway,
    ParallelGateway,
    Scope,
    ScriptTask,
    SubProcess,
    UserTask,
)
from engine.diagrams.net import Graph
from engine.diagrams.rules.subject import Context, Subject
from engine.diagrams.traversal import scopes
from engine.errors import Finding


def parallel_writes(subject: Subject) -> Iterator[Finding]:
    """No two steps that may be at work at the same time assign the same variable."""
    for _, scope in scopes(subject.process):
        graph = Graph(scope)
        writes = {node.id: frozenset(_written(node, subject.context)) for node in scope.nodes.values()}
        if not _written_twice(writes.values()):
            continue
        told: set[tuple[str, str, str]] = set()
        for branches in _splits(scope, graph):
            for one, other in combinations([graph.reached([branch], forward=True) for branch in branches], 2):
                for first, second, variable in _clashes(graph, writes, one - other, other - one):
                    if (first, second, variable) not in told:
                        told.add((first, second, variable))
                        node, beside = scope.nodes[second], scope.nodes[first]
                        yield subject.finding(
                            "variable.parallel", node, variable=variable, other=beside.name or beside.id
                        )


def _written_twice(writes: Iterable[frozenset[str]]) -> bool:
    times = Counter(variable for variables in writes for variable in variables)
    return any(count > 1 for count in times.values())


def _written(node: FlowNode, context: Context) -> Iterator[str]:
    """The variables that a node is known to assign outside of itself."""
    loop = node.multi_instance if isinstance(node, Activity) else None
    if loop is not None:
        if loop.output_collection:
            yield loop.output_collection
        return
    yield from (mapping.target.partition(".")[0] for mapping in node.outputs)
    if isinstance(node, ScriptTask | BusinessRuleTask) and node.result_variable and not node.outputs:
        yield node.result_variable
    if isinstance(node, UserTask) and node.completed_by and not node.outputs:
        yield node.completed_by
    if isinstance(node, UserTask) and node.form and not node.outputs and context.fields is not None:
        yield from context.fields(node.form)
    if isinstance(node, SubProcess):
        own = {mapping.target.partition(".")[0] for mapping in node.inputs}
        for inner in node.scope.nodes.values():
            yield from (name for name in _written(inner, context) if name not in own)


def _splits(scope: Scope, graph: Graph) -> Iterator[list[str]]:
    """The first nodes of the branches that each split may open at the same time."""
    for node in scope.nodes.values():
        targets = [scope.flows[flow].target for flow in node.outgoing]
        if len(targets) > 1 and isinstance(node, ParallelGateway | InclusiveGateway | Activity):
            yield targets
        for event in graph.attached.get(node.id, ()):
            if not event.interrupting:
                yield [node.id, event.id]


def _clashes(
    graph: Graph, writes: dict[str, frozenset[str]], one: set[str], other: set[str]
) -> Iterator[tuple[str, str, str]]:
    writers = {
        side: sorted(identity for identity in nodes if writes[identity]) for side, nodes in ((0, one), (1, other))
    }
    for first in writers[0]:
        for second in writers[1]:
            for variable in sorted(writes[first] & writes[second]):
                earlier, later = sorted((first, second), key=lambda identity: graph.rank[identity])
                yield earlier, later, variable
