"""Ways through a process that surprise: none to the end, two for the same step, none that applies."""

from collections.abc import Iterator

from engine.diagrams.model import Activity, ExclusiveGateway, Expression, FlowNode, InclusiveGateway, Scope, UserTask
from engine.diagrams.net import Graph
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import scopes
from engine.errors import Finding


def ways_out(subject: Subject) -> Iterator[Finding]:
    """From every step a path leads to an end; loops without a way out run until somebody interrupts them."""
    for _, scope in scopes(subject.process):
        graph = Graph(scope)
        ends = [node.id for node in scope.nodes.values() if not graph.after[node.id]]
        before: dict[str, list[str]] = {}
        for identity, following in graph.after.items():
            for one in following:
                before.setdefault(one, []).append(identity)
        leading: set[str] = set()
        while ends:
            identity = ends.pop()
            if identity not in leading:
                leading.add(identity)
                ends.extend(before.get(identity, ()))
        caught = [node for node in scope.nodes.values() if node.id not in leading]
        for node in sorted(caught, key=lambda one: graph.rank[one.id])[:1]:
            yield subject.finding("node.no_way_out", node)


def duplicates(subject: Subject) -> Iterator[Finding]:
    """Two flows between the same steps under the same condition: from a task or a parallel split both are taken."""
    for _, scope in scopes(subject.process):
        seen: dict[tuple[str, str, Expression | None], str] = {}
        for flow in scope.flows.values():
            key = (flow.source, flow.target, flow.condition)
            if key in seen:
                yield subject.finding("flow.duplicate", flow, other=seen[key])
            seen.setdefault(key, flow.id)


def choices(subject: Subject) -> Iterator[Finding]:
    """Where every flow out of a gateway or an activity has a condition, it may happen that none applies."""
    for _, scope in scopes(subject.process):
        for node in scope.nodes.values():
            gateway = isinstance(node, ExclusiveGateway | InclusiveGateway)
            if not isinstance(node, ExclusiveGateway | InclusiveGateway | Activity) or node.default:
                continue
            if len(node.outgoing) < (2 if gateway else 1):
                continue
            conditions = [scope.flows[flow].condition for flow in node.outgoing]
            if all(conditions) and not _exhaustive([one.source for one in conditions if one is not None]):
                yield subject.finding("gateway.no_default" if gateway else "task.no_default", node)


def names(subject: Subject) -> Iterator[Finding]:
    """A person sees a user task by its name."""
    for _, scope in scopes(subject.process):
        for node in scope.nodes.values():
            if isinstance(node, UserTask) and not node.name:
                yield subject.finding("user_task.name", node)


def lanes(subject: Subject) -> Iterator[Finding]:
    """Where a process has lanes, each of its own steps stands in one."""
    if not subject.process.lanes:
        return
    for node in subject.process.scope.nodes.values():
        if not node.lane and not _attached(subject.process.scope, node):
            yield subject.finding("lane.none", node)


def _attached(scope: Scope, node: FlowNode) -> bool:
    return getattr(node, "attached_to", "") in scope.nodes


def _exhaustive(conditions: list[str]) -> bool:
    """Whether two of the conditions are plain opposites: `a` and `not(a)`, `a = b` and `a != b`."""
    plain = {"".join(one.split()) for one in conditions}
    return any(_opposite(one) & plain for one in plain)


def _opposite(condition: str) -> set[str]:
    opposites = {f"not({condition})"}
    for sign, other in (("!=", "="), (">=", "<"), ("<=", ">")):
        left, found, right = condition.partition(sign)
        if found:
            return opposites | {f"{left}{other}{right}"}
    return opposites
