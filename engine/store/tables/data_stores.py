"""Data stores of the diagrams, and the steps that wait for rows of them."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from engine.store.metadata import metadata
from engine.store.tables.due import due_columns, due_index

data_store_row = Table(
    "data_store_row",
    metadata,
    Column("store", String(63), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("instance_id", String(32), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Index("ix_data_store_row_instance_id", "instance_id"),
    sqlite_with_rowid=False,
)
"""Rows of all data stores. `value` is JSON, `null` where the row was deleted; the instance and the place in its journal
(`seq`) say who wrote it last, so that `verify` can hold every row to a journal."""

store_read = Table(
    "store_read",
    metadata,
    Column("instance_id", String(32), primary_key=True),
    Column("token", BigInteger, primary_key=True),
    Column("wanted", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    *due_columns(),
    due_index("store_read"),
    sqlite_with_rowid=False,
)
"""Steps that begin once they have their rows: `wanted` is a JSON list of [store, key], `seq` tells questions apart."""
