"""Brings a database to the newest schema; safe to run again and by several processes at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from engine.store.database import is_postgresql, open_database

_LOCK = 0x7469616F
"""The PostgreSQL advisory lock that lets one process migrate at a time ("tiao")."""


def migrate(database: str | Engine, revision: str = "head") -> None:
    """Run every migration up to `revision` in one transaction."""
    engine = open_database(database) if isinstance(database, str) else database
    try:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.set_main_option("path_separator", "os")
        with engine.begin() as connection:
            if is_postgresql(engine):
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        if isinstance(database, str):
            engine.dispose()
