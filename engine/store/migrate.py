"""Brings a database to the newest schema; safe to run again and by several processes at once."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from engine.store.database import is_postgresql, open_database, reading

_LOCK = 0x7469616F
"""The PostgreSQL advisory lock that lets one process migrate at a time ("tiao")."""


def migrate(database: str | Engine, revision: str = "head") -> None:
    """Run every migration up to `revision` in one transaction."""
    engine = open_database(database) if isinstance(database, str) else database
    try:
        config = _configuration()
        with engine.begin() as connection:
            if is_postgresql(engine):
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        if isinstance(database, str):
            engine.dispose()


def is_migrated(database: Engine) -> bool:
    """Whether the database has exactly this version's schema. Raises SQLAlchemy's error where it cannot be reached."""
    with reading(database) as connection:
        return MigrationContext.configure(connection).get_current_revision() == _newest()


@cache
def _newest() -> str | None:
    return ScriptDirectory.from_config(_configuration()).get_current_head()


def _configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
