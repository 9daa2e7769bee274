"""The classification table of case intake as a file: one more kind of problem gets a row of its own (clause 3.3.b)."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

_INPUT, _OUTPUT = "kind", "class"


class RowRefused(Exception):
    """The table cannot take the row; the message tells a person why, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class NewRow:
    """`kind` is to be of `case_class`; `note` says by which ruling, in the row's annotation."""

    kind: str
    case_class: str
    note: str


def with_row(table: bytes, decision: str, row: NewRow) -> bytes:
    """The DMN file with the row, right after those of its class, whose other cells it takes. Raises RowRefused.

    The table takes the first row that fits (hit policy FIRST, DMN 1.5 §8.2.8), so a later row that names the kind too
    stays as it is.
    """
    root: Any = etree.fromstring(table, etree.XMLParser(resolve_entities=False, no_network=True))
    rules, kind_at, class_at = _columns(root, decision)
    literal = f'"{row.kind}"'
    alike = [rule for rule in rules if _cell(rule, "outputEntry", class_at) == f'"{row.case_class}"']
    if not alike:
        raise RowRefused(f"表中没有分类为 {row.case_class} 的行。No row of the table has the class {row.case_class}.")
    if any(literal in _literals(_cell(rule, "inputEntry", kind_at)) for rule in alike):
        raise RowRefused(f"“{row.kind}”已经属于这一分类。{row.kind} already is of this class.")
    last = alike[-1]
    if any(literal in _literals(_cell(rule, "inputEntry", kind_at)) for rule in rules[: rules.index(last)]):
        raise RowRefused(f"“{row.kind}”已由前面的行另行归类。An earlier row gives {row.kind} another class.")
    last.addnext(_copied(last, kind_at, row, {str(one) for one in root.xpath("//@id")}))
    etree.indent(root, "  ")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def holds(table: bytes, decision: str) -> bool:
    """Whether the DMN file has this decision."""
    root: Any = etree.fromstring(table)
    return decision in root.xpath("//*[local-name()='decision']/@id")


def _columns(root: Any, decision: str) -> tuple[list[Any], int, int]:
    found = root.xpath("//*[local-name()='decision'][@id=$id]/*[local-name()='decisionTable']", id=decision)
    if not found or found[0].get("hitPolicy", "UNIQUE") != "FIRST":
        raise RowRefused("分类表不是“取第一条”的决策表。The classification is no table with the hit policy FIRST.")
    inputs = [one.findtext("{*}inputExpression/{*}text") for one in found[0].findall("{*}input")]
    outputs = [one.get("name") for one in found[0].findall("{*}output")]
    if _INPUT not in inputs or _OUTPUT not in outputs:
        raise RowRefused("分类表缺少问题类别或者分类一列。The classification lacks the column kind or class.")
    return found[0].findall("{*}rule"), inputs.index(_INPUT), outputs.index(_OUTPUT)


def _copied(rule: Any, kind_at: int, row: NewRow, taken: set[str]) -> Any:
    copied = deepcopy(rule)
    names = (f"{rule.get('id')}_{number}" for number in range(2, len(taken) + 3))
    name = next(one for one in names if one not in taken)
    for element in copied.iter("{*}*"):
        if element.get("id"):
            element.set("id", element.get("id").replace(rule.get("id"), name, 1))
    copied.findall("{*}inputEntry")[kind_at].find("{*}text").text = f'"{row.kind}"'
    note = copied.find("{*}annotationEntry/{*}text")
    if note is None:
        raise RowRefused(
            "分类表没有说明一列，无法注明依据。The classification has no annotation to name the ruling in."
        )
    note.text = row.note
    return copied


def _cell(rule: Any, kind: str, at: int) -> str:
    return (rule.findall(f"{{*}}{kind}")[at].findtext("{*}text") or "").strip()


def _literals(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",")]
