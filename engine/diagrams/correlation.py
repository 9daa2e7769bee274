"""Correlation keys of a collaboration (BPMN 2.0.2 §8.4.2), as the one key by which a message finds its case.

The sender's key is made of the retrieval expressions of the key's properties for the message, the receiver's of the data
paths by which its process binds these properties, in the order of the key. A key of several properties is a list.
"""

from collections.abc import Iterator, Sequence

from lxml import etree

from engine.diagrams.inspection import written
from engine.diagrams.source import Source, children, text

_THROWING = ("sendTask", "intermediateThrowEvent", "endEvent")


def key(source: Source, event: etree._Element, message: str) -> str:
    """The text of the key expression by which the node `event` sends or awaits the message with this id, or ''."""
    if written(event.tag) in _THROWING:
        found = (_joined(retrievals(source.root, part, message)) for part in keys(source.root))
        return next((one for one in found if one), "")
    process = next((one for one in event.iterancestors() if written(one.tag) == "process"), None)
    for subscription in () if process is None else children(process, "correlationSubscription"):
        for part in keys(source.root):
            used = part.get("id", "") == _local(subscription.get("correlationKeyRef", ""))
            if used and all(retrievals(source.root, part, message)):
                return _joined(bindings(part, subscription))
    return ""


def keys(root: etree._Element) -> Iterator[etree._Element]:
    """The correlation keys of a file."""
    for collaboration in children(root, "collaboration"):
        yield from children(collaboration, "correlationKey")


def properties(part: etree._Element) -> list[str]:
    """The ids of a key's properties, in its order."""
    return [_local(one.text or "") for one in children(part, "correlationPropertyRef")]


def retrievals(root: etree._Element, part: etree._Element, message: str) -> list[str]:
    """For each property of a key the text by which it is found in the message with this id, or ''."""
    return [_retrieval(root, name, message) for name in properties(part)]


def bindings(part: etree._Element, subscription: etree._Element) -> list[str]:
    """For each property of a key the text by which a process binds it, or ''."""
    bound = {
        _local(binding.get("correlationPropertyRef", "")): text(binding, "dataPath")
        for binding in children(subscription, "correlationPropertyBinding")
    }
    return [bound.get(name, "") for name in properties(part)]


def _joined(paths: Sequence[str]) -> str:
    """The one path, or the list of several; '' where one is missing. One that is no FEEL stands for all, to be told."""
    if not paths or not all(paths):
        return ""
    literal = next((path for path in paths if not path.startswith("=")), "")
    if literal or len(paths) == 1:
        return literal or paths[0]
    return "=[" + ", ".join(f"({path[1:].strip()})" for path in paths) + "]"


def _retrieval(root: etree._Element, name: str, message: str) -> str:
    for declared in children(root, "correlationProperty"):
        if declared.get("id", "") == name:
            for part in children(declared, "correlationPropertyRetrievalExpression"):
                if _local(part.get("messageRef", "")) == message:
                    return text(part, "messagePath")
    return ""


def _local(reference: str) -> str:
    return reference.strip().rpartition(":")[2]
