"""What work costs the machine: time of its processors, bytes written by the database, statements sent to it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

OPTIONS = (
    "shared_preload_libraries=pg_stat_statements",
    "pg_stat_statements.track=none",
    "checkpoint_timeout=1h",
    "max_wal_size=8GB",
)
"""Of the cluster. Statements are counted only while asked for, and no checkpoint comes between: after one, the log is
written whole pages at a time, which would fall on whoever is at work just then."""

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a contender's work added: bytes of the write-ahead log, bytes of tables with their indexes, statements."""

    log: float
    tables: float
    statements: float

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.log + other.log, self.tables + other.tables, self.statements + other.statements)

    def __truediv__(self, count: int) -> "Cost":
        return Cost(self.log / count, self.tables / count, self.statements / count)

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(self.log - other.log, self.tables - other.tables, self.statements - other.statements)


def processor_seconds(connection: Connection, processes: list[int]) -> float:
    """Time of these processes and of the database's processes that serve the connected database, since they began."""
    backends = connection.scalars(text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")).all()
    return sum(_seconds(process) for process in [*processes, *backends])


def _seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@contextmanager
def counting(connection: Connection) -> Iterator[None]:
    """While it is open every statement on the cluster is counted."""
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_stat_statements"))
    connection.execute(text("ALTER SYSTEM SET pg_stat_statements.track = 'top'"))
    connection.execute(text("SELECT pg_reload_conf()"))
    try:
        yield
    finally:
        connection.execute(text("ALTER SYSTEM RESET pg_stat_statements.track"))
        connection.execute(text("SELECT pg_reload_conf()"))


def so_far(connection: Connection) -> Cost:
    """Of the connected database, the statements without this one and without BEGIN and COMMIT. Needs `counting`."""
    row = connection.execute(text(_SO_FAR)).one()
    return Cost(float(row[0]), float(row[1]), float(row[2]))


_SO_FAR = """
SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0'),
       (SELECT sum(pg_total_relation_size(relid)) FROM pg_stat_user_tables),
       (SELECT COALESCE(sum(calls), 0) FROM pg_stat_statements
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND query NOT IN ('BEGIN', 'COMMIT') AND query NOT LIKE '%pg_stat_%')
"""
