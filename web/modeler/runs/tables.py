"""The table of work that takes longer than somebody waits for a page."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from engine.store.metadata import metadata
from engine.store.tables.due import due_columns, due_index

workshop_run = Table(
    "workshop_run",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("procedure", String(100), nullable=False),
    Column("args", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("result", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("asked_by", String(100), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("begun_at", BigInteger),
    Column("ended_at", BigInteger),
    *due_columns(),
    Index("ix_workshop_run_procedure", "procedure", "asked_at"),
    due_index("workshop_run"),
)
"""`args` and `result` are JSON objects, `message` is one with `zh` and `en`, '' where there is none yet. `done` of `total` steps
(0: not known yet). Here `attempts` counts how often the run was begun."""
