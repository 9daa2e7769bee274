"""The diagrams' data stores, for handlers and pages: what all cases have written there (BPMN 2.0.2 §10.4.1)."""

from typing import Any

from sqlalchemy import Engine

from engine.errors import TooManyRows
from engine.store import data_stores
from engine.store.data_stores import StoredRow
from engine.store.database import reading

__all__ = ["MOST_ROWS", "StoredRow", "row", "rows"]

MOST_ROWS = 10_000
"""More rows than these are not read at a time: narrow them by their fields."""


def row(database: Engine, store: str, key: str | int, /) -> StoredRow | None:
    """The row of a key; None where there is none."""
    with reading(database) as connection:
        return data_stores.row(connection, store, str(key))


def rows(database: Engine, store: str, /, **fields: Any) -> list[StoredRow]:
    """The rows by key, those whose values hold these fields, as in `rows(database, "agency_grades", year=2026)`.

    A field is a text, a number, a truth value, or None for one that is null or not there. Raises `TooManyRows` rather
    than leave rows out of a sum, and ValueError for what is no field's name.
    """
    with reading(database) as connection:
        found = list(data_stores.rows(connection, store, fields, MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        raise TooManyRows(f"More than {MOST_ROWS} rows of {store} fit; ask for fewer.", store=store, limit=MOST_ROWS)
    return found
