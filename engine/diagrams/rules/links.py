"""Link events join two places of one scope (BPMN 2.0.2 §10.5.5)."""

from collections.abc import Iterator

from engine.diagrams.model import FlowNode, IntermediateCatchEvent, IntermediateThrowEvent, LinkDefinition
from engine.diagrams.rules.subject import Subject
from engine.diagrams.traversal import scopes
from engine.errors import Finding


def links(subject: Subject) -> Iterator[Finding]:
    """Every throw has one catch of its name, every catch a throw; flows lead into throws and out of catches only."""
    for _, scope in scopes(subject.process):
        throws: dict[str, FlowNode] = {}
        catches: dict[str, FlowNode] = {}
        for node in scope.nodes.values():
            name = link(node)
            if name is None:
                continue
            throwing = isinstance(node, IntermediateThrowEvent)
            if node.outgoing if throwing else node.incoming:
                yield subject.finding("link.flow", node)
            if not throwing and name in catches:
                yield subject.finding("link.twice", node, link=name, other=catches[name].id)
            (throws if throwing else catches).setdefault(name, node)
        for name, node in throws.items():
            if name and name not in catches:
                yield subject.finding("link.no_catch", node, link=name)
        for name, node in catches.items():
            if name and name not in throws:
                yield subject.finding("link.no_throw", node, link=name)


def link(node: FlowNode) -> str | None:
    """The name of a link event's link, None for every other node."""
    if isinstance(node, IntermediateThrowEvent | IntermediateCatchEvent) and isinstance(
        node.definition, LinkDefinition
    ):
        return node.definition.name
    return None
