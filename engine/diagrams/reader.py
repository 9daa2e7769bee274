"""A BPMN file becomes a checked diagram, or every reason why it may not."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from engine.diagrams import containers, dialect, messages, rules, schema, spelling, xml
from engine.diagrams.collaborations import message_flows
from engine.diagrams.inspection import inspect, place, written
from engine.diagrams.model import Diagram
from engine.diagrams.namespaces import BPMN
from engine.diagrams.rules import Context
from engine.diagrams.source import Source, children
from engine.errors import Finding, Refused

MAXIMUM_FINDINGS = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """A diagram as far as it can be read, with the findings on its XML; the rules have not looked at it yet."""

    diagram: Diagram
    findings: tuple[Finding, ...]

    def check(self, context: Context, *, draft: bool = False) -> list[Finding]:
        """Every finding, those of the rules included, by line; of a draft also what its other processes break."""
        found = [*self.findings, *rules.check(self.diagram, context, draft=draft)]
        return sorted(found, key=lambda finding: (finding.line, finding.element, finding.rule))


def read(file: str, data: bytes, context: Context | None = None) -> Diagram:
    """The diagram in `data` (BPMN 2.0 XML). `file` names it in findings; `context` is what its references may meet.

    Raises Refused with every finding: the schema, elements and attributes that are not executed, and the rules. Raises
    UnsafeXml when the bytes are not even parsed.
    """
    reading = examine(file, data)
    refuse(reading.check(context or Context()))
    return reading.diagram


def examine(file: str, data: bytes) -> Reading:
    """Reads `data` without holding it against the rules. Raises UnsafeXml when the bytes are not parsed."""
    root = _root(file, data)
    earlier = spelling.renew(root)
    source = Source(file, root)
    diagram = _diagram(source)
    found = (
        *_earlier(file, earlier),
        *schema.validate(file, root, data),
        *inspect(file, root),
        *message_flows(file, root),
        *rules.check_file(file, root),
    )
    return Reading(diagram, (*found, *source.findings))


def restore(file: str, data: bytes) -> Diagram:
    """The diagram in `data` that was checked when it was deployed; rules that came later do not apply to it."""
    root = _root(file, data)
    spelling.renew(root)
    return _diagram(Source(file, root))


def refuse(findings: Sequence[Finding]) -> None:
    """Raises Refused if any finding is an error; past MAXIMUM_FINDINGS a last one says how many are left out."""
    findings = [finding for finding in findings if finding.severity == "error"]
    if len(findings) > MAXIMUM_FINDINGS:
        rest = messages.finding("findings.more", findings[-1].file, count=str(len(findings) - MAXIMUM_FINDINGS))
        findings = [*findings[:MAXIMUM_FINDINGS], rest]
    if findings:
        raise Refused(findings)


def _root(file: str, data: bytes) -> etree._Element:
    root = xml.parse(file, data)
    xml.require_root(file, root, f"{{{BPMN}}}definitions")
    return root


def _earlier(file: str, found: Sequence[tuple[etree._Element, str]]) -> list[Finding]:
    return [
        messages.finding("element.earlier", file, *place(element), earlier=written(tag), tag=written(element.tag))
        for element, tag in found
    ]


def _diagram(source: Source) -> Diagram:
    processes = [containers.process(source, element) for element in children(source.root, "process")]
    return Diagram(
        file=source.file,
        processes={process.id: process for process in processes},
        names_en=_names_en(source.root),
    )


def _names_en(root: etree._Element) -> dict[str, str]:
    named = ((element, dialect.properties(element).get(dialect.NAME_EN, "")) for element in root.iter(f"{{{BPMN}}}*"))
    return {element.get("id", ""): name for element, name in named if name}
