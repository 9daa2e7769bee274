"""The properties of one BPMN element, by the names by which people know them."""

from collections.abc import Iterator

from lxml import etree

from engine.diagrams.namespaces import BPMN, INTERCHANGE, POLICY, TOOLING, XSI, ZEEBE
from engine.diagrams.weaving.meaning import DEFAULTS

REFERENCES = frozenset(
    {
        "sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "errorRef", "signalRef", "escalationRef",
        "processRef", "dataStoreRef", "dataObjectRef", "activityRef", "noneBehaviorEventRef", "oneBehaviorEventRef", "lane",
        "within",
    }
)  # fmt: skip
"""Properties that name another element by its id; people are shown its name."""

_OWN = {
    (ZEEBE, "taskDefinition", "type"): "handler",
    (ZEEBE, "taskDefinition", "retries"): "retries",
    (ZEEBE, "formDefinition", "formId"): "form",
    (ZEEBE, "formDefinition", "formKey"): "form",
    (ZEEBE, "assignmentDefinition", "assignee"): "assignee",
    (ZEEBE, "assignmentDefinition", "candidateGroups"): "candidateGroups",
    (ZEEBE, "assignmentDefinition", "candidateUsers"): "candidateUsers",
    (ZEEBE, "taskSchedule", "dueDate"): "dueDate",
    (ZEEBE, "taskSchedule", "followUpDate"): "followUpDate",
    (ZEEBE, "priorityDefinition", "priority"): "priority",
    (ZEEBE, "calledElement", "processId"): "calledProcess",
    (ZEEBE, "calledDecision", "decisionId"): "calledDecision",
    (ZEEBE, "calledDecision", "resultVariable"): "resultVariable",
    (ZEEBE, "script", "expression"): "script",
    (ZEEBE, "script", "resultVariable"): "resultVariable",
    (ZEEBE, "subscription", "correlationKey"): "correlationKey",
    (POLICY, "publishMessage", "correlationKey"): "correlationKey",
    (POLICY, "publishMessage", "timeToLive"): "timeToLive",
    (ZEEBE, "adHoc", "activeElementsCollection"): "activeElements",
}
"""Attributes of extensions that are a property of the element."""

_SKIPPED = frozenset({"id", "exporter", "exporterVersion"})
"""Attributes that say nothing of the procedure: what an entry is found by, and which tool wrote the file."""

_PARTS = frozenset(
    f"{{{BPMN}}}{name}"
    for name in [
        "extensionElements",
        "documentation",
        "incoming",
        "outgoing",
        "flowNodeRef",
        "lane",
        "laneSet",
        "childLaneSet",
        "participant",
        "messageFlow",
        "sequenceFlow",
        "textAnnotation",
        "association",
        "group",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
    ]
)


def told(element: etree._Element) -> dict[tuple[str, str], str]:
    """Everything that the element says of itself, by name and by the part that says it ('' for the element).

    Nested elements that stand on the sheet themselves are not its properties. What is said more than once is listed.
    """
    found: dict[tuple[str, str], str] = {}
    _attributes(element, "", found)
    documentation = "\n".join(
        "".join(map(str, child.itertext())) for child in element.iterchildren(f"{{{BPMN}}}documentation")
    )
    if documentation.strip():
        found["documentation", ""] = documentation.strip()
    for child in element.iterchildren(f"{{{BPMN}}}extensionElements"):
        _extensions(child, found)
    for child in element.iterchildren("*"):
        if child.tag not in _PARTS and not is_drawn(child):
            _nested(child, found)
    return found


def is_drawn(element: etree._Element) -> bool:
    """Whether the element is one of those that a comparison tells of by themselves: it has an id and is no mere part."""
    return local(element) in DRAWN and str(element.tag).startswith(f"{{{BPMN}}}")


DRAWN = frozenset(
    [
        "process",
        "participant",
        "lane",
        "task",
        "userTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "manualTask",
        "businessRuleTask",
        "scriptTask",
        "subProcess",
        "adHocSubProcess",
        "transaction",
        "callActivity",
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
        "sequenceFlow",
        "messageFlow",
        "association",
        "textAnnotation",
        "group",
        "dataObject",
        "dataObjectReference",
        "dataStore",
        "dataStoreReference",
        "message",
        "signal",
        "error",
        "escalation",
        "collaboration",
    ]
)
"""Elements that a comparison names one by one; everything else is a property of the one that holds it."""


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def _attributes(element: etree._Element, of: str, found: dict[tuple[str, str], str]) -> None:
    for attribute, value in element.attrib.items():
        space, _, name = str(attribute).rpartition("}")
        if name in _SKIPPED or space[1:] == XSI or DEFAULTS.get(name) == value:
            continue
        shown = "colour" if space[1:] in TOOLING else name
        text = str(value)
        _say(found, shown, of, text.rpartition(":")[2] if name in REFERENCES else text)


def _extensions(parent: etree._Element, found: dict[tuple[str, str], str]) -> None:
    clauses = []
    for one in parent.iterchildren("*"):
        space, name = etree.QName(one).namespace or "", local(one)
        if (space, name) == (POLICY, "basis"):
            clauses.append(one.get("clause", ""))
        elif (space, name) == (POLICY, "practice"):
            found["practice", ""] = "yes"
        elif (space, name) == (ZEEBE, "ioMapping"):
            for (direction, target), value in _mappings(one):
                _say(found, direction, target, value)
        elif (space, name) in ((ZEEBE, "properties"), (ZEEBE, "taskHeaders")):
            for inner in one.iterchildren("*"):
                key = inner.get("name") or inner.get("key") or ""
                _say(found, *_property(name, key), inner.get("value", ""))
        else:
            _extension(one, space, name, found)
    if clauses:
        found["clauses", ""] = ", ".join(clauses)


def _property(holder: str, key: str) -> tuple[str, str]:
    if holder == "taskHeaders":
        return "header", key
    return (key, "") if key in ("name:en", "documentation:en", "role", "unit", "starters") else ("property", key)


def _mappings(holder: etree._Element) -> Iterator[tuple[tuple[str, str], str]]:
    for one in holder.iterchildren("*"):
        yield (local(one), one.get("target", "")), one.get("source", "")


def _extension(one: etree._Element, space: str, name: str, found: dict[tuple[str, str], str]) -> None:
    rest: dict[tuple[str, str], str] = {}
    _attributes(one, name, rest)
    for (attribute, of), value in rest.items():
        own = _OWN.get((space, name, attribute))
        _say(found, own or attribute, "" if own else of, value)
    if not one.attrib and not len(one):
        _say(found, name, "", (one.text or "").strip() or "yes")
    for inner in one.iterchildren("*"):
        _nested(inner, found)


def _nested(part: etree._Element, found: dict[tuple[str, str], str]) -> None:
    """A part such as an event definition or a loop: its kind, its attributes and the texts in it."""
    if etree.QName(part).namespace in INTERCHANGE:
        return
    name = local(part)
    text = "".join(map(str, part.itertext())).strip() if not len(part) else ""
    if text:
        _say(found, name, "", text)
        return
    if name.endswith("EventDefinition"):
        _say(found, "event", "", name)
    elif name.endswith("LoopCharacteristics"):
        _say(found, "repetition", "", name)
    rest: dict[tuple[str, str], str] = {}
    _attributes(part, "", rest)
    for (attribute, _), value in rest.items():
        _say(found, attribute, "", value)
    for inner in part.iterchildren("*"):
        if inner.tag == f"{{{BPMN}}}extensionElements":
            _extensions(inner, found)
        else:
            _nested(inner, found)


def _say(found: dict[tuple[str, str], str], name: str, of: str, value: str) -> None:
    before = found.get((name, of))
    found[name, of] = value if before is None else f"{before}; {value}"
