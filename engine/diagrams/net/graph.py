"""Which node of a scope comes after which: flows, boundary events beside their activity, links."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from engine.diagrams.model import (
    BoundaryEvent,
    FlowNode,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    LinkDefinition,
    Scope,
    StartEvent,
)
from engine.diagrams.traversal import implicit_starts, instantiates


class Graph:
    """The nodes of one scope by what follows them; boundary events follow their activity."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def attached(self) -> Mapping[str, tuple[BoundaryEvent, ...]]:
        """The boundary events of each activity, in document order."""
        found: dict[str, tuple[BoundaryEvent, ...]] = {}
        for node in self.scope.nodes.values():
            if isinstance(node, BoundaryEvent):
                found[node.attached_to] = (*found.get(node.attached_to, ()), node)
        return found

    @cached_property
    def links(self) -> Mapping[str, tuple[str, ...]]:
        """The catching link events that each throwing one leads to (§10.5.5)."""
        catching: dict[str, list[str]] = {}
        throwing: dict[str, str] = {}
        for node in self.scope.nodes.values():
            if isinstance(node, IntermediateThrowEvent) and isinstance(node.definition, LinkDefinition):
                throwing[node.id] = node.definition.name
            elif isinstance(node, IntermediateCatchEvent) and isinstance(node.definition, LinkDefinition):
                catching.setdefault(node.definition.name, []).append(node.id)
        return {node: tuple(catching.get(name, ())) for node, name in throwing.items()}

    @cached_property
    def starts(self) -> tuple[FlowNode, ...]:
        """The nodes by which the scope begins: its start events and what instantiates the process."""
        return tuple(node for node in self.scope.nodes.values() if isinstance(node, StartEvent) or instantiates(node))

    @cached_property
    def implicit_starts(self) -> tuple[FlowNode, ...]:
        """What begins together where nothing of the kind is drawn (§10.5.2)."""
        return tuple(implicit_starts(self.scope))

    @cached_property
    def after(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the nodes right after each node, none twice."""
        scope = self.scope
        found: dict[str, tuple[str, ...]] = {}
        for node in scope.nodes.values():
            following = [scope.flows[flow].target for flow in node.outgoing if scope.flows[flow].target in scope.nodes]
            following += [event.id for event in self.attached.get(node.id, ())]
            following += self.links.get(node.id, ())
            found[node.id] = tuple(dict.fromkeys(following))
        return found

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """A number for each node, larger than those of the nodes before it unless a loop leads back."""
        visited: set[str] = set()
        finished: list[str] = []
        for first in (*(node.id for node in (*self.starts, *self.implicit_starts)), *self.scope.nodes):
            if first in visited:
                continue
            visited.add(first)
            path = [(first, iter(self.after[first]))]
            while path:
                current, rest = path[-1]
                following = next((one for one in rest if one not in visited), None)
                if following is None:
                    finished.append(current)
                    path.pop()
                else:
                    visited.add(following)
                    path.append((following, iter(self.after[following])))
        return {identity: place for place, identity in enumerate(reversed(finished))}

    def reached(self, first: Iterable[str], *, forward: bool = False) -> set[str]:
        """Every node on the paths that begin with `first`; with `forward` only along flows that do not lead back."""
        pending = list(first)
        found: set[str] = set()
        while pending:
            current = pending.pop()
            if current in found or current not in self.after:
                continue
            found.add(current)
            pending.extend(one for one in self.after[current] if not forward or self.rank[one] > self.rank[current])
        return found
