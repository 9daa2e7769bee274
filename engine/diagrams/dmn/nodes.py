"""The nodes of a decision requirements graph (DMN 1.5 §6.2), over all files that a file imports from."""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from engine.diagrams.dmn.boxed import EXPRESSIONS, BoxedReader
from engine.diagrams.dmn.imports import MAXIMUM_FILES, Library, imports
from engine.diagrams.dmn.source import Source
from engine.diagrams.dmn.types import Types
from engine.errors import Refused

MAXIMUM_EXPRESSIONS = 5_000
MAXIMUM_CHARACTERS = 300_000
"""Of all expressions together. The FEEL engine parses so much in well under a second."""
MAXIMUM_NODES = 2_000
MAXIMUM_REQUIREMENTS = 10_000
_INSTANCE_OF = re.compile(r"instance\s+of")
_KINDS = ("inputData", "decision", "businessKnowledgeModel", "decisionService")


@dataclass(slots=True)
class Node:
    """One node. `requires` holds (namespace of the file, id) and the path of names under which it is known.

    `parameters` and `outputs` are a decision service's: its inputs in order, and the decisions it answers with.
    """

    key: tuple[str, str]
    element: etree._Element
    source: Source
    kind: str
    name: str
    type: dict[str, Any] | None = None
    body: dict[str, Any] | None = None
    requires: list[tuple[tuple[str, str], list[str]]] = field(default_factory=list)
    parameters: list[tuple[str, str]] = field(default_factory=list)
    outputs: list[tuple[str, str]] = field(default_factory=list)
    has_logic: bool = True

    @property
    def needs(self) -> list[tuple[str, str]]:
        """Everything that must be there before it."""
        return [*(key for key, _ in self.requires), *self.parameters, *self.outputs]


class Nodes:
    """Reads every node of a file and of what it imports; `main` is the namespace of the file itself."""

    def __init__(self, source: Source, library: Library) -> None:
        self._findings = source.findings
        self._library = library
        self._files: dict[str, Source] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._expressions = 0
        self._characters = 0
        self._requirements = 0
        self.by_key: dict[tuple[str, str], Node] = {}
        self.main = source.root.get("namespace", "")
        self._open(self.main, source)
        self._typed: dict[str, Types] = {}
        self._typed.update({namespace: self._types(namespace) for namespace in self._files})
        for namespace, file in self._files.items():
            self._read(namespace, file, BoxedReader(file, self._typed[namespace]), self._typed[namespace])
        self._name_requirements()
        self._require_logic()

    def _open(self, main: str, source: Source) -> None:
        self._files[main] = source
        waiting = [(main, source)]
        while waiting:
            namespace, file = waiting.pop()
            self._count(file)
            known = self._names[namespace] = {}
            for name, imported in imports(file):
                known[imported] = name
                found = self._files.get(imported) or self._library.find(imported)
                if found is None:
                    file.refuse("dmn.import", file.root, address=imported)
                elif imported not in self._files:
                    if len(self._files) > MAXIMUM_FILES:
                        self._too_many(file, file.root, MAXIMUM_FILES)
                    self._files[imported] = found
                    waiting.append((imported, found))

    def _count(self, file: Source) -> None:
        texts = [element.text or "" for element in file.root.iter(f"{{{file.namespace}}}text")]
        self._expressions += len(texts)
        self._characters += sum(map(len, texts))
        if self._expressions > MAXIMUM_EXPRESSIONS:
            self._too_many(file, file.root, MAXIMUM_EXPRESSIONS)
        if self._characters > MAXIMUM_CHARACTERS:
            file.refuse("dmn.too_many_characters", file.root, limit=str(MAXIMUM_CHARACTERS))
            raise Refused(self._findings)

    def _too_many(self, file: Source, element: etree._Element, limit: int) -> None:
        file.refuse("dmn.too_long", element, limit=str(limit))
        raise Refused(self._findings)

    def _types(self, namespace: str) -> Types:
        by_name = {name: imported for imported, name in self._names[namespace].items()}
        return Types(self._files[namespace], lambda name: self._typed.get(by_name.get(name, "")))

    def _read(self, namespace: str, file: Source, boxed: BoxedReader, types: Types) -> None:
        file.known(file.root, "itemDefinition", "import", *_KINDS)
        for element in file.children(file.root, *_KINDS):
            key = (namespace, element.get("id", ""))
            if not key[1] or key in self.by_key:
                file.refuse("dmn.id", element, id=key[1])
            if len(self.by_key) == MAXIMUM_NODES:
                self._too_many(file, element, MAXIMUM_NODES)
            self.by_key[key] = self._node(key, file, element, boxed, types)

    def _node(
        self, key: tuple[str, str], file: Source, element: etree._Element, boxed: BoxedReader, types: Types
    ) -> Node:
        variable = file.child(element, "variable")
        name = (variable is not None and variable.get("name")) or element.get("name") or ""
        if not name:
            file.refuse("dmn.no_name", element)
        node = Node(key, element, file, file.local(element), name, types.of(variable))
        match node.kind:
            case "inputData":
                file.known(element, "variable")
            case "decision":
                file.known(element, "variable", "informationRequirement", "knowledgeRequirement", *EXPRESSIONS)
                node.has_logic = bool(file.children(element, *EXPRESSIONS))
                node.body = boxed.inside(element) if node.has_logic else boxed.nothing(element)
            case "businessKnowledgeModel":
                file.known(element, "variable", "knowledgeRequirement", "encapsulatedLogic")
                logic = file.child(element, "encapsulatedLogic")
                node.body = boxed.function(element if logic is None else logic)
                node.type = None
            case _:
                self._service(node, file, element)
        for requirement in file.children(element, "informationRequirement", "knowledgeRequirement"):
            for target in file.children(requirement, "requiredInput", "requiredDecision", "requiredKnowledge"):
                node.requires.append((self._target(key[0], file, target), []))
                self._requirements += 1
        if self._requirements > MAXIMUM_REQUIREMENTS:
            self._too_many(file, element, MAXIMUM_REQUIREMENTS)
        return node

    def _service(self, node: Node, file: Source, element: etree._Element) -> None:
        """DMN 1.5 §10.4: its parameters are its input data and then its input decisions."""
        file.known(element, "variable", "outputDecision", "encapsulatedDecision", "inputDecision", "inputData")
        for tag in ("inputData", "inputDecision"):
            node.parameters.extend(self._target(node.key[0], file, part) for part in file.children(element, tag))
        node.outputs = [self._target(node.key[0], file, part) for part in file.children(element, "outputDecision")]
        self._requirements += len(node.parameters) + len(node.outputs)
        if not node.outputs:
            file.refuse("dmn.no_output_decision", element)

    def _target(self, namespace: str, file: Source, element: etree._Element) -> tuple[str, str]:
        before, target = file.reference(element)
        if before and before not in self._names[namespace]:
            file.refuse("dmn.import", element, address=element.get("href", ""))
        return before or namespace, target

    def _name_requirements(self) -> None:
        for node in self.by_key.values():
            for number, (key, _) in enumerate(node.requires):
                if key in self.by_key:
                    prefix = self._names[node.key[0]].get(key[0], "") if key[0] != node.key[0] else ""
                    name = self.by_key[key].name
                    node.requires[number] = (key, [prefix, name] if prefix else [name])

    def _require_logic(self) -> None:
        """A decision may be left to people (DMN 1.5 §6.3.7), then nothing can be decided from it."""
        without = [node for node in self.by_key.values() if not node.has_logic]
        needed = {key for node in self.by_key.values() for key in node.needs} if without else set()
        computed = any(node.has_logic and node.kind != "inputData" for node in self.by_key.values())
        for node in without:
            if node.key in needed or not computed:
                node.source.refuse("dmn.no_expression", node.element)

    def tested_types(self) -> dict[str, Any]:
        """The item definitions that expressions may ask about by `instance of`, under the names they have there."""
        found: dict[str, Any] = {}
        for namespace, file in self._files.items():
            texts = [element.text or "" for element in file.root.iter(f"{{{file.namespace}}}text")]
            asked = " ".join(text for text in texts if _INSTANCE_OF.search(text))
            if asked:
                prefixes = {"": namespace} | {
                    f"{name}.": other for other, name in self._names[namespace].items() if name
                }
                for prefix, other in prefixes.items():
                    known = self._typed[other].names if other in self._typed else ()
                    found |= {prefix + name: self._typed[other].named(name) for name in known if prefix + name in asked}
        return found

    def label(self, node: Node) -> str:
        """Its name, with the name of its import when it stands in another file."""
        prefix = self._names[self.main].get(node.key[0], "")
        return f"{prefix}.{node.name}" if prefix else node.name

    def ordered(self) -> list[Node]:
        """All nodes, each after what it needs. Refuses circles and requirements of nothing."""
        ordered: dict[tuple[str, str], Node] = {}
        within: set[tuple[str, str]] = set()
        for first in self.by_key:
            open_nodes = [] if first in ordered else [(first, list(self.by_key[first].needs))]
            within.update(key for key, _ in open_nodes)
            while open_nodes:
                key, missing = open_nodes[-1]
                if not missing:
                    ordered[key] = self.by_key[key]
                    within.discard(key)
                    open_nodes.pop()
                    continue
                needed = missing.pop(0)
                if needed in within:
                    self._wrong(key, "dmn.circle", id=needed[1])
                elif needed not in self.by_key:
                    self._wrong(key, "dmn.missing", id=needed[1], by=key[1])
                elif needed not in ordered:
                    open_nodes.append((needed, list(self.by_key[needed].needs)))
                    within.add(needed)
        return list(ordered.values())

    def _wrong(self, key: tuple[str, str], rule: str, **parameters: str) -> None:
        node = self.by_key[key]
        node.source.refuse(rule, node.source.root, **parameters)
        wrong = parameters["id"]
        node.requires = [(target, path) for target, path in node.requires if target[1] != wrong]
        node.parameters = [target for target in node.parameters if target[1] != wrong]
        node.outputs = [target for target in node.outputs if target[1] != wrong]
