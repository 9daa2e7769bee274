"""The drawing shows what is executed: every step and flow once, in its place (BPMN 2.0.2 §12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from engine.diagrams import messages
from engine.diagrams.inspection import place, written
from engine.diagrams.namespaces import BPMN
from engine.diagrams.rules.geometry import Box, Plane, Point, lines_of, planes
from engine.errors import Finding

TOUCHING = 12.0
"""How far a line may end beside its shape, and two shapes may lap over each other, before it misleads."""

_CONTAINERS = frozenset({"process", "subProcess", "adHocSubProcess", "transaction"})
_STEPS = ("Task", "task", "Event", "Gateway", "SubProcess", "subProcess", "transaction", "callActivity")


def drawn(file: str, root: etree._Element) -> Iterator[Finding]:
    """Nothing executed is invisible, nothing drawn is without meaning, lines end where their flows do."""
    found = planes(root)
    if not any(plane.boxes for plane in found):
        yield messages.finding("drawing.none", file)
        return
    drawing = _Drawing(file, root, found)
    yield from drawing.invisible()
    yield from drawing.meaningless()
    yield from drawing.misleading()
    yield from drawing.misplaced()


@dataclass
class _Drawing:
    file: str
    root: etree._Element
    planes: list[Plane]

    @cached_property
    def elements(self) -> dict[str, etree._Element]:
        return {element.get("id", ""): element for element in self.root.iter(f"{{{BPMN}}}*")}

    @cached_property
    def shown(self) -> frozenset[str]:
        """The ids of everything that has a box or a line."""
        return frozenset(identity for plane in self.planes for identity in (*plane.boxes, *plane.lines))

    @cached_property
    def hosts(self) -> dict[str, str]:
        return {
            identity: element.get("attachedToRef", "").rpartition(":")[2]
            for identity, element in self.elements.items()
            if element.tag == f"{{{BPMN}}}boundaryEvent"
        }

    def invisible(self) -> Iterator[Finding]:
        """Steps without a shape in a scope that is drawn, and flows without a line between two shapes."""
        for process in self.root.iterchildren(f"{{{BPMN}}}process"):
            if process.get("isExecutable", "").strip() not in ("true", "1"):
                continue
            for container in (process, *process.iterdescendants()):
                if isinstance(container.tag, str) and written(container.tag) in _CONTAINERS:
                    yield from self._invisible(container)

    def _invisible(self, container: etree._Element) -> Iterator[Finding]:
        parts = list(container.iterchildren(f"{{{BPMN}}}*"))
        steps = [part for part in parts if written(part.tag).endswith(_STEPS)]
        hidden = [step for step in steps if step.get("id") not in self.shown]
        if steps and len(hidden) == len(steps):
            yield self._finding("drawing.hidden", container)
            return
        for step in hidden:
            yield self._finding("drawing.step", step)
        for flow in parts:
            if written(flow.tag) != "sequenceFlow" or flow.get("id") in self.shown:
                continue
            if {flow.get("sourceRef"), flow.get("targetRef")} <= self.shown:
                yield self._finding("drawing.flow", flow)

    def meaningless(self) -> Iterator[Finding]:
        """Shapes and edges of what is not there, and second ones of what is."""
        lines = lines_of(self.root)
        for identity in sorted(self.shown - set(self.elements)):
            yield messages.finding("drawing.orphan", self.file, identity, "", lines[identity], id=identity)
        for plane in self.planes:
            for identity in dict.fromkeys(plane.twice):
                if identity in self.elements:
                    yield self._finding("drawing.twice", self.elements[identity])

    def misleading(self) -> Iterator[Finding]:
        """Lines that touch another step than the one that their flow leaves or enters."""
        for plane in self.planes:
            boxes = {one: box for one, box in plane.boxes.items() if self._is_step(one)}
            for identity, points in plane.lines.items():
                flow = self.elements.get(identity)
                if flow is None or flow.tag != f"{{{BPMN}}}sequenceFlow" or len(points) < 2:
                    continue
                for end, point in ((flow.get("sourceRef", ""), points[0]), (flow.get("targetRef", ""), points[-1])):
                    touched = self._touched(boxes, end, point)
                    if touched:
                        yield self._finding("drawing.line", flow, end=self._name(end), touched=self._name(touched))

    def _touched(self, boxes: dict[str, Box], end: str, point: Point) -> str:
        """The smallest step at the point, unless it is the right one, or nothing at all is there."""
        if end not in boxes or boxes[end].near(point, TOUCHING):
            return ""
        there = [one for one, box in boxes.items() if box.near(point, 1.0)]
        return min(there, key=lambda one: boxes[one].width * boxes[one].height, default="")

    def misplaced(self) -> Iterator[Finding]:
        """Steps drawn over each other, outside of their subprocess, or boundary events off their activity."""
        for plane in self.planes:
            siblings: dict[etree._Element, list[tuple[str, Box]]] = {}
            for identity, box in plane.boxes.items():
                if not self._is_step(identity):
                    continue
                if identity in self.hosts:
                    yield from self._boundary(plane, identity, box)
                    continue
                parent = self.elements[identity].getparent()
                if parent is None:
                    continue
                siblings.setdefault(parent, []).append((identity, box))
                around = plane.boxes.get(parent.get("id", ""))
                if around is not None and parent.get("id") not in plane.collapsed and not around.covers(box, TOUCHING):
                    yield self._finding("drawing.outside", self.elements[identity], around=self._name(parent.get("id")))
            for boxes in siblings.values():
                yield from self._overlapping(sorted(boxes, key=lambda one: one[1].x))

    def _boundary(self, plane: Plane, identity: str, box: Box) -> Iterator[Finding]:
        host = plane.boxes.get(self.hosts[identity])
        centre = Point(box.x + box.width / 2, box.y + box.height / 2)
        if host is not None and not host.near(centre, TOUCHING + box.width / 2):
            yield self._finding("drawing.boundary", self.elements[identity], host=self._name(self.hosts[identity]))

    def _overlapping(self, boxes: list[tuple[str, Box]]) -> Iterator[Finding]:
        """`boxes` from left to right, so that only those that begin before another ends are compared."""
        for position, (identity, box) in enumerate(boxes):
            for other, beside in boxes[position + 1 :]:
                if beside.x > box.x + box.width:
                    break
                if box.overlaps(beside, TOUCHING):
                    yield self._finding("drawing.overlap", self.elements[other], other=self._name(identity))

    def _is_step(self, identity: str) -> bool:
        element = self.elements.get(identity)
        return element is not None and written(element.tag).endswith(_STEPS)

    def _name(self, identity: str | None) -> str:
        element = self.elements.get(identity or "")
        return (identity or "") if element is None else element.get("name") or identity or ""

    def _finding(self, rule: str, element: etree._Element, **parameters: str) -> Finding:
        return messages.finding(rule, self.file, *place(element), **parameters)
