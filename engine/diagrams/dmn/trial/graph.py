"""The part of a decision graph that one decision needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from engine.diagrams.dmn.model import DecisionModel


@dataclass(frozen=True, slots=True)
class Needed:
    """A node that a decision needs, by its place in the graph: each after what it requires, the decision itself last."""

    place: int
    node: dict[str, Any]

    @property
    def table(self) -> dict[str, Any] | None:
        """Its decision table, None for other logic."""
        body = self.node.get("body")
        return body if self.node["kind"] == "decision" and body and body["kind"] == "table" else None


def read_graph(model: DecisionModel) -> dict[str, Any]:
    """The graph as JSON; see web/assets/feel/src/decisions.js for its shape."""
    graph: dict[str, Any] = msgspec.json.decode(model.graph)
    return graph


def needed(model: DecisionModel, graph: dict[str, Any]) -> list[Needed]:
    """What deciding `model` needs. The parameters of a decision service are what its caller gives, so what lies behind
    them is not needed."""
    nodes = graph["nodes"]
    found: set[int] = set()
    waiting = [model.root]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting.extend(_behind(nodes[place]))
    return [Needed(place, nodes[place]) for place in sorted(found - {model.root})] + [
        Needed(model.root, nodes[model.root])
    ]


def _behind(node: dict[str, Any]) -> Iterator[int]:
    for requirement in node["requires"]:
        yield requirement["node"]
    yield from node.get("outputs", ())
