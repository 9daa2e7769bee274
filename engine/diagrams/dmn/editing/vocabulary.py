"""What dmn-moddle 12 knows of DMN 1.3, and the words in which everything else travels."""

from copy import deepcopy

from lxml import etree

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
DIAGRAM = "https://www.omg.org/spec/DMN/20191111/DMNDI/"

DIAGRAMS = {
    "https://www.omg.org/spec/DMN/20191111/MODEL/": DIAGRAM,
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "http://www.omg.org/spec/DMN/20180521/DMNDI/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "https://www.omg.org/spec/DMN/20211108/DMNDI/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "https://www.omg.org/spec/DMN/20230324/DMNDI/",
}
"""The namespace of the drawing by that of the model, for the versions that can go out and come back."""

KEPT = "https://tiaokuai.dev/dmn/kept"
FILE, PART, EXTENSION = (f"{{{KEPT}}}{name}" for name in ("file", "part", "extension"))
EDITORS_OWN = "http://bpmn.io/schema/dmn/biodi/2.0"
"""The namespace of the editor's own extensions: widths of columns and the like."""
GIVEN = "given-"
"""How the ids begin that an element got only because the editor asks for one."""

_ELEMENTS = (
    "allowedAnswers allowedValues annotation annotationEntry association authorityRequirement binding body"
    " businessKnowledgeModel column context contextEntry decision decisionMade decisionMaker decisionOwned decisionOwner"
    " decisionService decisionTable defaultOutputEntry definitions description drgElement elementCollection"
    " encapsulatedDecision encapsulatedLogic extensionElements formalParameter functionDefinition functionItem group"
    " impactedPerformanceIndicator impactingDecision import importedElement importedValues informationRequirement input"
    " inputData inputDecision inputEntry inputExpression inputValues invocation itemComponent itemDefinition"
    " knowledgeRequirement knowledgeSource list literalExpression output outputDecision outputEntry outputValues owner"
    " parameter parameters performanceIndicator question relation requiredAuthority requiredDecision requiredInput"
    " requiredKnowledge row rule sourceRef supportedObjective targetRef text textAnnotation type typeRef usingProcess"
    " usingTask variable"
)
ELEMENTS = frozenset(_ELEMENTS.split())
_ATTRIBUTES = (
    "URI aggregation associationDirection dmnElementRef exporter exporterVersion expressionLanguage fillColor fontBold"
    " fontColor fontFamily fontItalic fontSize fontStrikeThrough fontUnderline height hitPolicy href id importType"
    " isCollapsed isCollection isListedInputData kind label labelHorizontalAlignment labelVerticalAlignment locationURI"
    " name namespace outputLabel outputTypeRef preferredOrientation sourceElement strokeColor targetElement"
    " textFormat typeLanguage typeRef width x y"
)
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
_IDENTIFIED = (
    "decisionTable input inputExpression inputValues output outputValues rule inputEntry outputEntry literalExpression"
    " encapsulatedLogic informationRequirement knowledgeRequirement authorityRequirement variable"
)
IDENTIFIED = frozenset(_IDENTIFIED.split())
"""What the editor addresses by id."""

_LOGIC = (
    "literalExpression decisionTable context invocation list relation functionDefinition conditional for filter some"
    " every"
)
LOGIC = frozenset(_LOGIC.split())


def tag(name: str, namespace: str = MODEL) -> str:
    """A name as lxml writes it."""
    return f"{{{namespace}}}{name}"


def attributes_of(element: etree._Element) -> dict[str, str]:
    """Its attributes as texts."""
    return {str(name): str(value) for name, value in element.attrib.items()}


def split(element: etree._Element) -> tuple[str, str]:
    """Its namespace and local name; ('', '') for a comment."""
    if callable(element.tag):
        return "", ""
    name = etree.QName(element)
    return name.namespace or "", name.localname


def renamed(
    element: etree._Element, namespaces: dict[str, str], declared: dict[str, str] | None = None
) -> etree._Element:
    """A copy of a tree with other namespaces for its elements; attributes and texts stay, and what extensions hold.

    Its root declares the prefixes `declared`, too.
    """
    copy: etree._Element | None = None
    waiting: list[tuple[etree._Element, etree._Element | None]] = [(element, None)]
    while waiting:
        one, around = waiting.pop()
        names = {prefix: namespaces.get(uri, uri) for prefix, uri in one.nsmap.items()}
        names.update((declared or {}) if around is None else {})
        name = _renamed(one, namespaces)
        attributes = attributes_of(one)
        made = (
            etree.Element(name, attributes, names)  # type: ignore[arg-type] # None is the default prefix
            if around is None
            else etree.SubElement(around, name, attributes, names)  # type: ignore[arg-type] # None is the default prefix
        )
        copy = made if copy is None else copy
        made.text = one.text
        made.tail = None if around is None else one.tail
        if split(one)[1] == "extensionElements":
            made.extend(deepcopy(part) for part in one)
        else:
            waiting.extend((part, made) for part in reversed(one) if isinstance(part.tag, str))
    assert copy is not None
    return copy


def _renamed(element: etree._Element, namespaces: dict[str, str]) -> str:
    namespace, name = split(element)
    return tag(name, namespaces.get(namespace, namespace)) if namespace else name


def note(holder: etree._Element, notes: list[etree._Element]) -> None:
    """Put notes into its extension elements, made where there are none: after the description, as DMN orders them."""
    found = holder.find(tag("extensionElements"))
    if found is None:
        found = etree.Element(tag("extensionElements"))
        described = holder.find(tag("description"))
        holder.insert(0 if described is None else holder.index(described) + 1, found)
        notes[0].set("alone", "true")
    for number, one in enumerate(notes):
        found.insert(number, one)
