"""The drawings are readable: nothing overlaps, every node is in its lane, every flow is drawn at right angles."""

from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine.diagrams.namespaces import BPMN, BPMNDI, DC, DI

FILES = sorted((Path(__file__).parents[3] / "processes").glob("*/*.bpmn"))
BESIDE = {"textAnnotation", "dataStoreReference", "dataObjectReference"}
CONTAINERS = {"participant", "lane", "subProcess"} | BESIDE
MAXIMUM_NODES = 25

drawings = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return not (
            self.right <= other.left or other.right <= self.left or self.bottom <= other.top or other.bottom <= self.top
        )

    def holds(self, other: "Box") -> bool:
        inside = self.left <= other.left and other.right <= self.right
        return inside and self.top <= other.top and other.bottom <= self.bottom


class Drawing:
    def __init__(self, path: Path) -> None:
        root: Any = etree.parse(path).getroot()
        self.elements: dict[str, Any] = {one.get("id"): one for one in root.iter() if one.get("id")}
        self.shapes: dict[str, Box] = {}
        self.labels: dict[str, Box] = {}
        self.edges: dict[str, list[tuple[float, float]]] = {}
        for shape in root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
            element = shape.get("bpmnElement")
            for bounds in shape.iter(f"{{{DC}}}Bounds"):
                label = bounds.getparent().tag == f"{{{BPMNDI}}}BPMNLabel"
                (self.labels if label else self.shapes)[element] = _box(bounds)
            points = [(float(one.get("x")), float(one.get("y"))) for one in shape.iter(f"{{{DI}}}waypoint")]
            if points:
                self.edges[element] = points

    def kind(self, element: str) -> str:
        return str(etree.QName(self.elements[element]).localname)

    def nodes(self) -> dict[str, Box]:
        return {id: box for id, box in self.shapes.items() if self.kind(id) not in CONTAINERS}

    def segments(self, flow: str) -> list[Box]:
        return [
            Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)) for (ax, ay), (bx, by) in pairwise(self.edges[flow])
        ]


def _box(bounds: Any) -> Box:
    left, top, width, height = (float(bounds.get(name)) for name in ("x", "y", "width", "height"))
    return Box(left, top, left + width, top + height)


@drawings
def test_shapes_and_labels_do_not_overlap(path: Path) -> None:
    drawing = Drawing(path)
    nodes = drawing.nodes()
    things = [(id, box) for id, box in nodes.items() if drawing.kind(id) != "boundaryEvent"]
    things += [(f"label of {id}", box) for id, box in drawing.labels.items()]
    things += [(id, box) for id, box in drawing.shapes.items() if drawing.kind(id) in BESIDE]
    assert [(a, b) for (a, one), (b, other) in combinations(things, 2) if one.overlaps(other)] == []


@drawings
def test_no_label_lies_across_the_border_of_a_lane(path: Path) -> None:
    drawing = Drawing(path)
    lanes = [box for id, box in drawing.shapes.items() if drawing.kind(id) == "lane"]
    borders = {edge for lane in lanes for edge in (lane.top, lane.bottom)}
    across = [id for id, label in drawing.labels.items() if any(label.top < edge < label.bottom for edge in borders)]
    assert across == []


@drawings
def test_every_node_is_inside_its_lane(path: Path) -> None:
    drawing = Drawing(path)
    lanes = [one for one in drawing.elements.values() if one.tag == f"{{{BPMN}}}lane"]
    homes = {ref.text: lane.get("id") for lane in lanes for ref in lane.iter(f"{{{BPMN}}}flowNodeRef")}
    outside = [
        node
        for node, lane in homes.items()
        if drawing.kind(node) != "boundaryEvent" and not drawing.shapes[lane].holds(drawing.shapes[node])
    ]
    assert outside == []
    top_level = {id for id in drawing.nodes() if drawing.kind(drawing.elements[id].getparent().get("id")) == "process"}
    data = {id for id in top_level if drawing.kind(id) == "dataStoreReference"}
    assert top_level - data <= set(homes)
    inside = {id for id in data for lane in lanes if drawing.shapes[lane.get("id")].holds(drawing.shapes[id])}
    assert data == inside, "a lane refers to flow nodes only (BPMN 2.0.2 §10.8), so data counts by where it is drawn"


@drawings
def test_flows_are_at_right_angles_and_meet_only_their_own_nodes(path: Path) -> None:
    drawing = Drawing(path)
    for flow in (id for id in drawing.edges if drawing.kind(id) == "sequenceFlow"):
        ends = {drawing.elements[flow].get("sourceRef"), drawing.elements[flow].get("targetRef")}
        hosts = {drawing.elements[end].get("attachedToRef") for end in ends}
        for segment in drawing.segments(flow):
            assert segment.left == segment.right or segment.top == segment.bottom, flow
            hit = [id for id, box in drawing.nodes().items() if id not in ends | hosts and _crosses(segment, box)]
            assert hit == [], flow


@drawings
def test_labels_are_not_struck_through(path: Path) -> None:
    drawing = Drawing(path)
    flows = [id for id in drawing.edges if drawing.kind(id) == "sequenceFlow"]
    struck = [
        (label, flow)
        for label, box in drawing.labels.items()
        for flow in flows
        for segment in drawing.segments(flow)
        if _crosses(segment, box)
    ]
    assert struck == []


@drawings
def test_flows_do_not_cross(path: Path) -> None:
    drawing = Drawing(path)
    flows = [id for id in drawing.edges if drawing.kind(id) == "sequenceFlow"]
    crossings = [
        (a, b)
        for a, b in combinations(flows, 2)
        for one in drawing.segments(a)
        for other in drawing.segments(b)
        if _cross(one, other)
    ]
    assert crossings == []


@drawings
def test_one_glance_is_enough(path: Path) -> None:
    assert len(Drawing(path).nodes()) <= MAXIMUM_NODES


def _crosses(segment: Box, box: Box) -> bool:
    across = (segment.left < box.right and box.left < segment.right) or box.left < segment.left < box.right
    along = (segment.top < box.bottom and box.top < segment.bottom) or box.top < segment.top < box.bottom
    return across and along


def _cross(one: Box, other: Box) -> bool:
    """Whether a horizontal and a vertical segment pass through each other (touching ends do not count)."""
    flat, tall = (one, other) if one.top == one.bottom else (other, one)
    if flat.top != flat.bottom or tall.left != tall.right:
        return False
    return flat.left < tall.left < flat.right and tall.top < flat.top < tall.bottom
