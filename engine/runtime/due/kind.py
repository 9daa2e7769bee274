"""One piece of due work, and what every kind of it has in common."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table

from engine.store.database import reading
from engine.store.due import DueRows

_TELLING = 200
"""The longest occurrence as it is: an index of the queue holds it, and one it could not hold would stop all promotion."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of due work, taken.

    `args` are the key of its row, what tells this occurrence from another, and `until`, the moment (milliseconds since
    1970) at which the row is due again if nobody does it. All of it may go through a queue as JSON. Items with the same
    `lock` are better done one after the other: "instance:<id>", "job:<id>:<token>" or ''.
    """

    kind: str
    args: dict[str, str | int]
    lock: str = ""

    @property
    def until(self) -> int:
        """The moment that names this taking."""
        return int(self.args["until"])

    @property
    def occurrence(self) -> str:
        """What is the same however often this is taken: its kind, its key and what tells it from others."""
        told = ":".join([self.kind, *(str(value) for name, value in self.args.items() if name != "until")])
        return told if len(told) <= _TELLING else f"{self.kind}:{sha256(told.encode()).hexdigest()}"


class Kind(ABC):
    """A table of due work and what is done about a row of it.

    `perform` may be called from any thread, again after it was done, and for a row that is gone: then it does nothing.
    """

    name: str
    table: Table
    order: tuple[str, ...]
    """The columns by which rows that were taken together are done."""

    tells: tuple[str, ...] = ()
    """Columns beside the key that an item carries, since they tell one occurrence from another."""

    only: str = ""
    """See `DueRows`."""

    sets: str = ""
    """See `DueRows`."""

    leaves_due: bool = False
    """Whether doing it makes rows of other kinds due, of which others are to be told."""

    def __init__(self, database: Engine) -> None:
        self.database = database
        self.rows = DueRows(self.table, self.order, self.tells, self.only, self.sets)

    def take(self, connection: Connection, now: int, until: int, limit: int) -> list[Item]:
        """At most `limit` pieces that are due at `now`, in order, each the caller's until `until`."""
        return [self._item(row, until) for row in self.rows.take(connection, now, until, limit)]

    @abstractmethod
    def perform(self, item: Item) -> int:
        """Do it; how much happened. Raises whatever went wrong; the caller puts it off then."""

    def lock(self, row: Mapping[str, Any]) -> str:
        """The lock of what a row asks for."""
        return ""

    def found(self, item: Item) -> Row[Any] | None:
        """The row of an item as it is now; None where it is gone or is another occurrence."""
        with reading(self.database) as connection:
            row = self.rows.row(connection, self.key(item))
        if row is None or any(row._mapping[column] != item.args[column] for column in self.tells):
            return None
        return row

    def key(self, item: Item) -> dict[str, str | int]:
        """The primary key of an item's row."""
        return {column: item.args[column] for column in self.rows.key}

    def settle(self, item: Item, next_at: int | None) -> None:
        """Look again at `next_at` (None: never), unless somebody has made it due meanwhile."""
        with self.database.begin() as connection:
            self.rows.settle(connection, self.key(item), item.until, next_at)

    def _item(self, row: Mapping[str, Any], until: int) -> Item:
        columns: Sequence[str] = (*self.rows.key, *self.tells)
        return Item(self.name, {**{column: row[column] for column in columns}, "until": until}, self.lock(row))
