"""Procrastinate's tables in our database: made, upgraded and checked.

Procrastinate ships its whole schema and one file for each change. Which changes a database has stands in the table
`queue_migration`: a new database gets the whole schema and the names of all files; one that exists gets the files whose
names it lacks, in their order, each in a transaction of its own.
"""

from importlib import resources

from sqlalchemy import Connection, Engine, inspect, text

from engine.store import queue
from engine.store.database import is_postgresql

_LOCK = 0x7469_7175
"""The advisory lock that lets one process install at a time ("tiqu")."""

_TABLE = (
    "CREATE TABLE IF NOT EXISTS queue_migration (name TEXT PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())"
)
_APPLIED = text("SELECT name FROM queue_migration")
_RECORD = text("INSERT INTO queue_migration (name) VALUES (:name)")
_JOBS = "procrastinate_jobs"


class QueueUnusable(RuntimeError):
    """The database cannot serve the distributed queue."""


def shipped() -> list[str]:
    """The names of the library's change files, in the order in which they apply."""
    folder = resources.files("procrastinate.sql") / "migrations"
    return sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))


def script(name: str) -> str:
    """The text of one change file."""
    return (resources.files("procrastinate.sql") / "migrations" / name).read_text(encoding="utf-8")


def install(database: Engine) -> None:
    """Make or upgrade the queue's tables; safe to run again and by several processes at once. Raises `QueueUnusable`."""
    if not is_postgresql(database):
        raise QueueUnusable("The distributed queue needs PostgreSQL.")
    with database.begin() as connection:
        _lock(connection)
        if not inspect(connection).has_table("queue_migration"):
            _create(connection)
    for name in shipped():
        with database.begin() as connection:
            _lock(connection)
            if name not in set(connection.scalars(_APPLIED)):
                _run(connection, script(name))
                connection.execute(_RECORD, {"name": name})
    with database.begin() as connection:
        _lock(connection)
        for statement in queue.PREPARE:
            _run(connection, statement)


def missing(database: Engine) -> list[str]:
    """The changes that this database lacks; empty where the queue is ready."""
    if not is_postgresql(database):
        raise QueueUnusable("The distributed queue needs PostgreSQL.")
    with database.connect() as connection:
        if not inspect(connection).has_table("queue_migration"):
            return shipped()
        applied = set(connection.scalars(_APPLIED))
    return [name for name in shipped() if name not in applied]


def _create(connection: Connection) -> None:
    if inspect(connection).has_table(_JOBS):
        raise QueueUnusable(
            "This database holds a Procrastinate queue that Tiaokuai did not make: give Tiaokuai a database of its own."
        )
    from procrastinate.schema import SchemaManager  # loaded for nobody else: it takes a quarter of a second

    connection.exec_driver_sql(_TABLE)
    _run(connection, SchemaManager.get_schema())
    connection.execute(_RECORD, [{"name": name} for name in shipped()])


def _run(connection: Connection, statements: str) -> None:
    """Several statements, which hold percent signs: without parameters the driver sends the text as it is."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statements)
    finally:
        cursor.close()


def _lock(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
