"""Parallel branches that write the same variable: whichever finishes last decides, and nobody sees it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from engine.diagrams.model import (
    Activity,
    AdHocSubProcess,
    BusinessRuleTask,
    CallActivity,
    FlowNode,
    InclusiveGateway,
    MultiInstance,
    ParallelGateway,
    Scope,
    ScriptTask,
    SubProcess,
    UserTask,
)
from engine.diagrams.net import Graph
from engine.diagrams.rules.subject import Context, Subject
from engine.diagrams.traversal import implicit_starts, nodes, scopes, wanted_job
from engine.errors import Finding


def parallel_writes(subject: Subject) -> Iterator[Finding]:
    """No two steps that may be at work at the same time assign the same variable."""
    for owner, scope in scopes(subject.process):
        graph = Graph(scope)
        writes = {node.id: frozenset(_written(node, subject.context)) for node in scope.nodes.values()}
        if not _written_twice(writes.values()):
            continue
        told: set[tuple[str, str, str]] = set()
        for branches in _splits(owner, scope, graph):
            for one, other in combinations([graph.reached([branch], forward=True) for branch in branches], 2):
                for first, second, variable in _clashes(graph, writes, one - other, other - one):
                    if (first, second, variable) not in told:
                        told.add((first, second, variable))
                        node, beside = scope.nodes[second], scope.nodes[first]
                        yield subject.finding(
                            "variable.parallel", node, variable=variable, other=beside.name or beside.id
                        )


def instances(subject: Subject) -> Iterator[Finding]:
    """The parallel instances of one activity do not assign the same variable outside of themselves."""
    for node in nodes(subject.process):
        loop = node.multi_instance if isinstance(node, Activity) else None
        if loop is None or loop.sequential:
            continue
        for variable in sorted({*_written(node, subject.context)} - {loop.output_collection}):
            yield subject.finding("variable.instances", node, variable=variable)


def _of_each_instance(loop: MultiInstance) -> set[str]:
    """The variables that every instance of an activity has for itself."""
    gathered = "" if loop.output_element is None else loop.output_element.source.strip()
    return {"loopCounter", loop.input_element, gathered}


def _written_twice(writes: Iterable[frozenset[str]]) -> bool:
    times = Counter(variable for variables in writes for variable in variables)
    return any(count > 1 for count in times.values())


def _written(node: FlowNode, context: Context, callers: frozenset[str] = frozenset()) -> Iterator[str]:
    """The variables that a node is known to assign outside of itself; `callers` are the processes around it."""
    loop = node.multi_instance if isinstance(node, Activity) else None
    local = {mapping.target.partition(".")[0] for mapping in node.inputs}
    mapped: Iterable[str] = (mapping.target.partition(".")[0] for mapping in node.outputs)
    if loop is not None:
        local |= _of_each_instance(loop)
        mapped = [name for name in mapped if name not in local]
        if loop.output_collection:
            yield loop.output_collection
    if node.outputs:
        yield from mapped
    else:
        yield from (name for name in _returned(node, context, callers) if name not in local)
    if isinstance(node, SubProcess):
        inside = (name for inner in node.scope.nodes.values() for name in _written(inner, context, callers))
        yield from (name for name in inside if name not in local)


def _returned(node: FlowNode, context: Context, callers: frozenset[str]) -> Iterable[str]:
    """What comes out of a node whose outputs are not mapped: of its form, handler, decision, script or called process."""
    match node:
        case ScriptTask() | BusinessRuleTask() if node.result_variable:
            return (node.result_variable,)
        case UserTask():
            fields = () if context.fields is None else context.fields(node.form)
            return (*fields, node.completed_by) if node.completed_by else fields
        case _ if (job := wanted_job(node)) is not None and context.handlers is not None:
            return context.handlers.get(job.type, ()) if isinstance(job.type, str) else ()
        case CallActivity() if node.propagate_all_child_variables and node.process not in callers:
            called = None if context.processes is None else context.processes(node.process, node.version_tag)
            inner = () if called is None else called.scope.nodes.values()
            return [name for one in inner for name in _written(one, context, callers | {node.process})]
    return ()


def _splits(owner: SubProcess | None, scope: Scope, graph: Graph) -> Iterator[list[str]]:
    """The first nodes of the branches that each split, or the beginning, may open at the same time."""
    implicit = [node.id for node in implicit_starts(scope)]
    if len(implicit) > 1 and not isinstance(owner, AdHocSubProcess):
        yield implicit
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
