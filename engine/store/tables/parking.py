"""What could not be delivered or fired, and when it is tried again."""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from engine.store.metadata import metadata

parked = Table(
    "parked",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Messages, signals and timers that failed: `attempts` times, not tried before `next_at` (milliseconds since 1970)."""
