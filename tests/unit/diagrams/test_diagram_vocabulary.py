"""Nothing that the standard or the dialect gives a meaning is silently ignored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from diagram_text import HEAD
from lxml import etree
from rich_diagram import RICH

from engine.diagrams import extensions, reader, schema, vocabulary, xml
from engine.diagrams.inspection import inspect, written
from engine.diagrams.model import Diagram
from engine.diagrams.rules import Context
from engine.errors import Refused

XSD = "{http://www.w3.org/2001/XMLSchema}"

SHOWN_ONLY = frozenset(
    {
        "textAnnotation",
        "text",
        "association",
        "group",
        "category",
        "categoryValue",
        "collaboration",
        "participant",
        "messageFlow",
        "laneSet",
        "childLaneSet",
        "categoryValueRef",
        "itemDefinition",
        "dataStore",
        "inputSet",
        "outputSet",
    }
)
"""Elements that a diagram shows and nothing executes."""

MARKERS = frozenset({"zeebe:userTask"})
"""Elements that say what the dialect takes for granted: every user task is ours."""

DECORATIVE = frozenset(
    {
        ("definitions", "id"),
        ("definitions", "targetNamespace"),
        ("message", "id"),
        ("childLaneSet", "id"),
        ("error", "name"),
        ("conditionExpression", "language"),
        ("association", "associationDirection"),
        ("escalation", "name"),
        ("globalScriptTask", "scriptLanguage"),
        ("correlationProperty", "name"),
        ("correlationProperty", "type"),
        ("correlationPropertyRetrievalExpression", "id"),
        ("correlationSubscription", "id"),
        ("correlationPropertyBinding", "id"),
        ("dataObject", "itemSubjectRef"),
        ("dataInput", "name"),
        ("dataOutput", "name"),
        ("dataState", "id"),
        ("property", "id"),
        ("event", "id"),
    }
)
"""Attributes without execution meaning in the rich diagram, besides those of SHOWN_ONLY."""


def _schema_files() -> list[etree._Element]:
    return [etree.parse(str(schema.path().parent / name)).getroot() for name in ("BPMN20.xsd", "Semantic.xsd")]


def _elements() -> dict[str, str]:
    """Every element name of the standard's schema with its type's name."""
    declared = (part for root in _schema_files() for part in root.iter(f"{XSD}element") if part.get("name"))
    return {part.get("name", ""): part.get("type", "") for part in declared}


def _attributes(type_name: str) -> set[str]:
    """The attributes of a complex type, inherited ones included."""
    types = {part.get("name"): part for root in _schema_files() for part in root.iter(f"{XSD}complexType")}
    found: set[str] = set()
    name: str | None = type_name
    while name in types:
        found |= {str(part.get("name")) for part in types[name].iter(f"{XSD}attribute")}
        extended = next(types[name].iter(f"{XSD}extension"), None)
        name = None if extended is None else extended.get("base")
    return found


def _refused(markup: str) -> set[tuple[str, str]]:
    """(element, attribute or '') of every finding of the positive lists."""
    root = xml.parse("t.bpmn", f"{HEAD}{markup}</bpmn:definitions>".encode())
    return {(item.parameters["tag"], item.parameters.get("attribute", "")) for item in inspect("t.bpmn", root)}


def test_the_schema_is_walked_whole() -> None:
    names = _elements()
    assert len(names) > 150
    assert {"userTask", "ioSpecification", "loopCardinality", "timeCycle"} <= set(names)
    assert set(vocabulary.KINDS) <= set(names)


@pytest.mark.parametrize("name", sorted(_elements()))
def test_every_element_of_the_standard_is_read_or_refused(name: str) -> None:
    for parent in ("process", "userTask", "startEvent", "sequenceFlow", "exclusiveGateway", "subProcess"):
        outer = f'<bpmn:{parent} id="outer"><bpmn:{name}/></bpmn:{parent}>'
        markup = outer if parent == "process" else f'<bpmn:process id="p">{outer}</bpmn:process>'
        accepted = name in vocabulary.KINDS[parent].children
        assert ((name, "") in _refused(markup)) is not accepted


@pytest.mark.parametrize("name", sorted(set(_elements()) - set(vocabulary.KINDS)))
def test_what_is_not_read_is_refused_with_a_remedy(name: str) -> None:
    data = f'{HEAD}<bpmn:{name}/><bpmn:process id="p"/></bpmn:definitions>'.encode()
    with pytest.raises(Refused) as refused:
        reader.read("t.bpmn", data)
    assert [found for found in refused.value.findings if found.parameters.get("tag") == name and found.remedy]


@pytest.mark.parametrize("name", sorted(vocabulary.KINDS))
def test_every_attribute_of_the_standard_is_read_or_refused(name: str) -> None:
    allowed = vocabulary.KINDS[name].attributes
    for attribute in _attributes(_elements()[name]) - set(allowed):
        element = etree.fromstring(f"<bpmn:{name} xmlns:bpmn='{_namespace()}' {attribute}='true'/>".encode())
        root = xml.parse("t.bpmn", f"{HEAD}</bpmn:definitions>".encode())
        parent = root
        for step in _path(name):
            parent = etree.SubElement(parent, f"{{{_namespace()}}}{step}")
        parent.append(element)
        found = {(item.parameters["tag"], item.parameters.get("attribute")) for item in inspect("t.bpmn", root)}
        if name == "definitions":
            continue
        assert (name, attribute) in found


def _namespace() -> str:
    return "http://www.omg.org/spec/BPMN/20100524/MODEL"


def _path(name: str) -> list[str]:
    """The allowed elements around `name`, outermost first."""
    path: list[str] = []
    while name != "definitions":
        name = next(parent for parent in vocabulary.KINDS if name in vocabulary.KINDS[parent].children)
        path.insert(0, name)
        if len(path) > 10:
            raise AssertionError(path)
    return path[1:]


def _read(root: etree._Element) -> Diagram | None:
    try:
        return reader.read("rich.bpmn", etree.tostring(root))
    except Refused:
        return None


def _parts(root: etree._Element) -> Iterator[etree._Element]:
    return (part for part in root.iter("*") if part is not root)


def _shown_only(part: etree._Element) -> bool:
    """Shown and not executed, or a note inside of what is."""
    return any(written(outer.tag) in SHOWN_ONLY for outer in (part, *part.iterancestors())) and not any(
        written(outer.tag) in ("lane", "property") or written(outer.tag).startswith("zeebe:")
        for outer in (part, *part.iterancestors())
    )


def test_the_rich_diagram_is_read_and_uses_the_whole_vocabulary() -> None:
    diagram = reader.read("rich.bpmn", RICH)
    assert diagram.processes["p"].executable
    used = {written(part.tag) for part in xml.parse("rich.bpmn", RICH).iter("*")}
    rarely = {"incoming", "outgoing", "categoryValueRef"}
    assert used >= (set(vocabulary.KINDS) | set(extensions.KINDS)) - rarely


def test_no_element_can_be_taken_away_unnoticed() -> None:
    whole = reader.read("rich.bpmn", RICH)
    count = len(list(_parts(xml.parse("rich.bpmn", RICH))))
    unnoticed = []
    for index in range(count):
        root = xml.parse("rich.bpmn", RICH)
        part = list(_parts(root))[index]
        tag = written(part.tag)
        if _shown_only(part) or tag in MARKERS:
            continue
        parent = part.getparent()
        assert parent is not None
        parent.remove(part)
        if _read(root) == whole:
            unnoticed.append((tag, part.get("id"), written(parent.tag)))
    assert unnoticed == []


def test_no_attribute_can_be_taken_away_unnoticed() -> None:
    whole = reader.read("rich.bpmn", RICH)
    places = [
        (index, str(name)) for index, part in enumerate(xml.parse("rich.bpmn", RICH).iter("*")) for name in part.attrib
    ]
    unnoticed = []
    for index, name in places:
        root = xml.parse("rich.bpmn", RICH)
        part = list(root.iter("*"))[index]
        tag = written(part.tag)
        if _shown_only(part) or (tag, name) in DECORATIVE or name.startswith("{"):
            continue
        del part.attrib[name]
        if _read(root) == whole:
            unnoticed.append((tag, name, part.get("id")))
    assert unnoticed == []


def test_a_flood_of_broken_elements_is_refused() -> None:
    """14,000 siblings with two errors each: the schema's own messages would take a minute."""
    broken = "".join(f"<bpmn:userTask id='a{number}' x='1' y='2'/>" for number in range(14_000))
    data = f"{HEAD}<bpmn:process id='p'>{broken}</bpmn:process></bpmn:definitions>".encode()
    findings = reader.examine("flood.bpmn", data).findings
    assert {"schema", "attribute.unsupported"} <= {found.rule for found in findings}


@pytest.mark.parametrize("file", sorted(Path(__file__).parents[4].glob("shared/conformance/bpmn-miwg/*.bpmn")))
def test_the_interchange_group_s_diagrams_are_refused_with_remedies(file: Path) -> None:
    findings = reader.examine(file.name, file.read_bytes()).check(Context())
    assert findings
    assert all(found.message and found.remedy for found in findings)
    assert any(found.line for found in findings) or {found.rule for found in findings} == {"process.none_executable"}
