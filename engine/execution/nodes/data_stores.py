"""Reading and writing rows of data stores (BPMN 2.0.2 §10.4.1), which lie outside the instance.

A row that is written is an event. A row that is read has to come with a command, so the step waits for it before its
input mappings; a mapping that fails afterwards reads the row anew when it is tried again.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from engine.diagrams.model import StoreRead, StoreWrite
from engine.execution.events import StoreReadOpened, StoreRowWritten
from engine.execution.expressions import FormulaGroup, formula, shown
from engine.execution.open_work import OpenStoreRead
from engine.execution.standstill import Standstill
from engine.execution.variables import Scope

if TYPE_CHECKING:
    from engine.execution.token import Token

LONGEST_KEY = 500
"""In characters; a longer text would not fit into the index of the table."""


class Written(NamedTuple):
    """One row to write."""

    store: str
    key: str
    value: Any


class StoreReader:
    """The rows that a step asks for before it begins."""

    def __init__(self, reads: Sequence[StoreRead]) -> None:
        self.names = [read.name for read in reads]
        self.stores = [read.row.store for read in reads]
        self.keys = FormulaGroup([formula(read.row.key) for read in reads])

    def ask(self, token: "Token") -> None:
        """Let `token` wait for its rows. Raises Standstill."""
        instance = token.instance
        keys = self.keys.evaluate(token.scope, instance.now)
        rows = [(store, row_key(store, key)) for store, key in zip(self.stores, keys, strict=True)]
        process = token.task_spec.process
        instance.open.store_reads[token.id] = OpenStoreRead(token.id, token.element, process, rows)
        instance.events.append(StoreReadOpened(token=token.id, element=token.element, rows=rows, process=process))

    def staged(self, token: "Token") -> Scope:
        """What the input mappings see: the rows by name, used up, around them the token's own scope."""
        rows, token.rows = token.rows or [], None
        return Scope(token.id, token.scope, dict(zip(self.names, rows, strict=True)))


class StoreWriter:
    """The rows that a step writes when it ends."""

    def __init__(self, writes: Sequence[StoreWrite]) -> None:
        self.stores = [write.row.store for write in writes]
        self.formulas = FormulaGroup([formula(part) for write in writes for part in (write.row.key, write.value)])

    def prepare(self, scope: Scope, now: int) -> list[Written]:
        """The rows, seen from `scope`. Raises Standstill."""
        found = self.formulas.evaluate(scope, now)
        pairs = zip(self.stores, found[::2], found[1::2], strict=True)
        return [Written(store, row_key(store, key), _storable(store, value)) for store, key, value in pairs]


def write(token: "Token", rows: Sequence[Written]) -> None:
    """Say that rows are written."""
    for row in rows:
        token.instance.events.append(
            StoreRowWritten(
                token=token.id,
                element=token.element,
                store=row.store,
                key=row.key,
                value=row.value,
                process=token.task_spec.process,
            )
        )


def row_key(store: str, value: Any) -> str:
    """The key as a text. Raises Standstill for what is neither a text nor a number."""
    details = {"store": store, "value": shown(value)}
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        message = f"The key of a row of {store} must be a text or a number, but is {shown(value)}."
        raise Standstill("expression", message, details)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    key = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    if len(key) > LONGEST_KEY or "\0" in key:
        message = f"The key of a row of {store} has at most {LONGEST_KEY} printable characters."
        raise Standstill("expression", message, details)
    return key


def _storable(store: str, value: Any) -> Any:
    """The value of a row. Raises Standstill for the one character that no database keeps."""
    if b"\\u0000" in msgspec.json.encode(value):
        message = f"A row of {store} cannot hold the character NUL, but should be {shown(value)}."
        raise Standstill("expression", message, {"store": store, "value": shown(value)})
    return value
