"""The decisions of a file as plain tables, for readers without the canvas: screen readers, phones, paper, comparison."""

from dataclasses import dataclass

from lxml import etree

from engine.diagrams.dmn.boxed import EXPRESSIONS
from engine.diagrams.dmn.editing import from_editor
from engine.diagrams.dmn.imports import namespace_of, open_root
from engine.diagrams.dmn.source import Source
from web.modeler.decisions.policies import policy

_KINDS = ("decision", "businessKnowledgeModel", "decisionService", "inputData", "knowledgeSource")
_REQUIRED = (
    "requiredInput",
    "requiredDecision",
    "requiredKnowledge",
    "requiredAuthority",
    "outputDecision",
    "encapsulatedDecision",
    "inputDecision",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, below it what it tests or is called in expressions, its type and allowed values."""

    id: str
    label: str
    text: str
    type: str
    allowed: str


@dataclass(frozen=True, slots=True)
class Row:
    """A rule: `inputs` and `outputs` are (cell id, text); `notes` its annotations."""

    id: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]
    notes: str


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table; `policy` says in words what its hit policy does."""

    id: str
    hit_policy: str
    policy: str
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def annotated(self) -> bool:
        """Whether any rule has notes."""
        return any(row.notes for row in self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One element of the decision graph. `requires` are the names of what it needs; its logic is a `table` or `lines`:
    (depth, label, text) of whatever else it is made of."""

    id: str
    kind: str
    name: str
    description: str
    requires: tuple[str, ...]
    table: Table | None
    lines: tuple[tuple[int, str, str], ...]


def sheets(file: str, data: bytes) -> list[Sheet]:
    """The decisions and what they need, in the order of the file. Raises UnsafeXml."""
    root = open_root(file, from_editor(file, data, given_ids=True))
    source = Source(file, root, namespace_of(root), [])
    elements = source.children(root, *_KINDS)
    names = {element.get("id", ""): element.get("name", "") or element.get("id", "") for element in elements}
    return [_sheet(source, element, names) for element in elements]


def _sheet(source: Source, element: etree._Element, names: dict[str, str]) -> Sheet:
    table = source.child(element, "decisionTable")
    logic = source.child(element, "encapsulatedLogic")
    return Sheet(
        id=element.get("id", ""),
        kind=source.local(element),
        name=element.get("name", "") or element.get("id", ""),
        description=source.content(source.child(element, "description")),
        requires=tuple(names.get(target, target) for target in _required(source, element)),
        table=None if table is None else _table(source, table),
        lines=() if table is not None else tuple(_lines(source, element if logic is None else logic)),
    )


def _required(source: Source, element: etree._Element) -> list[str]:
    parts = source.children(element, "informationRequirement", "knowledgeRequirement", "authorityRequirement")
    held = [*parts, element]
    return [source.reference(target)[1] for one in held for target in source.children(one, *_REQUIRED)]


def _table(source: Source, table: etree._Element) -> Table:
    aggregation = table.get("aggregation", "")
    hit_policy = table.get("hitPolicy", "UNIQUE")
    return Table(
        id=table.get("id", ""),
        hit_policy=f"{hit_policy} {aggregation}".strip(),
        policy=policy(hit_policy, aggregation),
        inputs=tuple(_input(source, one) for one in source.children(table, "input")),
        outputs=tuple(_output(source, one) for one in source.children(table, "output")),
        rows=tuple(_row(source, one) for one in source.children(table, "rule")),
    )


def _text(source: Source, element: etree._Element | None) -> str:
    return "" if element is None else source.content(source.child(element, "text"))


def _input(source: Source, clause: etree._Element) -> Column:
    expression = source.child(clause, "inputExpression")
    text = _text(source, expression)
    kind = "" if expression is None else expression.get("typeRef", "")
    allowed = _text(source, source.child(clause, "inputValues"))
    return Column(clause.get("id", ""), clause.get("label") or text, text, kind, allowed)


def _output(source: Source, clause: etree._Element) -> Column:
    name = clause.get("name", "")
    allowed = _text(source, source.child(clause, "outputValues"))
    return Column(clause.get("id", ""), clause.get("label") or name, name, clause.get("typeRef", ""), allowed)


def _row(source: Source, rule: etree._Element) -> Row:
    def cells(tag: str) -> tuple[tuple[str, str], ...]:
        return tuple((cell.get("id", ""), _text(source, cell)) for cell in source.children(rule, tag))

    notes = [_text(source, entry) for entry in source.children(rule, "annotationEntry")]
    notes.append(source.content(source.child(rule, "description")))
    return Row(rule.get("id", ""), cells("inputEntry"), cells("outputEntry"), "\n".join(filter(None, notes)))


def _lines(source: Source, element: etree._Element) -> list[tuple[int, str, str]]:
    """Every text inside, with the names on the way to it; written without recursion, as files may be deep."""
    found: list[tuple[int, str, str]] = []
    waiting = [(0, "", child) for child in reversed(source.children(element, *EXPRESSIONS))]
    while waiting:
        depth, label, one = waiting.pop()
        variable = source.child(one, "variable")
        parameter = source.child(one, "parameter")
        named = variable if variable is not None else parameter
        label = label or (one.get("name") or one.get("label") or one.get("iteratorVariable") or "")
        label = named.get("name", "") if named is not None else label
        text = _text(source, one)
        if text:
            found.append((depth, label, text))
            continue
        inside = [
            child for child in one if source.local(child) and source.local(child) not in ("variable", "parameter")
        ]
        waiting.extend((depth + bool(label), label if not depth else "", child) for child in reversed(inside))
    return found
