"""Pools and message flows (BPMN 2.0.2 §9): shown, not executed, and refused where they would promise execution."""

from lxml import etree

from engine.diagrams import messages
from engine.diagrams.inspection import place
from engine.diagrams.namespaces import BPMN
from engine.diagrams.source import children
from engine.errors import Finding


def message_flows(file: str, root: etree._Element) -> list[Finding]:
    """A finding for each pool without its process and for each message flow that no black-box pool takes part in."""
    found: list[Finding] = []
    processes = {element.get("id", "") for element in children(root, "process")}
    identities = {str(element.get("id")) for element in root.iter(f"{{{BPMN}}}*") if element.get("id")}
    for collaboration in children(root, "collaboration"):
        black_boxes = set()
        for pool in children(collaboration, "participant"):
            process = pool.get("processRef", "").rpartition(":")[2]
            if not process:
                black_boxes.add(pool.get("id", ""))
            elif process not in processes:
                found.append(messages.finding("pool.process", file, *place(pool), process=process))
        for flow in children(collaboration, "messageFlow"):
            ends = [flow.get(name, "").rpartition(":")[2] for name in ("sourceRef", "targetRef")]
            missing = [end for end in ends if end not in identities]
            if missing:
                found.append(messages.finding("message_flow.end", file, *place(flow), end=missing[0]))
            elif black_boxes.isdisjoint(ends):
                found.append(messages.finding("message_flow.executed", file, *place(flow)))
    return found
