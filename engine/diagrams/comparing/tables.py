"""Two versions of a file of decisions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from engine.diagrams.comparing.elements import local
from engine.diagrams.comparing.model import Cell, Column, Entry, Kind, Row, Table
from engine.diagrams.comparing.properties import differing, longest_rising, merged

EMPTY = b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
"""A file with nothing in it."""

_NAMED = ("decision", "inputData", "businessKnowledgeModel", "knowledgeSource", "itemDefinition", "decisionService")
_REQUIRED = ("informationRequirement", "knowledgeRequirement", "authorityRequirement")
_SKIPPED = ("extensionElements", "decisionTable", "variable", *_NAMED, *_REQUIRED)


def compare(old: etree._Element, new: etree._Element) -> tuple[tuple[Entry, ...], tuple[Table, ...]]:
    """What differs beside the tables, and every table that differs."""
    was, now = _named(old), _named(new)
    places = [_places(root) for root in (old, new)]
    entries: list[Entry] = []
    whole = differing(*({(name, ""): one.get(name, "") for name in ("name", "namespace")} for one in (old, new)))
    if whole and len(old) and len(new):
        entries.append(Entry("changed", "", "definitions", new.get("name", ""), "", whole))
    tables: list[Table] = []
    for id in [*now, *(id for id in was if id not in now)]:
        before, after = was.get(id), now.get(id)
        shown = after if after is not None else before
        assert shown is not None
        kind: Kind = "added" if before is None else "removed" if after is None else "changed"
        properties = differing(_told(before), _told(after)) if kind == "changed" else ()
        moved = kind == "changed" and places[0].get(id) != places[1].get(id)
        if kind != "changed" or properties or moved:
            entries.append(Entry(kind, id, local(shown), shown.get("name") or id, "", properties, moved))
        table = _table(shown, _grid(before), _grid(after))
        if table is not None:
            tables.append(table)
    return tuple(entries), tuple(tables)


def _named(root: etree._Element) -> dict[str, etree._Element]:
    return {one.get("id", "") or one.get("name", ""): one for one in root.iterchildren("*") if local(one) in _NAMED}


def _places(root: etree._Element) -> dict[str, str]:
    """Where each decision and input is drawn, by its id."""
    return {
        shape.get("dmnElementRef", ""): " ".join(bounds.get(name, "") for name in ("x", "y", "width", "height"))
        for shape in root.iter("{*}DMNShape")
        for bounds in shape.iterchildren("{*}Bounds")
    }


def _told(element: etree._Element | None) -> dict[tuple[str, str], str]:
    """What a decision, an input or a function says of itself, its table's rows and columns left out."""
    if element is None:
        return {}
    found = {(str(name), ""): str(value) for name, value in element.attrib.items() if name != "id"}
    required = []
    for child in element.iterchildren("*"):
        name = local(child)
        if name in _REQUIRED:
            required += [one.get("href", "").removeprefix("#") for one in child.iterchildren("*")]
        elif name == "decisionTable":
            found["hitPolicy", ""] = " ".join([child.get("hitPolicy", "UNIQUE"), child.get("aggregation", "")]).strip()
        elif name == "variable":
            found["variable", ""] = " ".join(filter(None, [child.get("name"), child.get("typeRef")]))
        elif name not in _SKIPPED:
            text = "\n".join(line for line in ("".join(map(str, child.itertext()))).splitlines() if line.strip())
            found[name, ""] = text.strip()
    if required:
        found["requires", ""] = ", ".join(sorted(required))
    return found


@dataclass(frozen=True, slots=True)
class _Head:
    role: Literal["input", "output", "note"]
    key: str
    label: str
    expression: str
    type: str


@dataclass(frozen=True, slots=True)
class _Grid:
    heads: list[_Head] = field(default_factory=list)
    rows: dict[str, list[str]] = field(default_factory=dict)
    """Cells by the id of the rule, or by what it says where it has none."""


def _grid(decision: etree._Element | None) -> _Grid | None:
    table = (
        None
        if decision is None
        else next((one for one in decision.iterchildren("*") if local(one) == "decisionTable"), None)
    )
    if table is None:
        return None
    grid = _Grid(heads=[head for one in table.iterchildren("*") if (head := _head(one)) is not None])
    for one in table.iterchildren("*"):
        if local(one) == "rule":
            cells = [_text(cell) for cell in one.iterchildren("*") if local(cell).endswith("Entry")]
            name = one.get("id") or " | ".join(cells)
            while name in grid.rows:
                name += "'"
            grid.rows[name] = cells
    return grid


def _head(one: etree._Element) -> _Head | None:
    """What a column says of itself; None for what is no column. Its key is its id, or what it says where it has none."""
    id, label = one.get("id", ""), one.get("label", "")
    if local(one) == "input":
        inner = next((child for child in one.iterchildren("*") if local(child) == "inputExpression"), None)
        text, kind = ("", "") if inner is None else (_text(inner), inner.get("typeRef", ""))
        return _Head("input", f"input {id or text}", label, text, kind)
    if local(one) == "output":
        name = one.get("name", "")
        return _Head("output", f"output {id or name}", label, name, one.get("typeRef", ""))
    if local(one) == "annotation":
        name = one.get("name", "")
        return _Head("note", f"note {name}", name, "", "")
    return None


def _table(decision: etree._Element, old: _Grid | None, new: _Grid | None) -> Table | None:
    if old is None and new is None:
        return None
    was, now = old or _Grid(), new or _Grid()
    before, after = ({head.key: place for place, head in enumerate(one.heads)} for one in (was, now))
    keys = merged(list(before), list(after))
    columns = tuple(_column(was, now, before.get(key), after.get(key)) for key in keys)
    steady = _steady(list(was.rows), list(now.rows))
    rows = []
    for id in merged(list(was.rows), list(now.rows)):
        numbers = tuple(list(one.rows).index(id) + 1 if id in one.rows else 0 for one in (was, now))
        cells = tuple(Cell(_cell(was, id, before.get(key)), _cell(now, id, after.get(key))) for key in keys)
        kind: Kind | None = "added" if not numbers[0] else "removed" if not numbers[1] else None
        if kind is None and any(one.old != one.new for one in cells):
            kind = "changed"
        rows.append(Row(kind, (numbers[0], numbers[1]), bool(all(numbers)) and id not in steady, cells))
    if not any(one.kind for one in columns) and not any(one.kind or one.moved for one in rows):
        return None
    identity = decision.get("id", "")
    return Table(identity, decision.get("name") or identity, columns, tuple(rows))


def _column(was: _Grid, now: _Grid, old: int | None, new: int | None) -> Column:
    before = None if old is None else was.heads[old]
    after = None if new is None else now.heads[new]
    shown = after or before
    assert shown is not None
    pairs = [
        (getattr(before, name) if before else "", getattr(after, name) if after else "")
        for name in ("label", "expression", "type")
    ]
    kind: Kind | None = "added" if before is None else "removed" if after is None else None
    if kind is None and any(one != other for one, other in pairs):
        kind = "changed"
    return Column(kind, shown.role, *pairs)


def _cell(grid: _Grid, rule: str, place: int | None) -> str:
    cells = grid.rows.get(rule, [])
    return cells[place] if place is not None and place < len(cells) else ""


def _steady(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Those that need not be moved to get from the one order to the other."""
    places = [old.index(one) for one in new if one in old]
    return {old[place] for place in longest_rising(places)}


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()
