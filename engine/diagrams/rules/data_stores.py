"""Data stores: which steps can read them, and that each has a table of its own (BPMN 2.0.2 §10.4.1)."""

from collections.abc import Iterator

from lxml import etree

from engine.diagrams import messages
from engine.diagrams.inspection import place
from engine.diagrams.model import ReceiveTask
from engine.diagrams.namespaces import BPMN
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import nodes
from engine.errors import Finding


def awaited(subject: Subject) -> Iterator[Finding]:
    """A receive task that starts the process has no moment before its message in which it could read."""
    for node in nodes(subject.process):
        if isinstance(node, ReceiveTask) and node.instantiate and node.reads:
            yield subject.finding("data.store_awaited", node)


def distinct(file: str, root: etree._Element) -> Iterator[Finding]:
    """Two stores of one file have different names, since the name is the table's."""
    seen: dict[str, str] = {}
    for store in root.iterchildren(f"{{{BPMN}}}dataStore"):
        name, identity = store.get("name", ""), store.get("id", "")
        if name and name in seen:
            yield messages.finding("data.store_twice", file, *place(store), store=name, first=seen[name])
        seen.setdefault(name, identity)
