"""Random edits of diagrams and tables, and files written anew in the manner of an editor."""

import difflib
from random import Random
from typing import Any

from lxml import etree

from engine.diagrams.namespaces import BPMN, BPMNDI, DC

_NEW_TASK = f"{{{BPMN}}}userTask"
_FEEL = ("amount > 5", '"a" and < 3', "=who & what", "区级“平台”", "several\nlines")


def difference(before: bytes, after: bytes) -> int:
    """How many lines a line-by-line difference has."""
    matcher = difflib.SequenceMatcher(None, before.split(b"\n"), after.split(b"\n"), autojunk=False)
    return sum(b - a + d - c for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal")


def tree(data: bytes) -> etree._Element:
    """The root without comments."""
    return etree.fromstring(data, etree.XMLParser(remove_comments=True))


def written_anew(root: etree._Element) -> bytes:
    """As the editors write: no comment is left, attributes come in another order, every line is indented otherwise."""
    for element in root.iter("*"):
        told = sorted(element.attrib.items(), reverse=True)
        element.attrib.clear()
        element.attrib.update(told)
        if len(element):
            groups: dict[Any, list[etree._Element]] = {}
            for child in element:
                groups.setdefault(child.tag, []).append(child)
            element[:] = [child for tag in sorted(groups) for child in groups[tag]]
    etree.indent(root, "\t")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True).replace(b"/>", b" />")


def canonical(data: bytes) -> str:
    """What the file says: without comments, blanks, order of attributes and order among elements of different tags."""
    root = tree(data)
    return _canonical(root)


def _canonical(element: etree._Element) -> str:
    text = "" if len(element) else element.text or ""
    parts = sorted((str(child.tag), position, _canonical(child)) for position, child in enumerate(element))
    inside = "".join(part for _, _, part in parts)
    return f"<{element.tag} {sorted(element.attrib.items())}>{text if text.strip() else ''}{inside}</>"


def edit(root: etree._Element, random: Random) -> int:
    """Changes something; how many lines a difference may have for it at most."""
    return random.choice([_attribute, _text, _remove, _add, _rename, _shape])(root, random)


def _attribute(root: etree._Element, random: Random) -> int:
    element = random.choice([one for one in root.iter("*") if one.get("name") is not None] or [root])
    element.set("name", random.choice(["改了名", 'a "quoted" <name>', "two\nlines & more"]))
    return 2


def _text(root: etree._Element, random: Random) -> int:
    leaves = [one for one in root.iter("*") if not len(one) and (one.text or "").strip()]
    if not leaves:
        return 0
    leaf = random.choice(leaves)
    lines = (leaf.text or "").count("\n") + 1
    leaf.text = random.choice(_FEEL)
    return lines + leaf.text.count("\n") + 1


def _remove(root: etree._Element, random: Random) -> int:
    below = [one for one in root.iter("*") if one.getparent() is not None]
    element = random.choice(below)
    parent = element.getparent()
    lines = _lines(element)
    parent.remove(element)
    return lines + (3 if not len(parent) else 0)


def _add(root: etree._Element, random: Random) -> int:
    processes = list(root.iter(f"{{{BPMN}}}process", f"{{{BPMN}}}subProcess"))
    if not processes:
        return _row(root, random)
    task = etree.SubElement(random.choice(processes), _NEW_TASK, id=f"New_{random.randrange(10**9)}", name="新的环节")
    etree.SubElement(task, f"{{{BPMN}}}documentation").text = "为什么要有这个环节"
    return 3 + 2


def _row(root: etree._Element, random: Random) -> int:
    rules = [one for one in root.iter("*") if etree.QName(one).localname == "rule"]
    if not rules:
        return 0
    rule = random.choice(rules)
    copied = etree.fromstring(etree.tostring(rule))
    for number, element in enumerate(copied.iter("*")):
        if element.get("id"):
            element.set("id", f"New_{random.randrange(10**9)}_{number}")
    rule.addnext(copied)
    return _lines(copied)


def _rename(root: etree._Element, random: Random) -> int:
    element = random.choice([one for one in root.iter("*") if one.get("id")])
    element.set("id", f"Renamed_{random.randrange(10**9)}")
    return 2 * _lines(element)


def _shape(root: etree._Element, random: Random) -> int:
    shapes = list(root.iter(f"{{{BPMNDI}}}BPMNShape"))
    if not shapes:
        return 0
    shape = random.choice(shapes)
    bounds = next(shape.iterchildren(f"{{{DC}}}Bounds"), None)
    if bounds is None:
        return 0
    bounds.set("x", str(random.randrange(900)))
    return 2


def _lines(element: etree._Element) -> int:
    """An opening and a closing line for each element that holds others, one line for each that does not, and what text has."""
    return sum((2 if len(one) else 1) + (one.text or "").count("\n") * (not len(one)) for one in element.iter("*"))
