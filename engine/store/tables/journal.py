"""The journal, append-only by trigger, and the snapshots that shorten reading it."""

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, String, Table, Text, UniqueConstraint

from engine.store.metadata import metadata

journal = Table(
    "journal",
    metadata,
    Column("instance_id", String(32), ForeignKey("instance.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    # Unique over all instances: a repeated start meets itself, and one message reaches one receiver.
    Column("command_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("command_id"),
)
"""One row a command; `engine.store.chain` defines `body` and `hash`. The other columns repeat the body for searching."""

snapshot = Table(
    "snapshot",
    metadata,
    Column("instance_id", String(32), ForeignKey("instance.id"), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("engine", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""The newest snapshot of an instance: its state after command `seq`, readable only by the same `engine` version."""
