"""Keeps the journal, the snapshots and the projections, on SQLite and on PostgreSQL."""

from engine.store.database import open_database, reading
from engine.store.migrate import migrate

__all__ = ["migrate", "open_database", "reading"]
