"""The database that every scenario starts from: the procedures deployed once, no case yet, as bytes."""

import tempfile
from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from engine.runtime.engine import Engine as ProcessEngine
from engine.runtime.permissions import Actor
from engine.store.database import open_database
from engine.store.migrate import migrate
from web.scenarios import outside

_DEPLOYER = Actor("policy")

_VERSIONS = slice(18, 20)
_NO_LOG = b"\x01\x01"
"""Where a database file says that it has a write-ahead log, and what it says without: one in memory can have none
(https://www.sqlite.org/fileformat.html, 1.3.3)."""


def template(
    files: Mapping[str, bytes],
    clauses: Collection[str] | None,
    given: Callable[[Connection], None] = lambda connection: None,
) -> bytes:
    """A database in which these files are deployed, over whatever `given` puts there first. Raises Refused."""
    with tempfile.TemporaryDirectory(prefix="tiaokuai-") as folder:
        database = quick_database(Path(folder) / "template.db")
        restore(database, _empty())
        try:
            with database.begin() as connection:
                given(connection)
            with ProcessEngine(database, outside.handlers({})) as engine:
                engine.deploy(files, _DEPLOYER, clauses=clauses)
            return _bytes(database)
        finally:
            database.dispose()


def quick_database(path: Path) -> Engine:
    """A database whose loss nobody would regret: it waits for no disk."""
    database = open_database(f"sqlite:///{path}")
    event.listen(database, "connect", _hurry)
    return database


def restore(database: Engine, content: bytes) -> None:
    """Make a database of `quick_database` what these bytes hold."""
    source: Any = SqliteConnection(":memory:")
    source.deserialize(content)
    copy(source, database)
    source.close()


def copy(source: SqliteConnection, database: Engine) -> None:
    """The same from a database in memory."""
    connection = database.raw_connection()
    target: Any = connection.driver_connection
    source.backup(target)
    connection.close()


def _bytes(database: Engine) -> bytes:
    """Its content by itself, without the log beside the file."""
    connection, alone = database.raw_connection(), SqliteConnection(":memory:")
    source: Any = connection.driver_connection
    source.backup(alone)
    connection.close()
    content: bytes = alone.serialize()
    alone.close()
    return content[: _VERSIONS.start] + _NO_LOG + content[_VERSIONS.stop :]


@cache
def _empty() -> bytes:
    """A migrated database; migrating takes longer than most scenarios."""
    with tempfile.TemporaryDirectory(prefix="tiaokuai-") as folder:
        database = quick_database(Path(folder) / "empty.db")
        migrate(database)
        content = _bytes(database)
        database.dispose()
        return content


def _hurry(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA synchronous = OFF")
