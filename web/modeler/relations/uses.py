"""What the elements of files use by name: forms, decisions, processes, messages, signals, handlers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from engine.diagrams import xml
from engine.diagrams.namespaces import BPMN, ZEEBE
from engine.errors import Refused
from web.language import Name
from web.modeler.files import digest, kind_of

Kind = Literal["form", "decision", "process", "message", "signal", "handler"]
Way = Literal["uses", "sends", "receives", "starts"]

_EXTENSIONS: tuple[tuple[str, str, Kind], ...] = (
    ("formDefinition", "formId", "form"),
    ("calledDecision", "decisionId", "decision"),
    ("calledElement", "processId", "process"),
    ("taskDefinition", "type", "handler"),
)
_THROWING = ("intermediateThrowEvent", "endEvent", "sendTask")
_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Use:
    """An element that uses something by name; `way` says whether it sends a message or signal, receives it, starts a case
    by it, or simply uses what it names. `process` is the id of the process that holds the element, '' in a table."""

    kind: Kind
    name: str
    way: Way
    element: str
    element_name: Name
    process: str


_seen: dict[str, tuple[Use, ...]] = {}


def of(file: str, data: bytes) -> tuple[Use, ...]:
    """Everything that the file's elements use, in its order; nothing for a file that cannot be read."""
    key = digest(data)
    if key not in _seen:
        if len(_seen) >= _REMEMBERED:
            _seen.clear()
        _seen[key] = _read(file, data)
    return _seen[key]


def _read(file: str, data: bytes) -> tuple[Use, ...]:
    kind = kind_of(file)
    if kind not in ("diagram", "table"):
        return ()
    try:
        root = xml.parse(file, data)
    except Refused:
        return ()
    return tuple(_of_diagram(root) if kind == "diagram" else _of_table(root))


def _of_diagram(root: etree._Element) -> Iterator[Use]:
    signs = {one.get("id"): one.get("name", "") for one in root if _local(one) in ("message", "signal")}
    for process in root.iterfind(f"{{{BPMN}}}process"):
        for element in process.iter():
            if element.get("id"):
                yield from _of_element(element, process.get("id", ""), signs)


def _of_element(element: etree._Element, process: str, signs: dict[str | None, str]) -> Iterator[Use]:
    name = _name(element)
    extensions = element.find(f"{{{BPMN}}}extensionElements")
    for tag, attribute, kind in _EXTENSIONS if extensions is not None else ():
        assert extensions is not None
        for one in extensions.iterfind(f"{{{ZEEBE}}}{tag}"):
            if one.get(attribute):
                yield Use(kind, one.get(attribute, ""), "uses", element.get("id", ""), name, process)
    sources = [one for one in element if _local(one) in ("messageEventDefinition", "signalEventDefinition")]
    for one in [*sources, element]:
        for attribute, sign in (("messageRef", "message"), ("signalRef", "signal")):
            if said := signs.get(one.get(attribute)):
                if one is element and _local(element) not in ("sendTask", "receiveTask"):
                    continue
                kind = "message" if sign == "message" else "signal"
                yield Use(kind, said, _way(element), element.get("id", ""), name, process)


def _way(element: etree._Element) -> Way:
    if _local(element) in _THROWING:
        return "sends"
    parent = element.getparent()
    top = parent is not None and _local(parent) == "process"
    return "starts" if _local(element) == "startEvent" and top else "receives"


def _of_table(root: etree._Element) -> Iterator[Use]:
    for decision in root:
        if _local(decision) != "decision":
            continue
        name = Name(decision.get("name", ""))
        for one in decision.iter():
            if isinstance(one.tag, str) and _local(one) == "requiredDecision":
                required = one.get("href", "").rpartition("#")[2]
                yield Use("decision", required, "uses", decision.get("id", ""), name, "")


def _name(element: etree._Element) -> Name:
    path = f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}properties/{{{ZEEBE}}}property[@name='name:en']"
    english = next((one.get("value", "") for one in element.iterfind(path)), "")
    return Name(element.get("name", ""), english)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
