"""The migrations make what the tables declare, on both databases, however often they run."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from engine.store import migrate, open_database, tables
from engine.store.metadata import metadata
from web import organisation
from web.organisation import Held

MIGRATIONS = Path(__file__).parents[2] / "engine" / "store" / "migrations"
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


def test_memberships_outlive_the_way_back_from_dates_and_forth(database_url: str) -> None:
    database = open_database(database_url)
    held = [Held("clerk@office", "2020-01-01", "2020-12-31"), Held("clerk@office", "2022-01-01")]
    organisation.load(
        database,
        organisation.Organisation(
            [organisation.Unit("office", "办", "Office", "district_body")],
            [organisation.Role("clerk", "员", "Clerk")],
            [organisation.Person("ann", "安", "Ann", held)],
        ),
        demo_people=True,
    )
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    for move, target in ((command.downgrade, "0008"), (command.upgrade, "head")):
        with database.begin() as connection:
            config.attributes["connection"] = connection
            move(config, target)
            rows = connection.execute(text("SELECT person, role, unit FROM membership")).all()
        assert [tuple(row) for row in rows] == [("ann", "clerk", "office")]
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
