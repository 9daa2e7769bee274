"""The table of examples that are kept to try a decision with again."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from engine.store.metadata import metadata

decision_example = Table(
    "decision_example",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("procedure", String(100), nullable=False),
    Column("file", String(200), nullable=False),
    Column("decision", String(200), nullable=False),
    Column("name", String(100), nullable=False),
    Column("entered", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("made_by", String(100), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Index("ix_decision_example_decision", "procedure", "file", "decision", "made_at"),
)
"""`entered` is the JSON object of what was typed by field, `result` the JSON value that came of it when it was kept."""
