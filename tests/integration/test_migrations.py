"""The migrations make what the tables declare, on both databases, however often they run."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from engine.store import migrate, open_database, tables
from engine.store.metadata import metadata

OURS = {metadata.tables[name].name for name in tables.__all__}


def test_migrations_and_declared_tables_agree(database_url: str) -> None:
    migrate(database_url)
    database = open_database(database_url)
    with database.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_object": lambda found, name, kind, *_: kind != "table" or name in OURS},
        )
        assert compare_metadata(context, metadata) == []
    database.dispose()


def test_sqlite_writes_through_to_the_disk(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'new.db'}")
    with database.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.dispose()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
