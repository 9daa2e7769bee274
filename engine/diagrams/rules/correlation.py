"""A correlation key is whole wherever it is used (BPMN 2.0.2 §8.4.2): half of it would find other cases, or none."""

from collections.abc import Iterator

from lxml import etree

from engine.diagrams import correlation, messages
from engine.diagrams.inspection import place
from engine.diagrams.namespaces import BPMN
from engine.errors import Finding


def whole(file: str, root: etree._Element) -> Iterator[Finding]:
    """A message that carries one property of a key carries all, and a process binds all or none."""
    parts = list(correlation.keys(root))
    for part in parts:
        names = correlation.properties(part)
        for message in root.iterchildren(f"{{{BPMN}}}message"):
            paths = correlation.retrievals(root, part, message.get("id", ""))
            if any(paths) and not all(paths):
                missing, name = names[paths.index("")], message.get("name", "")
                yield messages.finding("correlation.message", file, *place(part), message=name, property=missing)
    for subscription in root.iter(f"{{{BPMN}}}correlationSubscription"):
        for part in parts:
            if part.get("id", "") != subscription.get("correlationKeyRef", "").strip().rpartition(":")[2]:
                continue
            bound = correlation.bindings(part, subscription)
            if not all(bound):
                missing = correlation.properties(part)[bound.index("")]
                yield messages.finding("correlation.binding", file, *place(subscription), property=missing)
