"""Pools and message flows (BPMN 2.0.2 §9): what is drawn between two processes is what their messages do."""

from collections.abc import Iterator

from lxml import etree

from engine.diagrams import messages
from engine.diagrams.inspection import place, written
from engine.diagrams.namespaces import BPMN
from engine.diagrams.source import children
from engine.errors import Finding


def message_flows(file: str, root: etree._Element) -> list[Finding]:
    """A finding for each pool without its process and for each message flow whose two ends do not agree.

    A flow from or to a pool as a whole, empty or not, only shows that somebody talks to somebody.
    """
    found: list[Finding] = []
    processes = {element.get("id", "") for element in children(root, "process")}
    elements = {str(element.get("id")): element for element in root.iter(f"{{{BPMN}}}*") if element.get("id")}
    for collaboration in children(root, "collaboration"):
        for pool in children(collaboration, "participant"):
            process = pool.get("processRef", "").rpartition(":")[2]
            if process and process not in processes:
                found.append(messages.finding("pool.process", file, *place(pool), process=process))
        for flow in children(collaboration, "messageFlow"):
            ends = [flow.get(name, "").rpartition(":")[2] for name in ("sourceRef", "targetRef")]
            missing = [end for end in ends if end not in elements]
            if missing:
                found.append(messages.finding("message_flow.end", file, *place(flow), end=missing[0]))
            else:
                found.extend(_agreement(file, flow, root, [elements[end] for end in ends]))
    return found


def _agreement(file: str, flow: etree._Element, root: etree._Element, ends: list[etree._Element]) -> Iterator[Finding]:
    if any(written(end.tag) == "participant" for end in ends):
        return
    known = {message.get("id", ""): message.get("name", "") for message in children(root, "message")}
    said = [_messages(end, known) for end in ends]
    for end, names in zip(ends, said, strict=True):
        if not names:
            yield messages.finding(
                "message_flow.silent", file, *place(flow), end=end.get("name", "") or end.get("id", "")
            )
            return
    carried = {known.get(_local(flow.get("messageRef", "")), "")} - {""} or said[0]
    if not said[0] & said[1] & carried:
        sent, awaited = (", ".join(sorted(names)) for names in said)
        yield messages.finding("message_flow.names", file, *place(flow), sent=sent, awaited=awaited)


def _messages(element: etree._Element, known: dict[str, str]) -> set[str]:
    """The names of the messages that a node sends or awaits, what stands inside a subprocess included."""
    parts = (part for part in element.iter(f"{{{BPMN}}}*") if part.get("messageRef"))
    return {known.get(_local(part.get("messageRef", "")), "") for part in parts} - {""}


def _local(reference: str) -> str:
    return reference.strip().rpartition(":")[2]
