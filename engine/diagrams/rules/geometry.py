"""What a file draws: bounds of shapes and lines of edges, in the diagram's units (BPMN 2.0.2 §12)."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from engine.diagrams.namespaces import BPMNDI, DC, DI


class Point(NamedTuple):
    x: float
    y: float


class Box(NamedTuple):
    """A shape's bounds."""

    x: float
    y: float
    width: float
    height: float

    def near(self, point: Point, margin: float) -> bool:
        """Whether the point lies in the box or at most `margin` beside it."""
        return (
            self.x - margin <= point.x <= self.x + self.width + margin
            and self.y - margin <= point.y <= self.y + self.height + margin
        )

    def covers(self, other: "Box", margin: float) -> bool:
        """Whether the other box lies wholly in this one, give or take `margin`."""
        corners = (Point(other.x, other.y), Point(other.x + other.width, other.y + other.height))
        return all(self.near(corner, margin) for corner in corners)

    def overlaps(self, other: "Box", margin: float) -> bool:
        """Whether the boxes share more than a strip of `margin`."""
        return (
            min(self.x + self.width, other.x + other.width) - max(self.x, other.x) > margin
            and min(self.y + self.height, other.y + other.height) - max(self.y, other.y) > margin
        )


@dataclass(slots=True)
class Plane:
    """One BPMNPlane: boxes and lines by the id of the element they show; `twice` are ids with two boxes or lines."""

    shows: str
    boxes: dict[str, Box] = field(default_factory=dict)
    lines: dict[str, list[Point]] = field(default_factory=dict)
    collapsed: set[str] = field(default_factory=set)
    twice: list[str] = field(default_factory=list)


def planes(root: etree._Element) -> list[Plane]:
    """Every plane of the file in order; what has no numbers is left out."""
    return [_plane(element) for element in root.iter(f"{{{BPMNDI}}}BPMNPlane")]


def lines_of(root: etree._Element) -> dict[str, int]:
    """The line of each shape and edge, by the id of what it shows."""
    found: dict[str, int] = defaultdict(int)
    for element in root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
        found[_shown(element)] = getattr(element, "sourceline", 0) or 0
    return found


def _plane(element: etree._Element) -> Plane:
    plane = Plane(_shown(element))
    for part in element.iterchildren(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
        shown = _shown(part)
        if shown in plane.boxes or shown in plane.lines:
            plane.twice.append(shown)
        if part.tag == f"{{{BPMNDI}}}BPMNEdge":
            plane.lines[shown] = [
                Point(_number(point, "x"), _number(point, "y")) for point in part.iterchildren(f"{{{DI}}}waypoint")
            ]
            continue
        if part.get("isExpanded") == "false":
            plane.collapsed.add(shown)
        bounds = next(part.iterchildren(f"{{{DC}}}Bounds"), None)
        if bounds is not None:
            plane.boxes[shown] = Box(*(_number(bounds, name) for name in ("x", "y", "width", "height")))
    return plane


def _shown(element: etree._Element) -> str:
    return element.get("bpmnElement", "").strip().rpartition(":")[2]


def _number(element: etree._Element, name: str) -> float:
    try:
        return float(element.get(name, "0"))
    except ValueError:
        return 0.0
