"""User-task completions a second through the engine's public API, with the whole journal: `python -m benchmarks.steps`.

A case has ten user tasks, each for a candidate group. Every process has an engine of its own and its own cases, all
started before the clock runs, and completes them in turn, so that each completion belongs to another case than the one
before. PostgreSQL runs as its own cluster with fsync and synchronous_commit on; SQLite with synchronous=FULL.
"""

import argparse
import multiprocessing
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import structlog
from sqlalchemy import Engine as Database
from sqlalchemy import event, text

from benchmarks.machine import machine, table
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from engine.store import migrate, open_database
from tests.postgres import cluster
from tests.process_files import GROUP, chain, user_task

TASKS = 10
FIRST_TASK = 2
"""The token of a case's first user task: the start event has 1, and a chain numbers its elements in order."""

ACTOR = Actor("officer", frozenset({GROUP}))


@dataclass(frozen=True, slots=True)
class Run:
    """What one process measured: times of single completions in milliseconds, and when it began and ended (s)."""

    milliseconds: list[float]
    began: float
    ended: float


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=200, help="cases a process")
    cases: int = arguments.parse_args().cases
    rows, costs = [], []
    with cluster(fsync=True) as server:
        for name, make in (("PostgreSQL", _postgresql(server)), ("SQLite", _sqlite)):
            for processes in (1, 2):
                with make() as url:
                    rows.append([name, str(processes), *_speed(url, processes, cases)])
            with make() as url:
                costs.append([name, *_cost(url)])
        with open_database(server).connect() as connection:
            postgresql = connection.scalar(text("SHOW server_version"))
    print(machine())
    print(f"PostgreSQL   {postgresql}, fsync on, synchronous_commit on\n")
    print(table(["database", "processes", "completions", "a second", "p50 ms", "p95 ms"], rows))
    print()
    heads = ["a completion on", "statements", "journal B", "projections B", "together B", "log B"]
    print(table(heads, costs))
    print("\njournal, projections: sizes of the rows added; log: what the database wrote to its write-ahead log.")


def _speed(url: str, processes: int, cases: int) -> list[str]:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(processes)
    results: Any = context.Queue()
    workers = [context.Process(target=_work, args=(url, cases, barrier, results)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    runs: list[Run] = [results.get(timeout=600) for _ in workers]
    for worker in workers:
        worker.join()
    elapsed = max(run.ended for run in runs) - min(run.began for run in runs)
    times = sorted(one for run in runs for one in run.milliseconds)
    return [
        str(len(times)),
        f"{len(times) / elapsed:,.0f}",
        f"{statistics.median(times):.2f}",
        f"{times[int(len(times) * 0.95)]:.2f}",
    ]


def _work(url: str, cases: int, barrier: Any, results: Any) -> None:
    _quiet()
    with Engine(url) as engine:
        ids = [engine.start("p", {"street": "江川路街道", "number": number}, ACTOR) for number in range(cases)]
        _complete(engine, [engine.start("p", {}, ACTOR) for _ in range(20)], [])
        barrier.wait()
        began = time.time()
        times: list[float] = []
        _complete(engine, ids, times)
        results.put(Run(times, began, time.time()))


def _complete(engine: Engine, ids: list[str], times: list[float]) -> None:
    for number in range(TASKS):
        values = {"result": "已处置", "checked": True, "step": number}
        for id in ids:
            started = time.perf_counter()
            engine.complete(id, FIRST_TASK + number, values, ACTOR)
            times.append((time.perf_counter() - started) * 1000)


def _cost(url: str, cases: int = 20) -> list[str]:
    """Statements and bytes of one completion, the last of a case left out: it opens no task."""
    _quiet()
    with Engine(url) as engine:
        warm = [engine.start("p", {"street": "江川路街道"}, ACTOR) for _ in range(2)]
        _complete(engine, warm, [])
        ids = [engine.start("p", {"street": "江川路街道", "number": number}, ACTOR) for number in range(cases)]
        before = _sizes(engine.database)
        with _counting(engine.database) as statements:
            for number in range(TASKS - 1):
                for id in ids:
                    engine.complete(
                        id, FIRST_TASK + number, {"result": "已处置", "checked": True, "step": number}, ACTOR
                    )
        count = cases * (TASKS - 1)
        after = _sizes(engine.database)
    journal, projections, log = ((late - early) / count for early, late in zip(before, after, strict=True))
    logged = f"{log:,.0f}" if log else "–"
    return [
        f"{len(statements) / count:.2f}",
        f"{journal:,.0f}",
        f"{projections:,.0f}",
        f"{journal + projections:,.0f}",
        logged,
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

        psycopg.Cursor.execute = counted  # type: ignore[method-assign]
        try:
            yield statements
        finally:
            psycopg.Cursor.execute = execute  # type: ignore[method-assign]
        return

    def trace(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(statements.append)

    event.listen(database, "checkout", trace)
    try:
        yield statements
    finally:
        event.remove(database, "checkout", trace)


def _deploy(url: str) -> None:
    migrate(url)
    _quiet()
    with Engine(url) as engine:
        engine.deploy({"p.bpmn": chain(*(user_task(f"task{number}") for number in range(TASKS)))}, ACTOR)


def _postgresql(server: str) -> Callable[[], Any]:
    names = iter(f"steps{number}" for number in range(100))

    @contextmanager
    def make() -> Iterator[str]:
        name = next(names)
        with open_database(server).execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        url = server.rpartition("/")[0] + f"/{name}"
        _deploy(url)
        yield url

    return make


@contextmanager
def _sqlite() -> Iterator[str]:
    directory = Path(tempfile.mkdtemp(prefix="tiaokuai-steps-"))
    try:
        url = f"sqlite:///{directory / 'steps.db'}"
        _deploy(url)
        yield url
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))


if __name__ == "__main__":
    main()
