"""Whether a step costs more in an old case than in a young one: `python -m benchmarks.growth`.

One case goes 2,000 times round a loop with a user task in it. Around its iteration 1,000 its steps are timed in turn
with the steps of fresh cases around their iteration 10, so that whatever else the machine does falls on both alike.
Compared are medians of the times, the bytes of the journal's row, those of the snapshot, and how long an engine that
remembers nothing takes to load the case.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from sqlalchemy import func, select

from benchmarks.machine import machine, table
from engine.history import verify
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from engine.runtime.settings import RuntimeSettings
from engine.store import migrate, reading
from engine.store.tables import journal, snapshot
from tests.postgres import cluster
from tests.process_files import GROUP, loop

ACTOR = Actor("officer", frozenset({GROUP}))
YOUNG, OLD, END = 10, 1000, 2000
AROUND = 5
"""A fresh case is timed from `AROUND` iterations before `YOUNG` to as many after."""
CASES = 20


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    rows = []
    with cluster(fsync=True) as server:
        for name, url in (("PostgreSQL", _itself(server)), ("SQLite", _sqlite())):
            with url as opened:
                rows += _measure(name, opened)
    print(machine())
    print()
    print(table(["one step of a loop", f"iteration {YOUNG}", f"iteration {OLD}", "ratio"], rows))
    print(f"\nBoth cases ended after {END} iterations and verify found no difference.")


def _measure(name: str, url: str) -> list[list[str]]:
    migrate(url)
    # A snapshot every ten commands, so that there is one at both ages.
    with Engine(url, settings=RuntimeSettings(snapshot_every=10)) as engine:
        engine.deploy({"loop.bpmn": loop()}, ACTOR)
        old = _Case(engine)
        old.go(OLD - CASES * AROUND)
        young_times: list[float] = []
        old_times: list[float] = []
        young = old
        for _ in range(CASES):
            young = _Case(engine)
            young.go(YOUNG - AROUND)
            for _ in range(2 * AROUND):
                young_times.append(young.step())
                old_times.append(old.step())
        sizes = [(_snapshot(engine, case.id), _load(engine, case.id)) for case in (young, old)]
        bodies = [_row(engine, young.id, YOUNG), _row(engine, old.id, OLD)]
        old.go(END)
        status = engine.case(old.id).instance.status
        differences = [str(one.difference) for one in verify(engine.database) if one.difference]
    if status != "completed" or differences:
        raise SystemExit(f"{name}: {status}, {differences}")
    pairs: list[tuple[str, float, float, str]] = [
        ("time, ms", statistics.median(young_times), statistics.median(old_times), ".3f"),
        ("journal row, B", bodies[0], bodies[1], ",.0f"),
        ("snapshot, B", sizes[0][0], sizes[1][0], ",.0f"),
        ("cold load, ms", sizes[0][1], sizes[1][1], ".2f"),
    ]
    return [
        [f"{name}: {what}", format(one, style), format(other, style), f"{other / one:.2f}"]
        for what, one, other, style in pairs
    ]


class _Case:
    """A case in the loop, with the number of its iterations so far."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.id = engine.start("p", {"street": "江川路街道"}, ACTOR)
        self.iteration = 0

    def go(self, iteration: int) -> None:
        """Step until so many iterations are done."""
        while self.iteration < iteration:
            self.step()

    def step(self) -> float:
        """Complete the open task; how many milliseconds it took."""
        self.iteration += 1
        token = self._engine.open_tasks(self.id)[0].token
        values = {"result": "已处置", "done": self.iteration == END}
        started = time.perf_counter()
        self._engine.complete(self.id, token, values, ACTOR)
        return (time.perf_counter() - started) * 1000


def _snapshot(engine: Engine, id: str) -> int:
    with reading(engine.database) as connection:
        return connection.scalar(select(func.length(snapshot.c.body)).where(snapshot.c.instance_id == id)) or 0


def _row(engine: Engine, id: str, iteration: int) -> int:
    query = select(func.length(journal.c.body)).where(journal.c.instance_id == id, journal.c.seq == iteration + 1)
    with reading(engine.database) as connection:
        return connection.scalar(query) or 0


def _load(engine: Engine, id: str) -> float:
    """Milliseconds to read the case when nothing of it is in memory."""
    took = []
    for _ in range(15):
        engine.forget()
        started = time.perf_counter()
        engine.variables(id)
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


@contextmanager
def _itself(url: str) -> Iterator[str]:
    yield url


@contextmanager
def _sqlite() -> Iterator[str]:
    directory = Path(tempfile.mkdtemp(prefix="tiaokuai-growth-"))
    try:
        yield f"sqlite:///{directory / 'growth.db'}"
    finally:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
