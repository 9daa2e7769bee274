"""A scope becomes a net (workflow nets: van der Aalst 1998; BPMN: Dijkman, Dumas and Ouyang 2008; BPMN 2.0.2 §13).

Data is left out: every way that a condition may choose is possible. A subprocess is one step here, and has its own net.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import TypeVar

from engine.diagrams.model import (
    Activity,
    BoundaryEvent,
    CancelDefinition,
    CompensateDefinition,
    ComplexGateway,
    EndEvent,
    ErrorDefinition,
    EventBasedGateway,
    ExclusiveGateway,
    FlowNode,
    InclusiveGateway,
    ParallelGateway,
    Scope,
    TerminateDefinition,
)
from engine.diagrams.net.graph import Graph
from engine.diagrams.net.net import Entry, Net, Outcome, Place, Step
from engine.diagrams.traversal import definitions

_CLEARING = (TerminateDefinition, ErrorDefinition, CancelDefinition)

_Part = TypeVar("_Part", Place, BoundaryEvent)

MAXIMUM_CHOICES = 7
"""Past this many flows that may be taken together or not, the ways to go on are too many to try."""


def translate(scope: Scope) -> Net:
    """The net of `scope`, by itself."""
    return _Translation(scope).net()


class _Translation:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._graph = Graph(scope)
        rank = self._graph.rank
        self._nodes = sorted(scope.nodes.values(), key=lambda node: rank[node.id])
        keys: list[tuple[int, str]] = []
        for position, node in enumerate(self._nodes):
            keys.append((position, f"start:{node.id}"))
            keys += [(position, flow) for flow in node.incoming]
            keys += [(position, f"link:{throw}") for throw, catches in self._graph.links.items() if node.id in catches]
        keys.sort(key=lambda key: self._leads_back(key[1]))
        self._feeds = tuple(position for position, _ in keys)
        self._names = tuple(name for _, name in keys)
        self._place: dict[str, Place] = {name: place for place, name in enumerate(self._names)}
        self._before: dict[str, list[Place]] = {}
        for place, position in enumerate(self._feeds):
            self._before.setdefault(self._nodes[position].id, []).append(place)
        self._beyond: list[str] = []
        self._capped = False

    def net(self) -> Net:
        steps = tuple(self._step(node) for node in self._nodes)
        return Net(
            steps=steps,
            feeds=self._feeds,
            flows=tuple("" if ":" in name else name for name in self._names),
            starts=self._starts(),
            onward=sum(not self._leads_back(name) for name in self._names),
            beyond=tuple(self._beyond),
            capped=self._capped,
        )

    def _starts(self) -> tuple[Outcome, ...]:
        """Each start event alone; without any, everything that begins by itself together."""
        together = tuple(self._place[f"start:{node.id}"] for node in self._graph.implicit_starts)
        alone = tuple((self._place[f"start:{node.id}"],) for node in self._graph.starts)
        return (together,) if together else alone

    def _leads_back(self, flow: str) -> bool:
        ends = self._scope.flows.get(flow)
        rank = self._graph.rank
        return ends is not None and rank.get(ends.source, -1) >= rank[ends.target]

    def _step(self, node: FlowNode) -> Step:
        before = tuple(self._before[node.id])
        return Step(
            node=node.id,
            entry=_entry(node),
            before=before if _entry(node) == "each" else before[1:],
            outcomes=tuple(dict.fromkeys(self._outcomes(node))),
            clears=_clears(node),
            at_once=node.start_quantity if isinstance(node, Activity) else 1,
        )

    def _outcomes(self, node: FlowNode) -> Iterator[Outcome]:
        if isinstance(node, ComplexGateway):
            self._beyond.append(node.id)
        elif isinstance(node, ExclusiveGateway) or (isinstance(node, EventBasedGateway) and not node.parallel):
            alone: list[Outcome] = [(place,) for place in self._places(node)]
            yield from alone or [()]
        elif isinstance(node, InclusiveGateway | Activity):
            times = node.completion_quantity if isinstance(node, Activity) else 1
            normal = [outcome * times for outcome in self._chosen(node, node.default)]
            yield from self._with_boundaries(node, normal)
        else:
            yield self._places(node)

    def _places(self, node: FlowNode) -> Outcome:
        links = (f"link:{node.id}" for _ in self._graph.links.get(node.id, ())[:1])
        return tuple(self._place[flow] for flow in (*node.outgoing, *links) if flow in self._place)

    def _chosen(self, node: FlowNode, default: str) -> Iterator[Outcome]:
        """Every flow without condition, together with any conditional ones, or the default when none of them applies."""
        flows = [flow for flow in node.outgoing if flow in self._place]
        always = tuple(self._place[one] for one in flows if self._scope.flows[one].condition is None and one != default)
        chosen = [self._place[one] for one in flows if self._scope.flows[one].condition is not None and one != default]
        if default in flows:
            yield (*always, self._place[default])
        elif always or not chosen:
            yield always
        yield from ((*always, *some) for some in self._subsets(node, chosen))

    def _with_boundaries(self, node: FlowNode, normal: Sequence[Outcome]) -> Iterator[Outcome]:
        """The activity ends normally or interrupted; beside either, non-interrupting events may have fired once.

        An event that leads nowhere ends the activity's path where it interrupts, and changes nothing where it does not.
        """
        events = [event for event in self._graph.attached.get(node.id, ()) if not _compensates(event)]
        ends = [*normal, *(self._places(event) for event in events if event.interrupting)]
        beside = [event for event in events if not event.interrupting and event.outgoing]
        self._capped = self._capped or bool(beside)
        fired: list[tuple[BoundaryEvent, ...]] = [(), *self._subsets(node, beside)]
        for end, some in product(ends, fired):
            yield (*end, *(place for event in some for place in self._places(event)))

    def _subsets(self, node: FlowNode, some: Sequence[_Part]) -> Iterator[tuple[_Part, ...]]:
        if len(some) > MAXIMUM_CHOICES:
            self._beyond.append(node.id)
            return
        for size in range(1, len(some) + 1):
            yield from combinations(some, size)


def _entry(node: FlowNode) -> Entry:
    if isinstance(node, ParallelGateway) and len(node.incoming) > 1:
        return "all"
    return "inclusive" if isinstance(node, InclusiveGateway) and len(node.incoming) > 1 else "each"


def _compensates(event: BoundaryEvent) -> bool:
    return any(isinstance(part, CompensateDefinition) for part in definitions(event))


def _clears(node: FlowNode) -> bool:
    return isinstance(node, EndEvent) and any(isinstance(part, _CLEARING) for part in definitions(node))
