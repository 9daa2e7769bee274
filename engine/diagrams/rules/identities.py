"""Ids are unique in a file (BPMN 2.0.2 §8.3.1)."""

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
