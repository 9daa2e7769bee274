"""What two versions of a process show, by process and element: names, flows, what conditions read."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from engine.diagrams.definition import Definition
from engine.diagrams.model import FlowNode, TimerDefinition
from engine.diagrams.traversal import definition, definitions, scopes
from engine.execution.expressions import Formula
from engine.impact.values import Text

Place = tuple[str, str]
"""Process ('' for the case's own) and element."""


class Way(NamedTuple):
    """A sequence flow: where it comes from and leads to, its names, and the variables that its condition reads."""

    source: str
    target: str
    name: Text
    reads: frozenset[str]


class Drawing:
    """One definition with all that it calls."""

    def __init__(self, whole: Definition) -> None:
        self.nodes: dict[Place, FlowNode] = {}
        self.ways: dict[Place, Way] = {}
        self.decisions: dict[str, str] = {}
        pending = [("", whole)]
        seen: set[str] = set()
        while pending:
            process, one = pending.pop()
            if process in seen:
                continue
            seen.add(process)
            pending += one.called.items()
            self.decisions |= {id: model.name or id for id, model in one.decisions.items()}
            for _, scope in scopes(one.process):
                for node in scope.nodes.values():
                    self.nodes[process, node.id] = node
                for flow in scope.flows.values():
                    reads = frozenset[str]() if flow.condition is None else Formula(flow.condition).names
                    way = Way(flow.source, flow.target, Text(flow.name, flow.name_en), reads)
                    self.ways[process, flow.id] = way
        self.leaving: dict[Place, list[Way]] = {}
        for (process, _), way in self.ways.items():
            self.leaving.setdefault((process, way.source), []).append(way)
        self.reads = {place: frozenset().union(*(way.reads for way in ways)) for place, ways in self.leaving.items()}

    def name(self, place: Place) -> Text:
        """An element's names; its id where it has none."""
        node = self.nodes.get(place)
        return Text(place[1]) if node is None or not node.name else Text(node.name, node.name_en)

    def names(self, places: Iterable[Place]) -> Text:
        """Several elements."""
        found = [self.name(place) for place in places]
        return Text("、".join(f"“{one.zh}”" for one in found), ", ".join(f"“{one.en or one.zh}”" for one in found))

    def ways_said(self, flows: Iterable[Place]) -> Text:
        """Flows by their own names, else by where they lead."""
        found = []
        for process, flow in flows:
            way = self.ways[process, flow]
            found.append(way.name if way.name.zh else self.name((process, way.target)))
        return Text("、".join(f"“{one.zh}”" for one in found), ", ".join(f"“{one.en or one.zh}”" for one in found))


class Renaming:
    """Elements of the version before, as the new version calls them; '' for one that it lacks.

    `retimed` are the new version's elements with a timer that the version before has not, or has otherwise; whether the
    timer is a date.
    """

    def __init__(self, before: Drawing, after: Drawing, elements: Mapping[str, str]) -> None:
        self._renamed: dict[Place, str] = {}
        for process, element in before.nodes:
            new = elements.get(f"{process}:{element}" if process else element, element)
            self._renamed[process, element] = new if (process, new) in after.nodes else ""

        was = {(process, new): before.nodes[process, old] for (process, old), new in self._renamed.items() if new}
        self.retimed: dict[Place, bool] = {}
        for place, node in after.nodes.items():
            timers = [part for part in definitions(node) if isinstance(part, TimerDefinition)]
            earlier = was.get(place)
            if timers and (earlier is None or definition(earlier) != definition(node)):
                self.retimed[place] = timers[0].kind == "date"

    def __call__(self, process: str, element: str) -> str:
        return self._renamed.get((process, element), "")

    def images(self) -> frozenset[Place]:
        """Everything in the new version that was there before."""
        return frozenset((process, new) for (process, _), new in self._renamed.items() if new)
