"""What outside systems pushed."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from engine.store.metadata import metadata

outside_push = Table(
    "outside_push",
    metadata,
    Column("system", String(20), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("receipt", String(32), nullable=False, unique=True),
    Column("kind", String(10), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("case_number", Text, nullable=False),
    Column("reference", String(100), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Index("ix_outside_push_received_at", "received_at"),
)
"""One row a push: `key` is the sender's, `receipt` ours and the id of the message that it became; `kind` is report or
update, and an update's `case_number` the case it is for. `fingerprint` is the SHA-256 of what was sent, which is not kept."""
