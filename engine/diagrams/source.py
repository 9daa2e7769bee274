"""One file while it is read: its elements, what they refer to, and the findings so far."""

from collections import Counter
from collections.abc import Iterator
from typing import TypedDict

from lxml import etree

from engine.diagrams import dialect, messages
from engine.diagrams.inspection import is_of_another_engine, is_shown_only, place
from engine.diagrams.model import Expression, InputSet, OutputSet, Post, StoreRead, StoreWrite, Value, VariableMapping
from engine.diagrams.namespaces import BPMN
from engine.diagrams.rewording import as_feel
from engine.errors import Finding

_DATA = tuple(
    f"{{{BPMN}}}{name}"
    for name in [
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataInput",
        "dataOutput",
        "property",
        "dataStore",
    ]
)


_GLOBAL_TASKS = ("globalTask", "globalManualTask", "globalUserTask", "globalScriptTask", "globalBusinessRuleTask")


class Common(TypedDict):
    """The fields that every flow node has."""

    id: str
    name: str
    line: int
    incoming: tuple[str, ...]
    outgoing: tuple[str, ...]
    documentation: str
    basis: tuple[str, ...]
    practice: bool
    lane: str
    post: Post | None
    name_en: str
    inputs: tuple[VariableMapping, ...]
    outputs: tuple[VariableMapping, ...]
    input_sets: tuple[InputSet, ...]
    output_sets: tuple[OutputSet, ...]
    reads: tuple[StoreRead, ...]
    writes: tuple[StoreWrite, ...]
    properties: dict[str, str]


class Source:
    """The elements of one file by id, and the findings made while reading it."""

    def __init__(self, file: str, root: etree._Element) -> None:
        self.file = file
        self.root = root
        self.findings: list[Finding] = []
        self._flow_ids = _flow_ids(root)
        self._items = {element.get("id", ""): element for element in root.iter(*_DATA)}
        self._messages = {element.get("id", ""): element for element in children(root, "message")}
        self._global_tasks = {element.get("id", ""): element for element in children(root, *_GLOBAL_TASKS)}
        self._errors = {element.get("id", ""): element for element in children(root, "error")}
        self._signals = {element.get("id", ""): element for element in children(root, "signal")}
        self._escalations = {element.get("id", ""): element for element in children(root, "escalation")}
        self._associated = {
            _local("".join(map(str, end.itertext())))
            for end in root.iter(f"{{{BPMN}}}sourceRef", f"{{{BPMN}}}targetRef")
        }
        self._handlers = {
            _local(element.get("sourceRef", "")): _local(element.get("targetRef", ""))
            for element in root.iter(f"{{{BPMN}}}association")
        }

    def flow_id(self, flow: etree._Element) -> str:
        """The id of a sequence flow; one without an id, which the schema allows, is called by its two ends."""
        return flow.get("id") or self._flow_ids[flow]

    def item(self, identity: str) -> etree._Element | None:
        """The element of this id that holds data: an object, a reference, an input, an output, a property or a store."""
        return self._items.get(identity)

    def is_associated(self, identity: str) -> bool:
        """Whether a data association leads to or from the element of this id."""
        return identity in self._associated

    def message(self, reference: str) -> etree._Element | None:
        """The bpmn:message that `reference` (a QName) names."""
        return self._messages.get(_local(reference))

    def error(self, reference: str) -> etree._Element | None:
        """The bpmn:error that `reference` (a QName) names."""
        return self._errors.get(_local(reference))

    def global_task(self, reference: str) -> etree._Element | None:
        """The global task that `reference` (a QName) names."""
        return self._global_tasks.get(_local(reference))

    def signal(self, reference: str) -> etree._Element | None:
        """The bpmn:signal that `reference` (a QName) names."""
        return self._signals.get(_local(reference))

    def escalation(self, reference: str) -> etree._Element | None:
        """The bpmn:escalation that `reference` (a QName) names."""
        return self._escalations.get(_local(reference))

    def handler(self, event: str) -> str:
        """The id of the element to which an association leads from the element `event`, or ''."""
        return self._handlers.get(event, "")

    def has_job(self, element: etree._Element, *instead: str) -> bool:
        """Whether a handler does the work of `element`; a finding where an extension of `instead` would do it as well."""
        found = dialect.extension(element, "taskDefinition") is not None
        for name in instead if found else ():
            if dialect.extension(element, name) is not None:
                self.report("job.twice", element, tag=name if ":" in name else f"zeebe:{name}")
        if not found and dialect.extension(element, "taskHeaders") is not None:
            self.report("job.headers", element)
        return found

    def report(self, rule: str, element: etree._Element, **parameters: str) -> None:
        """Adds a finding at `element`, unless its process is only shown."""
        if any(is_shown_only(process) for process in element.iterancestors(f"{{{BPMN}}}process")):
            return
        identity, name, line = place(element)
        self.findings.append(messages.finding(rule, self.file, identity, name, line, **parameters))

    def expression(self, element: etree._Element, text: str, part: str) -> Expression:
        """The FEEL expression in `text`; a finding when it lacks its `=`. `part` names the place for people."""
        found = dialect.value(text)
        if isinstance(found, Expression):
            return found
        if found and not is_of_another_engine(found):
            self.report("expression.literal", element, part=part, text=found, feel=as_feel(found))
        return Expression("")

    def optional_expression(self, element: etree._Element, text: str, part: str) -> Expression | None:
        """As `expression`; None for a blank text."""
        return self.expression(element, text, part) if text.strip() else None

    def literal(self, element: etree._Element, text: str, part: str) -> str:
        """A literal text; a finding when it is an expression."""
        found: Value = dialect.value(text)
        if isinstance(found, str):
            return found
        self.report("expression.unexpected", element, part=part, text=text)
        return ""


def _flow_ids(root: etree._Element) -> dict[etree._Element, str]:
    """A name for every sequence flow without an id, the same at every reading; the arrow keeps it from being any id."""
    found: dict[etree._Element, str] = {}
    named: Counter[str] = Counter()
    for flow in root.iter(f"{{{BPMN}}}sequenceFlow"):
        if flow.get("id"):
            continue
        ends = f"{flow.get('sourceRef', '')}→{flow.get('targetRef', '')}"
        named[ends] += 1
        found[flow] = ends if named[ends] == 1 else f"{ends} {named[ends]}"
    return found


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The direct children with these BPMN names."""
    return element.iterchildren(*(f"{{{BPMN}}}{name}" for name in names))


def text(element: etree._Element, name: str) -> str:
    """The text of the first child with this BPMN name, without outer blanks, or ''."""
    child = next(children(element, name), None)
    return "" if child is None else "".join(str(part) for part in child.itertext()).strip()


def yes(element: etree._Element, name: str, default: bool = False) -> bool:
    """A boolean attribute."""
    return element.get(name, "true" if default else "false").strip() in ("true", "1")


def _local(reference: str) -> str:
    return reference.strip().rpartition(":")[2]
