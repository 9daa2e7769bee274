"""The operations journal is append-only, chained, without gaps under concurrent writers, and verified."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from engine.runtime.engine import Engine
from engine.store.database import is_postgresql
from engine.store.metadata import metadata
from web.modeler.publishing import journal
from web.modeler.publishing.tables import operations_journal


def write(database: sa.Engine, count: int = 3) -> None:
    for number in range(count):
        with database.begin() as connection:
            journal.record(connection, 1000 + number, "zhi", "version.proposed", "case_intake", {"version": number})


def faults(database: sa.Engine) -> list[str]:
    return [wrong for _, wrong in journal.verify(database) if wrong]


def tamper(database: sa.Engine, statement: str) -> None:
    """What only somebody can do who owns the database."""
    with database.begin() as connection:
        if is_postgresql(database):
            connection.execute(sa.text("ALTER TABLE operations_journal DISABLE TRIGGER USER"))
        else:
            for name in ("update", "delete"):
                connection.execute(sa.text(f"DROP TRIGGER IF EXISTS operations_journal_refuses_{name}"))
        connection.execute(sa.text(statement))


def test_the_migration_makes_what_the_table_declares(engine: Engine) -> None:
    with engine.database.connect() as connection:
        only = {"include_object": lambda _, name, kind, *__: kind != "table" or name == operations_journal.name}
        assert compare_metadata(MigrationContext.configure(connection, opts=only), metadata) == []


def test_rows_are_numbered_chained_and_found(engine: Engine) -> None:
    write(engine.database, 5)
    with engine.database.begin() as connection:
        journal.record(connection, 9000, "li", "version.approved", "joint_meeting")
    assert [seq for seq, wrong in journal.verify(engine.database) if not wrong] == [1, 2, 3, 4, 5, 6]
    first, before = journal.entries(engine.database, limit=4)
    assert [one.seq for one in first] == [6, 5, 4, 3]
    rest, end = journal.entries(engine.database, limit=4, before=before)
    assert ([one.seq for one in rest], end) == ([2, 1], 0)
    (only,) = journal.entries(engine.database, who="li")[0]
    assert (only.action, only.subject, only.at) == ("version.approved", "joint_meeting", 9000)
    assert [one.details["version"] for one in journal.entries(engine.database, subject="case_intake")[0]] == [
        4,
        3,
        2,
        1,
        0,
    ]


@pytest.mark.parametrize("statement", ["UPDATE operations_journal SET actor = 'x'", "DELETE FROM operations_journal"])
def test_no_row_is_changed_or_removed(engine: Engine, statement: str) -> None:
    write(engine.database)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.database.begin() as connection:
        connection.execute(sa.text(statement))
    assert faults(engine.database) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE operations_journal SET actor = 'somebody else' WHERE seq = 2", "row 2: actor is not"),
        ("UPDATE operations_journal SET body = hash WHERE seq = 2", "row 2: the hash"),
        ("DELETE FROM operations_journal WHERE seq = 2", "row 2 is missing"),
        ("UPDATE operations_journal SET hash = body WHERE seq = 1", "row 1: the hash"),
    ],
)
def test_what_was_tampered_with_is_found(engine: Engine, statement: str, said: str) -> None:
    write(engine.database)
    tamper(engine.database, statement)
    (wrong,) = faults(engine.database)
    assert said in wrong


def test_a_transaction_that_fails_leaves_no_row_and_no_gap(engine: Engine) -> None:
    write(engine.database, 1)
    with engine.database.connect() as connection:
        journal.record(connection, 5, "zhi", "version.published", "case_intake")
        connection.rollback()
    write(engine.database, 1)
    assert [seq for seq, wrong in journal.verify(engine.database) if not wrong] == [1, 2]


def test_writers_at_the_same_moment_follow_each_other(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: write(engine.database, 5), range(8)))
    assert [wrong for _, wrong in journal.verify(engine.database)] == [""] * 40
