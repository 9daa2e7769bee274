"""Two versions of a BPMN diagram."""

from collections import defaultdict
from dataclasses import dataclass, replace

from lxml import etree

from engine.diagrams import dialect
from engine.diagrams.comparing.elements import REFERENCES, is_drawn, local, told
from engine.diagrams.comparing.model import Entry, Kind, Property
from engine.diagrams.comparing.properties import differing
from engine.diagrams.namespaces import BPMN, BPMNDI, DC, DI

EMPTY = f'<definitions xmlns="{BPMN}"/>'.encode()
"""A file with nothing in it."""

DEFINITIONS = ""
"""Stands for the id of the whole file, which may be called otherwise in each version."""

_SAID = ("drawn", "name", "name:en", "sourceRef", "targetRef", "isExecutable", "targetNamespace", "text")
"""What the name of a new element tells already, or what is the same for all."""

_WITHIN = ("subProcess", "adHocSubProcess", "transaction")


@dataclass(frozen=True, slots=True)
class _Element:
    type: str
    name: str
    name_en: str
    properties: dict[tuple[str, str], str]
    place: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Corners, sizes and bends of an element and its label; what else says how it is drawn."""

    bounds: str
    looks: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Drawing:
    elements: dict[str, _Element]
    names: dict[str, str]
    """What elements are called, by id."""


def compare(old: etree._Element, new: etree._Element) -> tuple[Entry, ...]:
    """Every element that is new, gone, changed or moved, in the order of the new version, what is gone last.

    An element is the one with its id; where no other has its kind and name, one whose id was changed is found by these.
    """
    before, after = _drawing(old), _drawing(new)
    was, now = before.elements, after.elements
    renamed = _renamed(was, now)
    found = []
    for id, element in now.items():
        earlier = was.get(renamed.get(id, id))
        if earlier is None:
            told = tuple(one for one in differing({}, element.properties) if one.name not in _SAID)
            found.append(_entry("added", id, element, _named(told, before, after)))
        else:
            properties = _named(differing(earlier.properties, element.properties), before, after)
            if earlier.type != element.type:
                properties = (Property("type", "", earlier.type, element.type), *properties)
            moved = earlier.place != element.place and bool(earlier.place and element.place)
            if properties or moved or id in renamed:
                found.append(_entry("changed", id, element, properties, moved, renamed.get(id, "")))
    taken = set(renamed.values())
    found += [_entry("removed", id, one) for id, one in was.items() if id not in now and id not in taken]
    return tuple(found)


def _entry(
    kind: Kind, id: str, one: _Element, properties: tuple[Property, ...] = (), moved: bool = False, was: str = ""
) -> Entry:
    return Entry(kind, id, one.type, one.name, one.name_en, properties, moved, was)


def _named(properties: tuple[Property, ...], before: _Drawing, after: _Drawing) -> tuple[Property, ...]:
    """The same with the names of other elements in the place of their ids."""
    return tuple(
        replace(one, old=before.names.get(one.old, one.old), new=after.names.get(one.new, one.new))
        if one.name in REFERENCES
        else one
        for one in properties
    )


def _drawing(root: etree._Element) -> _Drawing:
    drawn = [one for one in root.iter("*") if is_drawn(one) and (one is not root or len(root))]
    names = {one.get("id", ""): one.get("name") or "" for one in root.iter(f"{{{BPMN}}}*") if one.get("id")}
    names = {id: name for id, name in names.items() if name}
    lanes = {
        (reference.text or "").strip(): lane
        for lane in root.iter(f"{{{BPMN}}}lane")
        for reference in lane.iterchildren(f"{{{BPMN}}}flowNodeRef")
    }
    places = _places(root)
    found: dict[str, _Element] = {}
    for one in drawn:
        id = DEFINITIONS if one is root else one.get("id") or f"{one.get('sourceRef', '')}→{one.get('targetRef', '')}"
        properties = told(one)
        if id in lanes:
            properties["lane", ""] = lanes[id].get("id", "")
        parent = one.getparent()
        if parent is not None and local(parent) in _WITHIN:
            properties["within", ""] = parent.get("id", "")
        name = one.get("name") or properties.get(("text", ""), "") or _ends(one, names)
        name_en = properties.get(("name:en", ""), "") or dialect.properties(one).get(dialect.NAME_EN, "")
        place = places.get(id, _Place("", {}))
        properties |= {(look, "drawing"): value for look, value in place.looks.items()}
        if place.bounds:
            properties["drawn", ""] = "yes"
        found[id] = _Element(local(one), name, name_en, properties, place.bounds)
    return _Drawing(found, names)


def _ends(element: etree._Element, names: dict[str, str]) -> str:
    """What a flow or association without a name is called: by what it joins."""
    source, target = element.get("sourceRef", ""), element.get("targetRef", "")
    return f"{names.get(source, source)} → {names.get(target, target)}" if source and target else ""


def _places(root: etree._Element) -> dict[str, _Place]:
    """Where and how each element is drawn, by its id."""
    found = {}
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
        bounds = [_numbers(one, "x", "y", "width", "height") for one in shape.iter(f"{{{DC}}}Bounds")]
        bends = [_numbers(point, "x", "y") for point in shape.iterchildren(f"{{{DI}}}waypoint")]
        looks = {str(name).rpartition("}")[2]: str(value) for name, value in shape.attrib.items()}
        looks = {
            name: value
            for name, value in looks.items()
            if name not in ("id", "bpmnElement", "sourceElement", "targetElement")
        }
        found[shape.get("bpmnElement", "").rpartition(":")[2]] = _Place(" ".join([*bounds, *bends]), looks)
    return found


def _numbers(element: etree._Element, *names: str) -> str:
    def number(text: str) -> str:
        try:
            return f"{float(text):g}"
        except ValueError:
            return text

    return ",".join(number(element.get(name, "0")) for name in names)


def _renamed(was: dict[str, _Element], now: dict[str, _Element]) -> dict[str, str]:
    """Old id by new one for elements that alone of their kind and name are gone and new."""
    gone, come = defaultdict(list), defaultdict(list)
    for id, one in was.items():
        if id not in now and one.name:
            gone[one.type, one.name].append(id)
    for id, one in now.items():
        if id not in was and one.name:
            come[one.type, one.name].append(id)
    return {ids[0]: gone[key][0] for key, ids in come.items() if len(ids) == 1 == len(gone.get(key, ()))}
