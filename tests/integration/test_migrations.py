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


def test_what_was_due_leased_or_put_off_before_still_is(database_url: str) -> None:
    database = open_database(database_url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    rows = [
        "INSERT INTO timer (instance_id, token, element, due) VALUES ('a', 1, 'w', 100), ('a', 2, 'w', 200)",
        "INSERT INTO job (instance_id, token, element, process, type, retries, headers, due, lease, leased_until) VALUES"
        " ('a', 3, 'j', '', 'h', 1, '{}', 300, '', 0), ('a', 4, 'j', '', 'h', 1, '{}', 300, 'l', 400),"
        " ('a', 5, 'j', '', 'h', 0, '{}', 0, '', 0)",
        "INSERT INTO message (id, instance_id, name, key, variables, published_at, expires_at) VALUES"
        " ('m1', '', 'n', '', '{}', 500, 900), ('m2', '', 'n', '', '{}', 600, 900)",
        "INSERT INTO subscription (instance_id, token, element, message, key) VALUES ('a', 6, 'w', 'n', '')",
        "INSERT INTO parked (kind, id, attempts, next_at) VALUES ('timer', 'a:2:200', 3, 777), ('message', 'm2', 1, 888)",
    ]
    with database.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0011")
        for row in rows:
            connection.execute(text(row))
    migrate(database)
    found = {}
    with database.connect() as connection:
        for table, key in (("timer", "token"), ("job", "token"), ("subscription", "token"), ("message", "id")):
            for row in connection.execute(text(f"SELECT {key} AS key, next_at, attempts FROM {table}")):
                found[row.key] = (row.next_at, row.attempts)
    database.dispose()
    assert found == {
        1: (100, 0),
        2: (777, 3),
        3: (300, 0),
        4: (400, 0),
        5: (None, 0),
        6: (None, 0),
        "m1": (500, 0),
        "m2": (888, 1),
    }


def test_sqlite_writes_through_to_the_disk(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'new.db'}")
    with database.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.dispose()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
