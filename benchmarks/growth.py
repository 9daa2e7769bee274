"""Whether a step costs more in an old case than in a young one, and what it costs to load a case that nobody has in
memory: `python -m benchmarks.growth`.

One case goes 2,000 times round a loop with a user task in it. Around its steps 100 and 1,000 it is timed in turn with
fresh cases around their step 10, so that whatever else the machine does falls on both alike. Compared are medians of
the times, the bytes of the journal's row and those of the snapshot. Then an engine that remembers nothing loads cases
of 50 steps, with as much to execute after the snapshot as there can be (`snapshot_every`), and the old ones.
"""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from benchmarks.load import ACTOR, STREET, new_database, quick, quiet, server_version, sqlite
from benchmarks.machine import machine, table
from engine.history import verify
from engine.runtime.engine import Engine
from engine.runtime.settings import RuntimeSettings
from engine.store import migrate, reading
from engine.store.tables import journal, snapshot
from tests.postgres import cluster
from tests.process_files import loop

YOUNG, AGES, END = 10, (100, 1000), 2000
AROUND = 5
"""A case is timed from `AROUND` steps before an age to as many after."""
CASES = 4 if quick() else 15
"""How often a fresh case is timed beside an old one; the old one goes on `2 * AROUND` steps each time."""
COLD_STEPS = 50
LOADS = 15


def main() -> None:
    quiet()
    ages: list[list[str]] = []
    cold: list[list[str]] = []
    with cluster(fsync=True) as server:
        for name, place in (("PostgreSQL", _postgresql(server)), ("SQLite", sqlite())):
            with place as url:
                for row in _ages(name, url):
                    ages.append(row)
                cold += _cold(name, url)
        version = server_version(server)
    print(machine())
    print(f"{version}\n")
    print(table(["a step in the loop", "", f"step {YOUNG}", *(f"step {age:,}" for age in AGES), "ratios"], ages))
    print(f"\nThe cases ended after {END:,} steps and verify found no difference.\n")
    print(table(["loading a case that nobody has in memory", "rows executed", "median ms", "longest ms"], cold))


def _ages(name: str, url: str) -> list[list[str]]:
    # A snapshot every ten commands, so that there is one at every age.
    with Engine(url, settings=RuntimeSettings(snapshot_every=10)) as engine:
        engine.deploy({"loop.bpmn": loop()}, ACTOR)
        old = Case(engine)
        young_times: dict[int, list[float]] = {}
        old_times: dict[int, list[float]] = {}
        snapshots, rows = {YOUNG: 0}, {YOUNG: 0}
        for age in AGES:
            old.go(age - CASES * AROUND)
            for _ in range(CASES):
                young = Case(engine)
                young.go(YOUNG - AROUND)
                for _ in range(2 * AROUND):
                    young_times.setdefault(age, []).append(young.step())
                    old_times.setdefault(age, []).append(old.step())
                snapshots[YOUNG], rows[YOUNG] = _snapshot(engine, young.id), _row(engine, young.id, YOUNG)
            snapshots[age], rows[age] = _snapshot(engine, old.id), _row(engine, old.id, age)
        old.go(END)
        status = engine.case(old.id).instance.status
        differences = [str(one.difference) for one in verify(engine.database) if one.difference]
    if status != "completed" or differences:
        raise SystemExit(f"{name}: {status}, {differences}")
    young_median = statistics.median([one for times in young_times.values() for one in times])
    ratios = [statistics.median(old_times[age]) / statistics.median(young_times[age]) for age in AGES]
    return [
        [
            name,
            "time, ms",
            f"{young_median:.3f}",
            *(f"{statistics.median(old_times[age]):.3f}" for age in AGES),
            _ratios(ratios),
        ],
        _bytes(name, "journal row, B", rows),
        _bytes(name, "snapshot, B", snapshots),
    ]


def _bytes(name: str, what: str, sizes: dict[int, int]) -> list[str]:
    shown = [f"{sizes[age]:,}" for age in (YOUNG, *AGES)]
    return [name, what, *shown, _ratios([sizes[age] / sizes[YOUNG] for age in AGES])]


def _ratios(ratios: list[float]) -> str:
    return ", ".join(f"{ratio:.2f}" for ratio in ratios)


class Case:
    """A case in the loop, with the number of its steps so far."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.id = engine.start("p", {"street": STREET}, ACTOR)
        self.steps = 0

    def go(self, steps: int) -> None:
        """Step until so many are done."""
        while self.steps < steps:
            self.step()

    def step(self) -> float:
        """Complete the open task; how many milliseconds it took."""
        self.steps += 1
        token = self._engine.open_tasks(self.id)[0].token
        values = {"result": "已处置", "done": self.steps == END}
        started = time.perf_counter()
        self._engine.complete(self.id, token, values, ACTOR)
        return (time.perf_counter() - started) * 1000


def _cold(name: str, url: str) -> list[list[str]]:
    """Load cases of 50 steps from the journal alone, and from a snapshot with few and with most steps after it."""
    rows = []
    for snapshot_every, what in (
        (COLD_STEPS * 2, "no snapshot"),
        (RuntimeSettings().snapshot_every, "its snapshot, as set"),
    ):
        with Engine(url, settings=RuntimeSettings(snapshot_every=snapshot_every)) as engine:
            case = Case(engine)
            case.go(COLD_STEPS)
            rows.append(_loaded(engine, f"{name}: {COLD_STEPS} steps, {what}", case))
            if snapshot_every <= COLD_STEPS:
                # Its start is a journal row, too.
                while (case.steps + 2) % snapshot_every:
                    case.step()
                rows.append(_loaded(engine, f"{name}: {case.steps} steps, the most after a snapshot", case))
    return rows


def _loaded(engine: Engine, what: str, case: Case) -> list[str]:
    with reading(engine.database) as connection:
        seq = connection.scalar(select(snapshot.c.seq).where(snapshot.c.instance_id == case.id)) or 0
    took = []
    for _ in range(LOADS):
        engine.forget()
        started = time.perf_counter()
        engine.variables(case.id)
        took.append((time.perf_counter() - started) * 1000)
    return [what, str(case.steps + 1 - seq), f"{statistics.median(took):.2f}", f"{max(took):.2f}"]


def _snapshot(engine: Engine, id: str) -> int:
    with reading(engine.database) as connection:
        return connection.scalar(select(func.length(snapshot.c.body)).where(snapshot.c.instance_id == id)) or 0


def _row(engine: Engine, id: str, step: int) -> int:
    query = select(func.length(journal.c.body)).where(journal.c.instance_id == id, journal.c.seq == step + 1)
    with reading(engine.database) as connection:
        return connection.scalar(query) or 0


@contextmanager
def _postgresql(server: str) -> Iterator[str]:
    url = new_database(server, "growth")
    migrate(url)
    yield url


if __name__ == "__main__":
    main()
