"""Correlation keys of a collaboration (BPMN 2.0.2 §8.4.2), as the one key by which a message finds its case.

The sender's key is the retrieval expression of the key's property for the message, the receiver's the data path by which
its process binds that property. A key of several properties cannot be expressed: it is refused.
"""

from collections.abc import Iterator

from lxml import etree

from engine.diagrams.inspection import written
from engine.diagrams.source import Source, children, text

_THROWING = ("sendTask", "intermediateThrowEvent", "endEvent")


def key(source: Source, event: etree._Element, message: str) -> str:
    """The text of the key expression by which the node `event` sends or awaits the message with this id, or ''."""
    if written(event.tag) in _THROWING:
        for part in _keys(source):
            for name in _properties(source, part):
                found = _retrieval(source, name, message)
                if found:
                    return found
        return ""
    process = next((one for one in event.iterancestors() if written(one.tag) == "process"), None)
    for subscription in () if process is None else children(process, "correlationSubscription"):
        used = [one for one in _keys(source) if one.get("id", "") == _local(subscription.get("correlationKeyRef", ""))]
        for name in (name for one in used for name in _properties(source, one)):
            for binding in children(subscription, "correlationPropertyBinding"):
                if _local(binding.get("correlationPropertyRef", "")) == name and _retrieval(source, name, message):
                    return text(binding, "dataPath")
    return ""


def _keys(source: Source) -> Iterator[etree._Element]:
    for collaboration in children(source.root, "collaboration"):
        yield from children(collaboration, "correlationKey")


def _properties(source: Source, part: etree._Element) -> list[str]:
    names = [_local((one.text or "").strip()) for one in children(part, "correlationPropertyRef")]
    if len(names) > 1:
        source.report("correlation.several", part)
    return names[:1]


def _retrieval(source: Source, name: str, message: str) -> str:
    for declared in children(source.root, "correlationProperty"):
        if declared.get("id", "") == name:
            for part in children(declared, "correlationPropertyRetrievalExpression"):
                if _local(part.get("messageRef", "")) == message:
                    return text(part, "messagePath")
    return ""


def _local(reference: str) -> str:
    return reference.strip().rpartition(":")[2]
