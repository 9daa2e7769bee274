"""What an element means, without how it is written: equal numbers for equal meanings."""

import re

from engine.diagrams.namespaces import BPMN
from engine.diagrams.weaving.markup import Attribute, Document, Element, is_declaration

XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

DEFAULTS = {
    "behavior": "All",
    "bindingType": "latest",
    "cancelActivity": "true",
    "cancelRemainingInstances": "true",
    "completionQuantity": "1",
    "eventGatewayType": "Exclusive",
    "expressionLanguage": "http://www.w3.org/1999/XPath",
    "gatewayDirection": "Unspecified",
    "hitPolicy": "UNIQUE",
    "instantiate": "false",
    "isCollection": "false",
    "isForCompensation": "false",
    "isInterrupting": "true",
    "isReference": "false",
    "isSequential": "false",
    "messageVisibleKind": "initiating",
    "mustUnderstand": "false",
    "parallelMultiple": "false",
    "propagateAllParentVariables": "true",
    "startQuantity": "1",
    "testBefore": "false",
    "textFormat": "text/plain",
    "triggeredByEvent": "false",
    "typeLanguage": "http://www.w3.org/2001/XMLSchema",
    "waitForCompletion": "true",
}
"""Attributes that say nothing with this value; the editors leave them out (BPMN 2.0.2 and DMN 1.5, the XML schemas)."""

_FLOW_NODES = (
    "task userTask serviceTask sendTask receiveTask manualTask businessRuleTask scriptTask subProcess adHocSubProcess transaction"
    " callActivity startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent exclusiveGateway"
    " parallelGateway inclusiveGateway eventBasedGateway complexGateway"
)
_OTHERS = (
    "flowNodeRef textAnnotation association group dataObject dataObjectReference dataStoreReference dataStore message signal"
    " error escalation itemDefinition messageFlow"
)
_DIAGRAM = re.compile(r"\{[^}]*(/DD/|/DI/?\}|/DMNDI/?\})")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")

UNORDERED = frozenset(f"{{{BPMN}}}{name}" for name in f"{_FLOW_NODES} {_OTHERS}".split())
"""Elements whose place among their neighbours means nothing; that of sequence flows does: conditions are asked in it."""


def unordered(tag: str) -> bool:
    """Whether the order among elements of this tag means nothing."""
    return tag in UNORDERED or tag.endswith(("}BPMNShape", "}BPMNEdge", "}DMNShape", "}DMNEdge"))


class Meanings:
    """Numbers for meanings, the same for all documents that it has seen."""

    def __init__(self) -> None:
        self._known: dict[object, int] = {}
        self._of: dict[Element, int] = {}

    def see(self, document: Document) -> int:
        """Numbers every element of the document; the root's number."""
        for element in reversed(document.elements):
            self._of[element] = self._known.setdefault(self._key(element), len(self._known))
        return self._of[document.root]

    def of(self, element: Element) -> int:
        """The number of an element of a document that was seen."""
        return self._of[element]

    def _key(self, element: Element) -> object:
        attributes = tuple(sorted(said(element)))
        if element.mixed:
            inside: object = (tuple(element.texts), tuple(self._of[child] for child in element.children))
        else:
            inside = (element.text, tuple(self._children(element)))
        return element.tag, attributes, inside

    def _children(self, element: Element) -> list[int]:
        """By tag, those of one tag in their order where that means something."""
        places = [
            (child.tag, self._of[child] if unordered(child.tag) else position, self._of[child])
            for position, child in enumerate(element.children)
        ]
        return [number for _, _, number in sorted(places)]


def said(element: Element) -> list[tuple[str, str]]:
    """Name and plain value of the attributes that say something."""
    return [
        (one.name, plain(element, one))
        for one in element.attributes
        if DEFAULTS.get(one.name) != one.value and not is_declaration(one.written)
    ]


def plain(element: Element, attribute: Attribute) -> str:
    """The value, one spelling for all that mean the same: numbers of the drawing, types whatever their prefix."""
    value = attribute.value
    if attribute.name == XSI_TYPE:
        prefix, _, local = value.strip().rpartition(":")
        return f"{{{element.prefixes.get(prefix, '')}}}{local}"
    if _NUMBER.fullmatch(value.strip()) and _DIAGRAM.match(element.tag):
        return repr(float(value))
    return value
