"""Ids are unique in a file (BPMN 2.0.2 §8.3.1), and what is drawn between two things has both (§8.3.2)."""

from lxml import etree

from engine.diagrams import messages
from engine.diagrams.inspection import place
from engine.diagrams.namespaces import BPMN
from engine.diagrams.xml import line
from engine.errors import Finding


def duplicate_ids(file: str, root: etree._Element) -> list[Finding]:
    """A finding for every BPMN element whose id an earlier one has."""
    seen: dict[str, int] = {}
    found: list[Finding] = []
    for element in root.iter(f"{{{BPMN}}}*"):
        identity = element.get("id")
        if identity is None:
            continue
        if identity in seen:
            found.append(
                messages.finding("id.duplicate", file, *place(element), id=identity, first=str(seen[identity]))
            )
        seen.setdefault(identity, line(element))
    return found


def associations(file: str, root: etree._Element) -> list[Finding]:
    """A finding for every end of an association that names nothing in the file."""
    known = {element.get("id") for element in root.iter(f"{{{BPMN}}}*")}
    return [
        messages.finding("association.end", file, *place(association), end=end)
        for association in root.iter(f"{{{BPMN}}}association")
        for end in (association.get(role, "").rpartition(":")[2] for role in ("sourceRef", "targetRef"))
        if end and end not in known
    ]
