"""DMN XML becomes decision models, or is refused with every reason."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from engine.diagrams import xml
from engine.diagrams.dmn.boxed import NOT_READ, BoxedReader
from engine.diagrams.dmn.graph import Graphs
from engine.diagrams.dmn.model import DecisionModel
from engine.diagrams.dmn.namespaces import VERSIONS
from engine.diagrams.dmn.source import Source
from engine.diagrams.dmn.types import Types
from engine.errors import Refused

MAXIMUM_EXPRESSIONS = 10_000
MAXIMUM_NODES = 2_000
_BODIES = ("literalExpression", "decisionTable", "context", "invocation", "list", "relation", "functionDefinition")


def read(file: str, data: bytes) -> Mapping[str, DecisionModel]:
    """The decisions of a DMN 1.1 to 1.5 file by id. Raises Refused with every finding, UnsafeXml."""
    root = xml.parse(file, data)
    xml.require_root(file, root, *(f"{{{namespace}}}definitions" for namespace in VERSIONS))
    source = Source(file, root, str(root.tag)[1:].partition("}")[0])
    if sum(1 for _ in root.iter(f"{{{source.namespace}}}text")) > MAXIMUM_EXPRESSIONS:
        source.refuse("dmn.too_long", root, limit=str(MAXIMUM_EXPRESSIONS))
        raise Refused(source.findings)
    nodes = _Nodes(source)
    graphs = Graphs(source)
    models = {}
    for identifier in nodes.decisions:
        ordered = _ordered(source, nodes.requirements, identifier)
        inputs = [nodes.inputs[node] for node in ordered if node in nodes.inputs]
        bodies = {node: nodes.bodies[node] for node in ordered if node in nodes.bodies}
        if identifier in bodies:
            models[identifier] = graphs.model(nodes.decisions[identifier], inputs, bodies)
    if not nodes.decisions:
        source.refuse("dmn.no_decision", root)
    if source.findings:
        raise Refused(source.findings)
    return models


class _Nodes:
    """The nodes of the requirements graph (DMN 1.5 §6.2) by id; `requirements` are the ids each one needs."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._types = Types(source)
        self._boxed = BoxedReader(source, self._types)
        self.decisions: dict[str, etree._Element] = {}
        self.inputs: dict[str, dict[str, Any]] = {}
        self.bodies: dict[str, dict[str, Any]] = {}
        self.requirements: dict[str, list[str]] = {}
        source.known(source.root, "itemDefinition", "decision", "inputData", "businessKnowledgeModel")
        for element in source.children(source.root, "inputData", "decision", "businessKnowledgeModel"):
            self._add(element)

    def _add(self, element: etree._Element) -> None:
        source = self._source
        identifier = element.get("id", "")
        if not identifier or identifier in self.requirements:
            source.refuse("dmn.id", element, id=identifier)
        if len(self.requirements) == MAXIMUM_NODES:
            source.refuse("dmn.too_long", element, limit=str(MAXIMUM_NODES))
            raise Refused(source.findings)
        variable = source.child(element, "variable")
        name = element.get("name", "") if variable is None else variable.get("name") or element.get("name", "")
        if not name:
            source.refuse("dmn.no_name", element)
        self.requirements[identifier] = []
        if source.local(element) == "inputData":
            source.known(element, "variable")
            self.inputs[identifier] = {"name": name, "type": self._types.of(variable)}
            return
        self._require(element, identifier)
        body: dict[str, Any]
        if source.local(element) == "decision":
            source.known(element, "variable", "informationRequirement", "knowledgeRequirement", *_BODIES, *NOT_READ)
            self.decisions[identifier] = element
            body = self._boxed.inside(element)
            self.bodies[identifier] = {"name": name, "type": self._types.of(variable), "body": body}
        else:
            source.known(element, "variable", "knowledgeRequirement", "encapsulatedLogic")
            logic = source.child(element, "encapsulatedLogic")
            body = self._boxed.function(element if logic is None else logic)
            self.bodies[identifier] = {"name": name, "type": None, "body": body}

    def _require(self, element: etree._Element, identifier: str) -> None:
        source = self._source
        for requirement in source.children(element, "informationRequirement", "knowledgeRequirement"):
            for target in source.children(requirement, "requiredInput", "requiredDecision", "requiredKnowledge"):
                self.requirements[identifier].append(source.reference(target))


def _ordered(source: Source, requirements: Mapping[str, list[str]], last: str) -> list[str]:
    """`last` and all it requires, each after what it needs itself. Refuses circles and requirements of nothing."""
    ordered: list[str] = []
    open_nodes: list[tuple[str, list[str]]] = [(last, list(requirements[last]))]
    while open_nodes:
        node, missing = open_nodes[-1]
        if not missing:
            ordered.append(node)
            open_nodes.pop()
            continue
        needed = missing.pop(0)
        if needed in (name for name, _ in open_nodes):
            source.refuse("dmn.circle", source.root, id=needed)
        elif needed not in requirements:
            source.refuse("dmn.missing", source.root, id=needed, by=node)
        elif needed not in ordered:
            open_nodes.append((needed, list(requirements[needed])))
    return ordered
