"""Instances started and user tasks completed a second, through the engine's public API, with the whole journal:
`python -m benchmarks.steps`.

A case has ten user tasks (`diagrams/chain.bpmn`). Every process has an engine and cases of its own: it starts them,
then completes them in turn, so that each completion belongs to another case than the one before. Each figure is the
median of several runs. PostgreSQL runs as its own cluster with fsync and synchronous_commit on; SQLite with
synchronous=FULL. Of `diagrams/decided.bpmn` (a decision table, a gateway, three user tasks) and `straight.bpmn` whole
cases are counted.
"""

import argparse
import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.load import (
    ACTOR,
    FIRST_TASK,
    STREET,
    TASKS,
    Place,
    completion,
    percentile,
    postgresql,
    quick,
    quiet,
    server_version,
    spread,
    sqlite,
    start,
)
from benchmarks.machine import machine, table
from engine.runtime.engine import Engine
from tests.postgres import cluster

PROCESSES = (1, 2, 4)
REGISTERED = (("noise", 3), ("waste", 2), ("vendor", 1), ("other", 1))
"""What the first task of `decided` submits, in turn."""


@dataclass(frozen=True, slots=True)
class Phase:
    """What one process did between two barriers: how much, from when to when (s), and how long each took (ms)."""

    count: int
    began: float
    ended: float
    milliseconds: tuple[float, ...] = ()


Runs = list[list[Phase]]
"""The phases of each process, one list a process."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=40 if quick() else 200, help="cases a run, of all processes")
    parser.add_argument("--runs", type=int, default=2 if quick() else 5)
    arguments, _ = parser.parse_known_args()
    chain, whole = [], []
    with cluster(fsync=True) as server:
        places: tuple[tuple[str, Place], ...] = (("PostgreSQL", postgresql(server, "steps")), ("SQLite", sqlite))
        for name, place in places:
            for processes in PROCESSES if name == "PostgreSQL" else PROCESSES[:2]:
                runs = together(place, processes, start_and_complete, arguments.cases // processes, arguments.runs)
                starts, completions = runs_of(runs, 0, 2), runs_of(runs, 1, 2)
                times = sorted(time for phases in runs for phase in phases for time in phase.milliseconds)
                p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
                chain.append([name, str(processes), spread(starts), spread(completions), f"{p50:.2f}", f"{p95:.2f}"])
        for processes in PROCESSES:
            runs = together(places[0][1], processes, _decided, arguments.cases // processes, arguments.runs)
            straight = together(places[0][1], processes, _straight, arguments.cases * 5 // processes, arguments.runs)
            row = [spread(runs_of(runs, 0, 1)), spread([3 * one for one in runs_of(runs, 0, 1)])]
            whole.append(["PostgreSQL", str(processes), *row, spread(runs_of(straight, 0, 1))])
        version = server_version(server)
    print(machine())
    print(f"{version}\n")
    print(table(["ten user tasks", "processes", "starts/s", "completions/s", "p50 ms", "p95 ms"], chain))
    print()
    print(table(["whole cases", "processes", "decided/s", "its completions/s", "straight/s"], whole))
    print(
        "\nIn brackets the slowest and the fastest run. p50, p95: one completion, while all processes work at full speed."
    )


def together(place: Place, processes: int, work: Callable[..., None], cases: int, runs: int) -> Runs:
    """Let so many processes work at once on one new database; what each measured, phase by phase."""
    context = multiprocessing.get_context("spawn")
    with place() as url:
        barrier = context.Barrier(processes)
        results: Any = context.Queue()
        workers = [
            context.Process(target=_run, args=(work, url, cases, runs, barrier, results)) for _ in range(processes)
        ]
        for worker in workers:
            worker.start()
        found: Runs = [results.get(timeout=600) for _ in workers]
        for worker in workers:
            worker.join()
    return found


def runs_of(found: Runs, first: int, stride: int) -> list[float]:
    """How much a second all processes did together, in each `stride`-th phase from `first` on."""
    rates = []
    for phases in list(zip(*found, strict=True))[first::stride]:
        elapsed = max(phase.ended for phase in phases) - min(phase.began for phase in phases)
        rates.append(sum(phase.count for phase in phases) / elapsed)
    return rates


def _run(work: Callable[..., None], url: str, cases: int, runs: int, barrier: Any, results: Any) -> None:
    quiet()
    phases: list[Phase] = []
    with Engine(url) as engine:
        work(engine, 20, barrier, [])
        for _ in range(runs):
            work(engine, cases, barrier, phases)
    results.put(phases)


def start_and_complete(engine: Engine, cases: int, barrier: Any, phases: list[Phase]) -> None:
    barrier.wait()
    began = time.time()
    ids = start(engine, cases)
    phases.append(Phase(cases, began, time.time()))
    barrier.wait()
    began = time.time()
    times = complete(engine, ids)
    phases.append(Phase(len(times), began, time.time(), tuple(times)))


def complete(engine: Engine, ids: Sequence[str]) -> list[float]:
    """Complete all tasks of all cases, case by case in turn; how many milliseconds each completion took."""
    times = []
    for number in range(TASKS):
        values = completion(number)
        for id in ids:
            started = time.perf_counter()
            engine.complete(id, FIRST_TASK + number, values, ACTOR)
            times.append((time.perf_counter() - started) * 1000)
    return times


def _decided(engine: Engine, cases: int, barrier: Any, phases: list[Phase]) -> None:
    barrier.wait()
    began = time.time()
    for number in range(cases):
        id = engine.start("decided", {"street": STREET, "number": number}, ACTOR)
        kind, urgency = REGISTERED[number % len(REGISTERED)]
        values: dict[str, object] = {"kind": kind, "urgency": urgency}
        step = 0
        while tasks := engine.open_tasks(id):
            engine.complete(id, tasks[0].token, values, ACTOR)
            step += 1
            values = completion(step)
    phases.append(Phase(cases, began, time.time()))


def _straight(engine: Engine, cases: int, barrier: Any, phases: list[Phase]) -> None:
    barrier.wait()
    began = time.time()
    start(engine, cases, "straight")
    phases.append(Phase(cases, began, time.time()))


if __name__ == "__main__":
    main()
