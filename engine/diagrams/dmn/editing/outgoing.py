"""A DMN file as DMN 1.3 that dmn-js opens without a warning."""

from collections.abc import Iterator

from lxml import etree

from engine.diagrams.dmn.editing.vocabulary import (
    ATTRIBUTES,
    DIAGRAM,
    DIAGRAMS,
    EDITORS_OWN,
    ELEMENTS,
    EXTENSION,
    FILE,
    GIVEN,
    IDENTIFIED,
    KEPT,
    MODEL,
    PART,
    attributes_of,
    note,
    renamed,
    split,
    tag,
)
from engine.diagrams.dmn.imports import namespace_of, open_root
from engine.diagrams.dmn.namespaces import FEEL_LANGUAGES


def for_editor(file: str, data: bytes) -> bytes:
    """The file in DMN 1.3, what 1.3 lacks put aside within it; what went out before goes out as it is.

    A file in DMN 1.1, which has no drawing that the editor could keep, becomes DMN 1.3 for good. Raises UnsafeXml.
    """
    root = open_root(file, data)
    if next(root.iter(FILE), None) is not None:
        return data
    own = namespace_of(root)
    # The editor writes only those prefixes on attributes that the root declares.
    root = renamed(root, {own: MODEL, DIAGRAMS.get(own, DIAGRAM): DIAGRAM}, {"kept": KEPT})
    if own not in DIAGRAMS:
        _plain_types(root)
        own = MODEL
    noted = etree.Element(FILE, {"model": own}, nsmap={"kept": KEPT})
    _put_aside(root)
    annotated = [table for table in root.iter(tag("decisionTable")) if _has_one_annotation(table)]
    for number, element in enumerate(root.iter(*(tag(name) for name in IDENTIFIED))):
        if not element.get("id"):
            element.set("id", f"{GIVEN}{number}")
    for table in annotated:
        _describe_rules(table)
    noted.set("annotated", " ".join(table.get("id", "") for table in annotated))
    note(root, [noted])
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _put_aside(root: etree._Element) -> None:
    for element in _read_by_editor(root):
        if element.tag == tag("extensionElements"):
            _wrap_extensions(element)
        for name, value in attributes_of(element).items():
            if not name.startswith("{") and name not in ATTRIBUTES:
                del element.attrib[name]
                element.set(f"{{{KEPT}}}{name}", value)
    for holder in [root, *(one for one in root if split(one)[0] == MODEL and one.tag != tag("extensionElements"))]:
        _park(holder, [part for part in holder if _is_lost(part, whole=holder is not root)])


def _wrap_extensions(around: etree._Element) -> None:
    """The editor stumbles over extensions of some shapes, so it sees them as text."""
    for one in list(around):
        if split(one)[0] != EDITORS_OWN:
            wrapped = etree.Element(EXTENSION, nsmap={"kept": KEPT})
            wrapped.text = etree.tostring(one, encoding="unicode", with_tail=False)
            around.replace(one, wrapped)


def _park(holder: etree._Element, lost: list[etree._Element]) -> None:
    parts = []
    for part in lost:
        kept = etree.Element(PART, {"at": str(holder.index(part))}, nsmap={"kept": KEPT})
        kept.text = etree.tostring(part, encoding="unicode", with_tail=False)
        parts.append(kept)
    for part in lost:
        holder.remove(part)
    if parts:
        note(holder, parts)


def _is_lost(part: etree._Element, *, whole: bool) -> bool:
    """Whether the editor would drop something of it."""
    namespace, name = split(part)
    if namespace == DIAGRAM:
        return False
    if namespace != MODEL or name not in ELEMENTS:
        return True
    return whole and any(
        split(one)[0] not in (MODEL, DIAGRAM) or (split(one)[0] == MODEL and split(one)[1] not in ELEMENTS)
        for one in _read_by_editor(part)
    )


def _read_by_editor(element: etree._Element) -> Iterator[etree._Element]:
    """It and everything in it, save what lies in extension elements."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        yield one
        if one.tag != tag("extensionElements"):
            waiting.extend(reversed(one))


def _has_one_annotation(table: etree._Element) -> bool:
    """Whether the editor's one column of annotations can stand for what the table has (DMN 1.5 §8.2.3)."""
    rules = table.findall(tag("rule"))
    return (
        len(table.findall(tag("annotation"))) == 1
        and all(len(rule.findall(tag("annotationEntry"))) <= 1 for rule in rules)
        and all(rule.find(tag("description")) is None for rule in rules)
    )


def _describe_rules(table: etree._Element) -> None:
    """The editor shows a rule's description in its column of annotations."""
    for rule in table.findall(tag("rule")):
        entry = rule.find(tag("annotationEntry"))
        text = None if entry is None else entry.findtext(tag("text"))
        if entry is not None and text:
            etree.SubElement(rule, tag("description")).text = text
            rule.insert(0, rule[-1])
            rule.remove(entry)


def _plain_types(root: etree._Element) -> None:
    """DMN 1.1 names FEEL's types with a prefix, later versions without."""
    for element in root.iter(etree.Element):
        for place in ("typeRef", None):
            text = element.get("typeRef", "") if place else element.text or ""
            prefix, _, plain = text.strip().rpartition(":")
            if not prefix or element.nsmap.get(prefix) not in FEEL_LANGUAGES:
                continue
            if place:
                element.set("typeRef", plain)
            elif element.tag == tag("typeRef"):
                element.text = plain
