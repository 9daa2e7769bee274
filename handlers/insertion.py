"""Inserts that a job tried again, or two workers at once, cannot do twice."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert


def insert(connection: Connection, table: Table) -> Insert:
    """An INSERT of the connection's own dialect, so that it knows ON CONFLICT."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def insert_once(connection: Connection, table: Table, row: Mapping[str, Any], *, unique: tuple[str, ...]) -> bool:
    """Insert `row` unless a row with the same `unique` columns is there; whether it was inserted."""
    statement = insert(connection, table).values(**row).on_conflict_do_nothing(index_elements=list(unique))
    # What comes back says it: the row count of an INSERT is not known on every driver.
    return connection.execute(statement.returning(*table.primary_key)).first() is not None
