"""What a comparison finds."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Property:
    """One property that differs: `name` is what it is, `of` the part that has it ('' for the element itself).

    A value is '' where the version has none.
    """

    name: str
    of: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One element of a diagram or component of a form: `type` is its kind, `name` and `name_en` what it is called.

    `was` is the id that it had in the old version where that differs, `moved` whether it stands elsewhere on the sheet or in
    the order. A changed one without properties was only moved.
    """

    kind: Kind
    id: str
    type: str
    name: str
    name_en: str = ""
    properties: tuple[Property, ...] = ()
    moved: bool = False
    was: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a decision table; `role` is input, output or note, the texts are its label and its expression or name."""

    kind: Kind | None
    role: Literal["input", "output", "note"]
    label: tuple[str, str]
    expression: tuple[str, str]
    type: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell before and after."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Row:
    """One rule with its number in each version (0: not there), and a cell for each column."""

    kind: Kind | None
    numbers: tuple[int, int]
    moved: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table that differs, whole: also the columns and rows that stayed."""

    decision: str
    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a whole form, those that are gone included; `depth` is in how many groups it stands."""

    kind: Kind | None
    depth: int
    id: str
    type: str
    name: str
    name_en: str
    moved: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text: `kind` is None where it stands in both; `gap` says that lines between are left out before it."""

    kind: Literal["added", "removed"] | None
    text: str
    gap: bool = False


@dataclass(frozen=True, slots=True)
class FileDifference:
    """One file: what it is, whether it is new, gone or changed, and what differs in it.

    A changed file without anything in it differs only in how it is written.
    """

    file: str
    content: Literal["diagram", "table", "form", "text"]
    kind: Kind
    entries: tuple[Entry, ...] = ()
    tables: tuple[Table, ...] = ()
    parts: tuple[Part, ...] = ()
    lines: tuple[Line, ...] = ()
