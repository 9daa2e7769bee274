"""Lanes from XML (BPMN 2.0.2 §10.8), and to whom each gives its work."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.diagrams import dialect
from engine.diagrams.model import Lane, Post
from engine.diagrams.namespaces import BPMN
from engine.diagrams.source import Source, children
from engine.diagrams.xml import line


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of a process in document order, the innermost lane of each node that stands in one, and its post."""

    all: tuple[Lane, ...]
    _holder: Mapping[str, etree._Element]

    def of(self, node: etree._Element) -> str:
        """The id of the node's innermost lane, or ''."""
        holder = self._holder.get(node.get("id", ""))
        return "" if holder is None else holder.get("id", "")

    def post(self, node: etree._Element) -> Post | None:
        """Whom the innermost lane with a role around the node names; a subprocess stands in a lane with all in it."""
        places = (self._holder.get(place.get("id", "")) for place in (node, *node.iterancestors()))
        holder = next((place for place in places if place is not None), None)
        around = () if holder is None else (holder, *holder.iterancestors(f"{{{BPMN}}}lane"))
        return next((_post(lane) for lane in around if dialect.properties(lane).get("role")), None)


def read_lanes(source: Source, process: etree._Element) -> Lanes:
    """The lanes of a process; a finding for every node that stands in two that do not nest."""
    lanes: list[Lane] = []
    holder: dict[str, etree._Element] = {}
    for part in process.iterdescendants(f"{{{BPMN}}}lane"):
        nodes = tuple((reference.text or "").strip() for reference in children(part, "flowNodeRef"))
        for node in nodes:
            if node in holder and holder[node] not in part.iterancestors():
                source.report("lane.twice", part, node=node, lane=holder[node].get("id", ""))
            holder[node] = part
        properties = dialect.properties(part)
        lanes.append(
            Lane(
                id=part.get("id", ""),
                name=part.get("name", ""),
                nodes=nodes,
                role=source.literal(part, properties.get("role", ""), "role"),
                unit=dialect.optional_value(properties.get("unit")),
                line=line(part),
                name_en=properties.get(dialect.NAME_EN, ""),
                properties=properties,
                basis=dialect.basis(part),
                practice=dialect.practice(part),
            )
        )
    return Lanes(tuple(lanes), holder)


def _post(lane: etree._Element) -> Post | None:
    properties = dialect.properties(lane)
    unit = dialect.optional_value(properties.get("unit"))
    if unit is None:
        return None
    return Post(properties["role"].strip(), unit, lane.get("name") or lane.get("id") or "")
