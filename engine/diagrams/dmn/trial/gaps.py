"""Gaps and overlaps of a decision table: what no rule answers, and what several rules answer at once.

Sound for the usual tests: what is reported is so. A rule with another kind of test counts as answering perhaps, so no gap
is claimed where it might match, and no overlap with it. Values that are nothing at all (null) are not looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.diagrams.dmn.model import DecisionModel
from engine.diagrams.dmn.trial.cells import ANY, Cell, Part, parts, read_cell
from engine.diagrams.dmn.trial.graph import needed, read_graph

MOST_STEPS = 20_000
MOST_TOLD = 20
_ANSWER_ONCE = ("UNIQUE", "ANY", "FIRST", "PRIORITY")


@dataclass(frozen=True, slots=True)
class Place:
    """Where: by column the label and the pieces of its values ('' for any other text); columns that do not matter are left
    out. `rules` are the numbers of those that answer there, none in a gap."""

    values: tuple[tuple[str, tuple[str, ...]], ...]
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """`whole` unless the table was too large, or had too much to tell. `unread` counts the rules that hold other tests than
    the usual ones."""

    gaps: tuple[Place, ...]
    overlaps: tuple[Place, ...]
    unread: int
    whole: bool


def check(model: DecisionModel) -> Checked | None:
    """Gaps and overlaps of a decision's own table; None where its logic is no table."""
    table = needed(model, read_graph(model))[-1].table
    return None if table is None else _Search(table).run()


@dataclass(slots=True)
class _Column:
    """Pieces of values that the same rules accept, with these rules as bits."""

    label: str
    groups: list[tuple[int, list[Part]]]


@dataclass(slots=True)
class _Search:
    table: dict[str, Any]
    steps: int = 0
    gaps: list[Place] = field(default_factory=list)
    overlaps: dict[tuple[int, ...], Place] = field(default_factory=dict)
    whole: bool = True

    def run(self) -> Checked:
        rules = self.table["rules"]
        read = [[read_cell(text) for text in rule["inputs"]] for rule in rules]
        columns = [self._column(place, read) for place in range(len(self.table["inputs"]))]
        unread = {number for number, cells in enumerate(read) if None in cells}
        for place, column in enumerate(columns):
            if column is None:
                unread |= {number for number, cells in enumerate(read) if cells[place] is not ANY}
        known = sum(1 << number for number in range(len(rules)) if number not in unread)
        self._walk([one for one in columns if one is not None], (1 << len(rules)) - 1, known, ())
        return Checked(tuple(self.gaps), tuple(self.overlaps.values()), len(unread), self.whole)

    def _column(self, place: int, read: list[list[Cell | None]]) -> _Column | None:
        clause = self.table["inputs"][place]
        cells = [row[place] for row in read]
        allowed = [read_cell(text) for text in (clause["allowed"], *(clause["type"] or {}).get("allowed", ()))]
        pieces = parts([cell for cell in (*cells, *allowed) if cell is not None])
        if pieces is None or None in allowed:
            return None
        pieces = [one for one in pieces if all(cell.accepts(one.value) for cell in allowed if cell)]
        groups: dict[int, list[Part]] = {}
        for piece in pieces:
            bits = sum(1 << n for n, cell in enumerate(cells) if cell is None or cell.accepts(piece.value))
            groups.setdefault(bits, []).append(piece)
        return _Column(clause["label"], list(groups.items()))

    def _walk(
        self, columns: list[_Column], bits: int, known: int, chosen: tuple[tuple[_Column, list[Part]], ...]
    ) -> None:
        """Column after column; what no rule answers any more is a gap, whatever the other columns say."""
        if len(self.gaps) + len(self.overlaps) >= MOST_TOLD or self.steps >= MOST_STEPS:
            self.whole = False
            return
        self.steps += 1
        policy = self.table["hitPolicy"]
        if not bits:
            if policy in _ANSWER_ONCE and not any(output["default"] for output in self.table["outputs"]):
                self.gaps.append(Place(_told(chosen), ()))
            return
        if not columns:
            self._meet(bits & known, policy, chosen)
            return
        for accepted, pieces in columns[0].groups:
            self._walk(columns[1:], bits & accepted, known, (*chosen, (columns[0], pieces)))

    def _meet(self, bits: int, policy: str, chosen: tuple[tuple[_Column, list[Part]], ...]) -> None:
        met = tuple(_numbers(bits))
        if len(met) < 2 or met in self.overlaps or policy not in ("UNIQUE", "ANY"):
            return
        outputs = {tuple(self.table["rules"][number - 1]["outputs"]) for number in met}
        # Of an ANY table only what is written differently can differ, and what is no literal may yet be the same.
        if policy == "ANY" and (len(outputs) == 1 or not all(_is_literal(text) for row in outputs for text in row)):
            return
        self.overlaps[met] = Place(_told(chosen), met)


def _is_literal(text: str | None) -> bool:
    cell = read_cell(text)
    return cell is not None and len(cell.literals) == 1 and (text or "").strip()[:1] not in "<>[](n"


def _numbers(bits: int) -> Iterator[int]:
    number = 1
    while bits:
        if bits & 1:
            yield number
        bits >>= 1
        number += 1


def _told(chosen: tuple[tuple[_Column, list[Part]], ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (column.label, tuple(piece.label for piece in pieces)) for column, pieces in chosen if len(column.groups) > 1
    )
