"""Gives each BPMN file named on the command line a drawing (BPMN 2.0.2 chapter 12), so that people can open it.

Columns follow the flow from left to right. A drawing that is already there is replaced.
"""

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
CONTAINERS = ("subProcess", "adHocSubProcess", "transaction")
NOT_DRAWN = ("dataObject", "ioSpecification", "property", "laneSet", "extensionElements", "documentation")
GAP, ROW, PADDING = 60, 120, 50


@dataclass
class Drawing:
    """Bounds (x, y, width, height) by element id, and way points by flow id."""

    shapes: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)
    edges: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    expanded: set[str] = field(default_factory=set)


def draw(data: bytes) -> bytes:
    """`data` with a drawing of everything in it."""
    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True))
    for old in root.findall(f"{{{BPMNDI}}}BPMNDiagram"):
        root.remove(old)
    drawing = Drawing()
    pools = {pool.get("processRef", ""): pool.get("id", "") for pool in root.iter(f"{{{BPMN}}}participant")}
    top = 60
    for process in root.findall(f"{{{BPMN}}}process"):
        width, height = _scope(process, 160, top + 20, drawing)
        pool = pools.get(process.get("id", ""))
        if pool:
            drawing.shapes[pool] = (100, top, width + 100, height + 40)
        top += height + 100
    for pool in root.iter(f"{{{BPMN}}}participant"):
        if pool.get("processRef") is None:
            drawing.shapes[pool.get("id", "")] = (100, top, 400, 60)
            top += 100
    for flow in root.iter(f"{{{BPMN}}}messageFlow"):
        _edge(flow.get("id", ""), flow.get("sourceRef", ""), flow.get("targetRef", ""), drawing, vertical=True)
    _write(root, drawing)
    body: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return body


def _scope(container: etree._Element, left: int, top: int, drawing: Drawing) -> tuple[int, int]:
    """Draw what is in `container` from its upper left corner; its width and height."""
    parts = [part for part in container if isinstance(part.tag, str) and etree.QName(part).namespace == BPMN]
    flows = [part for part in parts if etree.QName(part).localname == "sequenceFlow"]
    guards = [part for part in parts if etree.QName(part).localname == "boundaryEvent"]
    nodes = [
        part
        for part in parts
        if part.get("id")
        and part not in guards
        and part not in flows
        and etree.QName(part).localname not in NOT_DRAWN
        and etree.QName(part).localname not in ("incoming", "outgoing", "association")
        and not etree.QName(part).localname.endswith(("Characteristics", "Condition", "Association", "Definition"))
    ]
    sizes = {node.get("id"): _size(node, drawing) for node in nodes}
    columns = _columns([str(node.get("id")) for node in nodes], flows, guards)
    x, lowest = left, top + ROW
    for column in columns:
        y, widest = top + 10, max(sizes[name][0] for name in column)
        for name in column:
            width, height = sizes[name]
            node = next(node for node in nodes if node.get("id") == name)
            place = (x + (widest - width) // 2, y + max(0, (80 - height) // 2), width, height)
            drawing.shapes[name] = place
            if etree.QName(node).localname in CONTAINERS:
                drawing.expanded.add(name)
                _scope(node, place[0] + 30, place[1] + 30, drawing)
            y += max(80, height) + PADDING
        lowest = max(lowest, y)
        x += widest + GAP
    for number, guard in enumerate(guards):
        hx, hy, width, height = drawing.shapes[guard.get("attachedToRef", "")]
        others = sum(one.get("attachedToRef") == guard.get("attachedToRef") for one in guards[:number])
        drawing.shapes[guard.get("id", "")] = (hx + width - 38 - 44 * others, hy + height - 18, 36, 36)
    for flow in flows:
        _edge(flow.get("id", ""), flow.get("sourceRef", ""), flow.get("targetRef", ""), drawing)
    for part in container.iterchildren(f"{{{BPMN}}}association"):
        _edge(part.get("id", ""), part.get("sourceRef", ""), part.get("targetRef", ""), drawing, vertical=True)
    moved = (f"{{{BPMN}}}dataInputAssociation", f"{{{BPMN}}}dataOutputAssociation")
    for part in container.iter(*moved) if etree.QName(container).localname == "process" else ():
        owner = next(str(one.get("id")) for one in part.iterancestors() if one.get("id") in drawing.shapes)
        ends = [(end.text or "").strip() for end in part if isinstance(end.tag, str)]
        other = next((end for end in ends if end in drawing.shapes), "")
        if other:
            _edge(part.get("id", ""), owner, other, drawing, vertical=True)
    return x - left, lowest - top


def _size(node: etree._Element, drawing: Drawing) -> tuple[int, int]:
    name = etree.QName(node).localname
    if name in CONTAINERS:
        width, height = _scope(node, 0, 0, Drawing())
        return width + 30, height + 30
    if name.endswith("Event"):
        return 36, 36
    if name.endswith("Gateway"):
        return 50, 50
    if name in ("dataObjectReference", "dataStoreReference"):
        return (36, 50) if name == "dataObjectReference" else (50, 50)
    return 100, 80


def _columns(names: list[str], flows: list[etree._Element], guards: list[etree._Element]) -> list[list[str]]:
    """The nodes by the length of the longest way to them that takes no flow back."""
    host = {str(guard.get("id")): str(guard.get("attachedToRef")) for guard in guards}
    after: dict[str, list[str]] = defaultdict(list)
    entered: set[str] = set()
    for flow in flows:
        source = str(flow.get("sourceRef"))
        after[host.get(source, source)].append(str(flow.get("targetRef")))
        entered.add(str(flow.get("targetRef")))
    rank = dict.fromkeys(names, 0)
    for start in [name for name in names if name not in entered] or names[:1]:
        pending: list[tuple[str, tuple[str, ...]]] = [(start, (start,))]
        steps = 0
        while pending and steps < 20_000:
            steps += 1
            here, path = pending.pop()
            for target in after[here]:
                if target not in path and rank.get(target, 0) < len(path):
                    rank[target] = len(path)
                    pending.append((target, (*path, target)))
    columns: dict[int, list[str]] = defaultdict(list)
    for name in names:
        columns[rank[name]].append(name)
    return [columns[number] for number in sorted(columns)]


def _edge(name: str, source: str, target: str, drawing: Drawing, *, vertical: bool = False) -> None:
    if source not in drawing.shapes or target not in drawing.shapes:
        raise SystemExit(f"{name} leads from {source} to {target}, which is not drawn.")
    sx, sy, sw, sh = drawing.shapes[source]
    tx, ty, tw, th = drawing.shapes[target]
    if vertical:
        down = sy < ty
        drawing.edges[name] = [(sx + sw // 2, sy + sh if down else sy), (tx + tw // 2, ty if down else ty + th)]
    elif source == target:
        drawing.edges[name] = [
            (sx + sw, sy + 20),
            (sx + sw + 25, sy + 20),
            (sx + sw + 25, sy - 20),
            (sx + sw // 2, sy - 20),
            (sx + sw // 2, sy),
        ]
    elif tx < sx + sw:
        drawing.edges[name] = [
            (sx + sw // 2, sy),
            (sx + sw // 2, min(sy, ty) - 25),
            (tx + tw // 2, min(sy, ty) - 25),
            (tx + tw // 2, ty),
        ]
    else:
        middle = tx - GAP // 2
        drawing.edges[name] = [
            (sx + sw, sy + sh // 2),
            (middle, sy + sh // 2),
            (middle, ty + th // 2),
            (tx, ty + th // 2),
        ]


def _write(root: etree._Element, drawing: Drawing) -> None:
    plane_of = root.find(f"{{{BPMN}}}collaboration")
    if plane_of is None:
        plane_of = root.find(f"{{{BPMN}}}process")
    names = {"bpmndi": BPMNDI, "dc": DC, "di": DI}
    diagram = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", {"id": "drawing"}, nsmap=names)
    plane = etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", {"id": "plane", "bpmnElement": str(plane_of.get("id"))})
    for name, (x, y, width, height) in drawing.shapes.items():
        shape = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", {"id": f"{name}_di", "bpmnElement": name})
        if name in drawing.expanded:
            shape.set("isExpanded", "true")
        bounds = {"x": str(x), "y": str(y), "width": str(width), "height": str(height)}
        etree.SubElement(shape, f"{{{DC}}}Bounds", bounds)
    for name, points in drawing.edges.items():
        edge = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", {"id": f"{name}_di", "bpmnElement": name})
        for x, y in points:
            etree.SubElement(edge, f"{{{DI}}}waypoint", {"x": str(x), "y": str(y)})


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        path = Path(argument)
        path.write_bytes(draw(path.read_bytes()))
