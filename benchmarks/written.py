"""What one completed user task costs in statements and bytes: `python -m benchmarks.written`.

A case of ten user tasks (`diagrams/chain.bpmn`); the last completion of each case is left out, since it opens no task.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg
from sqlalchemy import Engine as Database
from sqlalchemy import event, text

from benchmarks.load import (
    ACTOR,
    FIRST_TASK,
    TASKS,
    Place,
    completion,
    postgresql,
    quiet,
    server_version,
    sqlite,
    start,
)
from benchmarks.machine import machine, table
from engine.runtime.engine import Engine
from engine.store import prepared
from tests.postgres import cluster

CASES = 100


def main() -> None:
    quiet()
    rows = []
    with cluster(fsync=True) as server:
        places: tuple[tuple[str, Place], ...] = (("PostgreSQL", postgresql(server, "written")), ("SQLite", sqlite))
        for name, place in places:
            with place() as url:
                rows += _measure(name, url)
        version = server_version(server)
    print(machine())
    print(f"{version}\n")
    print(table(["", "statements", "journal B", "projections B", "together B", "log B"], rows))
    print("\njournal, projections: sizes of the rows added; log: what the database wrote to its write-ahead log.")


def _measure(name: str, url: str) -> list[list[str]]:
    with Engine(url) as engine:
        # Every shape of statement once, on the one connection that is used.
        (warm,) = start(engine, 1)
        _complete(engine, [warm], TASKS)
        before = _sizes(engine.database)
        with _counting(engine.database) as started:
            ids = start(engine, CASES)
        between = _sizes(engine.database)
        with _counting(engine.database) as completed:
            _complete(engine, ids, TASKS - 1)
        after = _sizes(engine.database)
    return [
        [f"{name}: a start", *_row(len(started), before, between, CASES)],
        [f"{name}: a completion", *_row(len(completed), between, after, CASES * (TASKS - 1))],
    ]


def _complete(engine: Engine, ids: list[str], tasks: int) -> None:
    for number in range(tasks):
        for id in ids:
            engine.complete(id, FIRST_TASK + number, completion(number), ACTOR)


def _row(statements: int, before: tuple[float, ...], after: tuple[float, ...], count: int) -> list[str]:
    journal, projections, log = ((late - early) / count for early, late in zip(before, after, strict=True))
    return [
        f"{statements / count:.2f}",
        f"{journal:,.0f}",
        f"{projections:,.0f}",
        f"{journal + projections:,.0f}",
        f"{log:,.0f}" if log else "–",
    ]


def _sizes(database: Database) -> tuple[float, float, float]:
    """Bytes in the journal's rows, in the projections' rows, and in the write-ahead log so far (0: not told)."""
    with database.connect() as connection:
        if database.dialect.name == "postgresql":
            size = "COALESCE((SELECT sum(pg_column_size(t.*)) FROM {0} t), 0)"
            log = "pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')"
        else:
            size, log = "COALESCE((SELECT sum(payload) FROM dbstat WHERE name = '{0}'), 0)", "0"
        projections = " + ".join(size.format(name) for name in ("instance", "user_task", "task_candidate"))
        row = connection.execute(text(f"SELECT {size.format('journal')}, {projections}, {log}")).one()
    return float(row[0]), float(row[1]), float(row[2])


@contextmanager
def _counting(database: Database) -> Iterator[list[str]]:
    """Every statement that reaches the database, BEGIN and COMMIT among them."""
    statements: list[str] = []
    if database.dialect.name == "postgresql":
        execute = psycopg.Cursor.execute

        def counted(self: Any, query: Any, *args: Any, **more: Any) -> Any:
            statements.append(str(query))
            return execute(self, query, *args, **more)

        commit = prepared.execute

        def committed(*args: Any) -> bool:
            statements.append(args[2])
            return commit(*args)

        with patch.object(psycopg.Cursor, "execute", counted), patch.object(prepared, "execute", committed):
            yield statements
        return

    def trace(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(statements.append)

    event.listen(database, "checkout", trace)
    try:
        yield statements
    finally:
        event.remove(database, "checkout", trace)


if __name__ == "__main__":
    main()
