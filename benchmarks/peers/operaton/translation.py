"""Our diagrams in Operaton's words: the same elements, ids and decision table; only the engine's own attributes differ."""

import re
from pathlib import Path

from lxml import etree

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
_OURS = "{http://operaton.org/schema/1.0/bpmn}"
_COMPARISON = re.compile(r'=(\w+) = ("[^"]*")')


class NotTranslated(ValueError):
    """A diagram says something that the translation does not know."""


def translated(source: Path, target: Path) -> None:
    """Write every diagram of one folder into another. Decision tables stay as they are. Raises `NotTranslated`."""
    for file in source.glob("*.dmn"):
        (target / file.name).write_bytes(file.read_bytes())
    for file in source.glob("*.bpmn"):
        (target / file.name).write_bytes(_diagram(file.read_bytes()))


def _diagram(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for extensions in list(root.iter(f"{_BPMN}extensionElements")):
        element = extensions.getparent()
        assert element is not None
        for extension in extensions:
            _extension(element, extension)
        element.remove(extensions)
    for condition in root.iter(f"{_BPMN}conditionExpression"):
        comparison = _COMPARISON.fullmatch((condition.text or "").strip())
        if comparison is None:
            raise NotTranslated(condition.text)
        condition.text = f"${{{comparison[1]} == {comparison[2]}}}"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _extension(element: etree._Element, extension: etree._Element) -> None:
    """One zeebe extension as attributes of the element that has it."""
    match extension.tag:
        case tag if tag == f"{_ZEEBE}userTask":
            return
        case tag if tag == f"{_ZEEBE}assignmentDefinition":
            element.set(f"{_OURS}candidateGroups", extension.attrib["candidateGroups"])
        case tag if tag == f"{_ZEEBE}calledDecision":
            element.set(f"{_OURS}decisionRef", extension.attrib["decisionId"])
            element.set(f"{_OURS}resultVariable", extension.attrib["resultVariable"])
            element.set(f"{_OURS}mapDecisionResult", "singleEntry")
        case tag:
            raise NotTranslated(str(tag))
