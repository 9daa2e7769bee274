"""Service tasks and timers in distributed mode, by real workers on PostgreSQL: `python -m benchmarks.queue`.

A *round trip* is a job written by its step, fetched, run by a handler that does nothing, and completed by the next
step, which writes the next job: a case has ten service tasks one after the other. All cases are started before the
workers; the clock runs from the first round trip that any of them committed to the last. `direct` 0 sends every job by
the queue; 10 lets a runner keep the job that its own step opens, ten in a row. The queue alone: entries whose row is
gone, so that there is nothing to do but fetch, look and finish. PostgreSQL has fsync and synchronous_commit on.
"""

import argparse
import multiprocessing
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy import text

from benchmarks.load import ACTOR, TASKS, new_database, quick, quiet, server_version, start
from benchmarks.machine import machine, table
from engine.runtime.clock import ManualClock
from engine.runtime.distributed.scheduler import Scheduler
from engine.runtime.distributed.schema import install
from engine.runtime.engine import Engine
from engine.runtime.handlers import JobContext
from engine.runtime.settings import RuntimeSettings
from engine.store import migrate, open_database, queue
from engine.store.queue import Entry
from tests.postgres import cluster
from tests.process_files import chain, service_task

CONCURRENCY = 4
REPETITIONS = 3
NOW = 1_800_000_000_000

_LOCKED = [
    Entry("job", {"instance_id": f"{number:032x}", "token": 1, "until": 0}, f"job:{number:032x}:1")
    for number in range(10_000)
]


class Nothing:
    """The handler."""

    name = "nothing"
    retries = 3

    def run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        return {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20 if quick() else 60, help="cases of ten service tasks a run")
    parser.add_argument("--timers", type=int, default=100_000 if quick() else 1_000_000, help="timers that wait")
    given, _ = parser.parse_known_args()
    quiet()
    with cluster(fsync=True, options=["max_wal_size=4GB"]) as server:
        trips = _round_trips(server, given.cases)
        backlog = _backlog(server)
        timers = _timers(server, given.timers, 10_000)
        version = server_version(server)
    print(machine())
    print(f"{version}; {CONCURRENCY} runners a worker\n")
    print(table(["what", "workers", "a second (median)", "of", "runs"], trips))
    print()
    print(table(["one fetch, with", "p50 ms", "worst ms"], backlog))
    print()
    print(table(["timers", "measured"], timers))


def _round_trips(server: str, cases: int) -> list[list[str]]:
    """Every measurement once, then again: what the machine does beside it meets all alike."""
    measured: dict[tuple[str, int], list[float]] = {}
    for repetition in range(REPETITIONS):
        for workers in (1, 2):
            for direct in (0, 10):
                with _database(server, f"t{repetition}{workers}{direct}") as url:
                    what = f"round trips, {'at most ten in a row without the queue' if direct else 'all by the queue'}"
                    measured.setdefault((what, workers), []).append(_worked(url, workers, direct, cases))
            with _database(server, f"q{repetition}{workers}") as url:
                measured.setdefault(("the queue alone", workers), []).append(_queue_alone(url, workers, cases * TASKS))
    return [
        [
            what,
            str(workers),
            f"{statistics.median(rates):,.0f}",
            str(cases * TASKS),
            " ".join(f"{one:,.0f}" for one in rates),
        ]
        for (what, workers), rates in sorted(measured.items())
    ]


def _worked(url: str, workers: int, direct: int, cases: int) -> float:
    with Engine(url, distributed=True) as engine:
        engine.deploy({"p.bpmn": chain(*(service_task(f"s{number}", "nothing") for number in range(TASKS)))}, ACTOR)
        start(engine, cases, "p")
        with _workers(url, workers, direct):
            _wait(engine.database, "SELECT count(*) FROM instance WHERE status <> 'completed'", cases * TASKS)
        with engine.database.connect() as connection:
            first, last = connection.execute(
                text("SELECT min(at), max(at) FROM journal WHERE kind = 'CompleteJob'")
            ).one()
    return float(cases * TASKS / (last - first) * 1000)


def _queue_alone(url: str, workers: int, entries: int) -> float:
    database = open_database(url)
    try:
        with database.begin() as connection:
            queue.promote(connection, _LOCKED[:entries])
        with _workers(url, workers, 0):
            began = _wait(database, "SELECT count(*) FROM procrastinate_jobs", entries)
            return entries / (time.perf_counter() - began)
    finally:
        database.dispose()


@contextmanager
def _workers(url: str, count: int, direct: int) -> Iterator[None]:
    context = multiprocessing.get_context("spawn")
    go, stop, up = context.Event(), context.Event(), context.Semaphore(0)
    workers = [context.Process(target=_work, args=(url, direct, up, go, stop)) for _ in range(count)]
    for worker in workers:
        worker.start()
    for _ in workers:
        up.acquire()
    go.set()
    try:
        yield
    finally:
        stop.set()
        for worker in workers:
            worker.join()


def _work(url: str, direct: int, up: Any, go: Any, stop: Any) -> None:
    quiet()
    settings = RuntimeSettings(job_threads=CONCURRENCY, direct=direct)
    with Engine(url, {Nothing.name: Nothing()}, settings=settings, distributed=True) as engine:
        import procrastinate  # noqa: F401  loaded before the clock runs

        up.release()
        go.wait()
        engine.start_workers()
        stop.wait()


def _wait(database: Database, left: str, of: int) -> float:
    """Wait until the query counts 0; returns when it first counted less than `of`."""
    began = time.perf_counter()
    begun = False
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while count := connection.scalar(text(left)):
            if not begun and count < of:
                began, begun = time.perf_counter(), True
            time.sleep(0.005)
    return began


def _backlog(server: str) -> list[list[str]]:
    """Fetches while many entries wait, each with a lock of its own: without and with our index, on a fresh session."""
    rows: list[list[str]] = []
    for name, entries, with_index in (
        ("100 waiting", 100, True),
        ("10,000 waiting", 10_000, True),
        ("10,000 waiting, without our index and plans", 10_000, False),
    ):
        with _database(server, f"b{len(rows)}") as url:
            database = open_database(url)
            with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                if with_index:
                    connection.execute(text(queue.SETTLE))
                else:
                    connection.execute(text("DROP INDEX ix_tiaokuai_queue_lock"))
                worker = connection.scalar(text("SELECT worker_id FROM procrastinate_register_worker_v1()"))
                fetch = text(f"SELECT id FROM procrastinate_fetch_job_v2(ARRAY['{queue.QUEUE}']::varchar[], {worker})")
                connection.execute(fetch)
                queue.promote(connection, _LOCKED[:entries])
                times = []
                for _ in range(40):
                    began = time.perf_counter()
                    connection.execute(fetch).scalar_one()
                    times.append((time.perf_counter() - began) * 1000)
            database.dispose()
        rows.append([name, f"{statistics.median(times):.2f}", f"{max(times):,.1f}"])
    return rows


def _timers(server: str, waiting: int, due: int) -> list[list[str]]:
    with _database(server, "timers") as url, Engine(url, clock=ManualClock(NOW), distributed=True) as engine:
        rows = (
            "INSERT INTO timer (instance_id, token, element, due, next_at, attempts)"
            " SELECT lpad(to_hex(n), 32, '0'), 1, 'wait', CAST(:at AS bigint) + n * :step, CAST(:at AS bigint) + n * :step, 0"
            " FROM generate_series(CAST(:first AS int), :last) n"
        )
        with engine.database.begin() as connection:
            values = {"at": NOW + 60_000, "step": 1000, "first": 1, "last": waiting}
            connection.execute(text(rows), values)
        with engine.database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE timer"))
        scheduler = Scheduler(engine.database, engine.due_work, engine.clock, engine.settings)
        idle = []
        for _ in range(30):
            began = time.perf_counter()
            assert scheduler.promote() == 0
            idle.append((time.perf_counter() - began) * 1000)
        rates = []
        for repetition in range(REPETITIONS):
            with engine.database.begin() as connection:
                first = waiting + repetition * due + 1
                values = {"at": NOW - 100_000_000_000, "step": 1, "first": first, "last": first + due - 1}
                connection.execute(text(rows), values)
            began, promoted = time.perf_counter(), 0
            while found := scheduler.promote():
                promoted += found
            rates.append(promoted / (time.perf_counter() - began))
            assert promoted == due
    return [
        [
            f"idle look, {waiting:,} waiting (ms, median of 30 / worst)",
            f"{statistics.median(idle):.2f} / {max(idle):.2f}",
        ],
        [f"promoted a second, {due:,} due (median)", f"{statistics.median(rates):,.0f}"],
        ["  in each run", " ".join(f"{one:,.0f}" for one in rates)],
    ]


@contextmanager
def _database(server: str, name: str) -> Iterator[str]:
    """A migrated database with the queue's tables."""
    url = new_database(server, name)
    migrate(url)
    database = open_database(url)
    install(database)
    database.dispose()
    yield url
    with open_database(server).execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


if __name__ == "__main__":
    main()
