"""Validation against the BPMN 2.0 XML schema of the OMG, which SpiffWorkflow's package carries."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import etree

from engine.diagrams import messages
from engine.diagrams.inspection import place
from engine.diagrams.namespaces import BPMN
from engine.diagrams.xml import line as line_of
from engine.errors import Finding

_PARTS = ("bpmn", "parser", "schema", "BPMN20.xsd")

# For each error libxml2 counts the element's elder siblings, so a large broken file would take minutes; past this many
# elements times items it is validated while it streams by, which knows no lines.
_WORTH_LINES = 50_000_000

# The schema object keeps the errors of its last validation.
_ONE_AT_A_TIME = Lock()


def validate(file: str, root: etree._Element, data: bytes) -> list[Finding]:
    """A finding for every place that breaks the schema (BPMN 2.0.2 chapter 15), with its line.

    `root` was parsed from `data`. In very large files a broken place is named without its line, and once for all
    places that break the schema in the same way.
    """
    elements = list(root.iter("*"))
    items = len(elements) + sum(len(element.attrib) for element in elements)
    if len(elements) * items > _WORTH_LINES:
        return [messages.finding("schema", file, "", "", 0, reason=reason) for reason in _streamed(data)]
    first_on_line: dict[int, etree._Element] = {}
    for element in elements:
        first_on_line.setdefault(line_of(element), element)
    found = []
    for line, reason in _located(root):
        identity, name, _ = place(first_on_line[line]) if line in first_on_line else ("", "", 0)
        found.append(messages.finding("schema", file, identity, name, line, reason=reason))
    return found


def path() -> Path:
    """Where the schema's main file lies. Raises FileNotFoundError when SpiffWorkflow is not installed."""
    package = find_spec("SpiffWorkflow")
    if package is None or package.origin is None:
        raise FileNotFoundError("SpiffWorkflow is not installed; it carries the BPMN schema.")
    return Path(package.origin).parent.joinpath(*_PARTS)


@cache
def compiled() -> etree.XMLSchema:
    """The schema, compiled once a process."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.XMLSchema(etree.parse(str(path()), parser))


def _located(root: etree._Element) -> list[tuple[int, str]]:
    """Line and reason of each error, in document order, none twice."""
    with _ONE_AT_A_TIME:
        if compiled().validate(root):
            return []
        log: Any = compiled().error_log
        return list(dict.fromkeys((int(error.line), _plain(error.message)) for error in log))


def _streamed(data: bytes) -> list[str]:
    """The reason of each error, none twice."""
    parser = etree.XMLParser(schema=compiled(), resolve_entities=False, no_network=True)
    try:
        etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        log: Any = parser.error_log
        return list(dict.fromkeys(_plain(error.message) for error in log))
    return []


def _plain(message: str) -> str:
    return message.replace(f"{{{BPMN}}}", "")
