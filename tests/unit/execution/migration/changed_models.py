"""Random changes of a diagram as policy staff make them: steps renamed, inserted and given to others, other times and names."""

import random

from lxml import etree

from engine.diagrams import deployment
from engine.diagrams.definition import Definition
from engine.errors import Refused

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
_REFERENCES = ("id", "sourceRef", "targetRef", "attachedToRef", "default", "activityRef")


def changed(source: random.Random, definition: Definition, times: int) -> tuple[Definition, dict[str, str]]:
    """Another version of `definition` after so many changes, and the elements that have another id."""
    data = deployment.files(definition)["p.bpmn"]
    elements: dict[str, str] = {}
    for number in range(times):
        change = source.choice([_rename, _insert, _insert, _retime, _reassign])
        root = etree.fromstring(data)
        renamed = change(source, root, number)
        written = etree.tostring(root)
        try:
            deployment.build({"p.bpmn": written})
        except Refused:
            continue
        data = written
        for old, new in renamed.items():
            first = next((one for one, now in elements.items() if now == old), old)
            elements[first] = new
    built = next(one for one in deployment.build({"p.bpmn": data + b"<!-- changed -->"}) if one.process.id == "p")
    return built, elements


def _own(root: etree._Element) -> etree._Element:
    return next(one for one in root.iter(f"{BPMN}process") if one.get("id") == "p")


def _rename(source: random.Random, root: etree._Element, number: int) -> dict[str, str]:
    named = [
        one for one in _own(root).iter(f"{BPMN}userTask", f"{BPMN}boundaryEvent", f"{BPMN}subProcess") if one.get("id")
    ]
    if not named:
        return {}
    old = source.choice(named).get("id")
    new = f"{old}_r{number}"
    for one in root.iter():
        for attribute in _REFERENCES:
            if one.get(attribute) == old:
                one.set(attribute, new)
    return {old: new}


def _insert(source: random.Random, root: etree._Element, number: int) -> dict[str, str]:
    flow = source.choice(list(_own(root).iter(f"{BPMN}sequenceFlow")))
    target, id = flow.get("targetRef"), f"added{number}"
    task = etree.fromstring(
        f'<userTask xmlns="{BPMN[1:-1]}" xmlns:zeebe="{ZEEBE[1:-1]}" id="{id}"><extensionElements><zeebe:userTask/>'
        '<zeebe:assignmentDefinition candidateGroups="added@unit"/></extensionElements></userTask>'
    )
    more = etree.fromstring(
        f'<sequenceFlow xmlns="{BPMN[1:-1]}" id="{id}_flow" sourceRef="{id}" targetRef="{target}"/>'
    )
    for told in [one for one in root.iter(f"{BPMN}incoming") if one.text == flow.get("id")]:
        told.text = f"{id}_flow"
    flow.set("targetRef", id)
    flow.addnext(task)
    flow.addnext(more)
    return {}


def _retime(source: random.Random, root: etree._Element, number: int) -> dict[str, str]:
    timed = [*root.iter(f"{BPMN}timeDuration"), *root.iter(f"{BPMN}timeCycle")]
    if timed:
        one = source.choice(timed)
        one.text = "PT77M" if one.tag.endswith("Duration") else "R3/PT77M"
    return {}


def _reassign(source: random.Random, root: etree._Element, number: int) -> dict[str, str]:
    found = list(root.iter(f"{ZEEBE}assignmentDefinition"))
    if found:
        one = source.choice(found)
        for attribute in list(one.attrib):
            del one.attrib[attribute]
        one.set("candidateGroups", f"other{number}@unit")
    return {}
