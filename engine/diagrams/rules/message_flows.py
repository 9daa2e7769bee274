"""Message flows lead from one participant to another, between things that send and receive (BPMN 2.0.2 §9.3, §7.6.2)."""

from collections.abc import Iterator

from lxml import etree

from engine.diagrams import messages
from engine.diagrams.inspection import place, written
from engine.diagrams.namespaces import BPMN
from engine.errors import Finding

_CONTAINERS = frozenset({"subProcess", "adHocSubProcess", "transaction", "callActivity"})


def ends(file: str, root: etree._Element) -> Iterator[Finding]:
    """Both ends lie in different pools, the first can send and the second can receive."""
    elements = {element.get("id", ""): element for element in root.iter(f"{{{BPMN}}}*")}
    pools = {
        pool.get("processRef", "").rpartition(":")[2]: pool.get("id", "")
        for pool in root.iter(f"{{{BPMN}}}participant")
        if pool.get("processRef")
    }
    for flow in root.iter(f"{{{BPMN}}}messageFlow"):
        reached = [elements.get(flow.get(name, "").rpartition(":")[2]) for name in ("sourceRef", "targetRef")]
        if None in reached:
            continue
        source, target = (element for element in reached if element is not None)
        if _pool(source, pools) and _pool(source, pools) == _pool(target, pools):
            yield messages.finding("message_flow.same_pool", file, *place(flow))
        if not _may(source, ("intermediateThrowEvent", "endEvent")):
            yield messages.finding("message_flow.source", file, *place(flow), end=_name(source))
        if not _may(target, ("startEvent", "intermediateCatchEvent", "boundaryEvent")):
            yield messages.finding("message_flow.target", file, *place(flow), end=_name(target))


def _may(element: etree._Element, events: tuple[str, ...]) -> bool:
    """Whether a message flow may end here: at a pool, an activity, or an event of these kinds."""
    tag = written(element.tag)
    if tag.endswith("Event"):
        return tag in events
    return tag == "participant" or tag == "task" or tag.endswith("Task") or tag in _CONTAINERS


def _pool(element: etree._Element, pools: dict[str, str]) -> str:
    if written(element.tag) == "participant":
        return str(element.get("id", ""))
    process = next(element.iterancestors(f"{{{BPMN}}}process"), None)
    return "" if process is None else pools.get(process.get("id", ""), "")


def _name(element: etree._Element) -> str:
    return str(element.get("name") or element.get("id") or "")
