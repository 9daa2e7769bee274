"""Opens the database so that both kinds keep the same promises."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from engine.store.pool import Pool

_READS = "tiaokuai_reads"

BUSY_TIMEOUT = 20_000
"""How long a writer waits for another on SQLite, in milliseconds."""


UNPREPARED = {"prepare_threshold": None}
"""What psycopg is told where nothing is to be prepared."""


def open_database(url: str, *, pool_size: int = 10) -> Engine:
    """Connect lazily to `sqlite:///…` or `postgresql://…` (psycopg 3).

    `?prepare_threshold=none` in the address of a PostgreSQL prepares no statement and leaves the session's settings as they
    are, for a pooler that hands its connections from one client to the next.
    On PostgreSQL a connection that broke while it was idle is replaced before it is used, and a transaction is READ
    COMMITTED whatever the server's default is. On SQLite: write-ahead log, every commit synced to disk, foreign keys on.
    A transaction there begins with the write lock (BEGIN IMMEDIATE), so reading first and writing later cannot fail
    halfway; `reading` begins without it.
    """
    address = make_url(url)
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() == "postgresql":
        told = preparing(address)
        database = create_engine(
            address,
            poolclass=Pool,
            pool_size=pool_size,
            max_overflow=20,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            connect_args=told,
        )
        if told != UNPREPARED:
            event.listen(database, "connect", _prepare_postgresql)
        return database
    told = {"check_same_thread": False, "timeout": BUSY_TIMEOUT / 1000}
    database = create_engine(address, poolclass=Pool, connect_args=told)
    event.listen(database, "connect", _prepare_sqlite)
    event.listen(database, "begin", _begin_sqlite)
    return database


def preparing(address: URL) -> dict[str, Any]:
    """What psycopg is told about prepared statements where the address says something: it would pass the text on."""
    told = address.query.get("prepare_threshold")
    if told is None:
        return {}
    return UNPREPARED if told == "none" else {"prepare_threshold": int(str(told))}


def libpq(database: Engine) -> tuple[str, dict[str, Any]]:
    """How psycopg itself reaches a PostgreSQL: an address as libpq reads it, and further arguments."""
    url = database.url
    plain = url.set(drivername="postgresql").difference_update_query(["prepare_threshold"])
    return plain.render_as_string(hide_password=False), preparing(url)


def hears(database: Engine) -> bool:
    """Whether a connection may LISTEN: behind a pooler the notifications would reach somebody else's session."""
    return preparing(database.url) != UNPREPARED


@contextmanager
def reading(database: Engine) -> Iterator[Connection]:
    """A connection that only reads.

    On SQLite it sees one moment and never waits for a writer. On PostgreSQL each query sees the newest commits and
    costs one round trip; set the isolation level REPEATABLE READ on it to see one moment.
    """
    options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"} if is_postgresql(database) else {_READS: True}
    with database.connect() as connection:
        yield connection.execution_options(**options)


@contextmanager
def one_statement(database: Engine) -> Iterator[Connection]:
    """A connection for one statement that writes: its own transaction on PostgreSQL, where beginning and ending another
    would cost two round trips more."""
    if is_postgresql(database):
        with reading(database) as connection:
            yield connection
        return
    with database.begin() as connection:
        yield connection


def is_postgresql(database: Engine) -> bool:
    """Whether it is PostgreSQL, else SQLite."""
    return database.dialect.name == "postgresql"


def is_postgresql_connection(connection: Connection) -> bool:
    """Whether it is one to PostgreSQL, else to SQLite."""
    return connection.dialect.name == "postgresql"


def _prepare_sqlite(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgresql(connection: Any, _: ConnectionPoolEntry) -> None:
    """For single statements, which begin no transaction that could say it."""
    connection.autocommit = True
    connection.execute("SET default_transaction_isolation = 'read committed'")
    connection.autocommit = False


def _begin_sqlite(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql("BEGIN" if options.get(_READS) else "BEGIN IMMEDIATE")
