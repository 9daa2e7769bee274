"""What the editor saved becomes the file's own version again."""

from lxml import etree

from engine.diagrams import xml
from engine.diagrams.dmn.editing.vocabulary import (
    DIAGRAM,
    DIAGRAMS,
    EXTENSION,
    FILE,
    GIVEN,
    KEPT,
    LOGIC,
    MODEL,
    PART,
    attributes_of,
    renamed,
    split,
    tag,
)
from engine.diagrams.dmn.imports import namespace_of, open_root


def from_editor(file: str, data: bytes, *, given_ids: bool = False) -> bytes:
    """The file in the version that it went out in, with everything that was put aside.

    A file that never went out comes back as it is. Ids that it only got for the editor go, unless `given_ids`.
    Raises UnsafeXml.
    """
    root = open_root(file, data)
    noted = next(root.iter(FILE), None)
    if noted is None or namespace_of(root) != MODEL:
        return data
    own = noted.get("model", MODEL)
    annotated = noted.get("annotated", "").split()
    parts = [around.findall(PART) for around in root.iter(tag("extensionElements"))]
    _take_out([noted])
    for table in root.iter(tag("decisionTable")):
        if table.get("id") in annotated:
            _annotate_rules(table)
    for held in parts:
        if held:
            _put_back(file, held)
    for wrapped in list(root.iter(EXTENSION)):
        around = wrapped.getparent()
        if around is not None:
            around.replace(wrapped, xml.parse(file, (wrapped.text or "").encode()))
    for element in root.iter(etree.Element):
        _restore_attributes(element, given_ids)
    if own in DIAGRAMS:
        root = renamed(root, {MODEL: own, DIAGRAM: DIAGRAMS[own]})
    etree.cleanup_namespaces(root, keep_ns_prefixes=[prefix for prefix in root.nsmap if prefix and prefix != "kept"])
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _take_out(notes: list[etree._Element]) -> etree._Element:
    """Remove notes of one holder, and the extension elements that were made for them; the holder."""
    around = notes[0].getparent()
    assert around is not None  # They are read below the root only.
    for note in notes:
        around.remove(note)
    holder = around.getparent()
    if holder is None:
        return around
    if len(around) == 0 and any(note.get("alone") for note in notes):
        holder.remove(around)
    return holder


def _put_back(file: str, parts: list[etree._Element]) -> None:
    holder = _take_out(parts)
    for part in parts:
        kept = xml.parse(file, (part.text or "").encode())
        place = part.get("at", "")
        if holder.tag != tag("decision") or split(kept)[1] not in LOGIC:
            holder.insert(int(place) if place.isdecimal() else len(holder), kept)
        # Somebody who drew a table in the meantime has replaced what the editor could not show.
        elif not any(split(one)[1] in LOGIC for one in holder):
            holder.append(kept)


def _annotate_rules(table: etree._Element) -> None:
    for rule in table.findall(tag("rule")):
        described = rule.find(tag("description"))
        if described is None:
            continue
        rule.remove(described)
        entry = rule.find(tag("annotationEntry"))
        if entry is None:
            entry = etree.SubElement(rule, tag("annotationEntry"))
        text = entry.find(tag("text"))
        if text is None:
            text = etree.SubElement(entry, tag("text"))
        text.text = described.text


def _restore_attributes(element: etree._Element, given_ids: bool) -> None:
    for name, value in attributes_of(element).items():
        if name.startswith(f"{{{KEPT}}}"):
            del element.attrib[name]
            element.set(name.rpartition("}")[2], value)
    if not given_ids and element.get("id", "").startswith(GIVEN):
        del element.attrib["id"]
