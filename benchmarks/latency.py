"""How long one completion takes at half of what the machine can do: `python -m benchmarks.latency`.

First the full speed is measured (`benchmarks.steps`). Then completions arrive at half of it by an open schedule: the
gaps between arrivals are random (exponential, the same in every run) and nobody waits for an answer before the next
arrives. The time of a completion counts from its scheduled arrival, not from the moment a thread was free to send it.
"""

import argparse
import itertools
import random
import statistics
import threading
import time
from functools import partial
from typing import Any

from benchmarks.load import ACTOR, FIRST_TASK, TASKS, completion, percentile, postgresql, quick, server_version, start
from benchmarks.machine import machine, table
from benchmarks.steps import Phase, runs_of, start_and_complete, together
from engine.runtime.engine import Engine
from tests.postgres import cluster

THREADS = 8
"""Threads a process that send completions, as many as a server has that answer requests."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2 if quick() else 10, help="length of one run")
    parser.add_argument("--runs", type=int, default=2 if quick() else 3)
    arguments, _ = parser.parse_known_args()
    rows = []
    with cluster(fsync=True) as server:
        place = postgresql(server, "latency")
        for processes in (1, 2):
            full = statistics.median(runs_of(together(place, processes, start_and_complete, 200, 5), 1, 2))
            rate = full / 2 / processes
            work = partial(_arrivals, rate)
            found = together(place, processes, work, int(rate * arguments.seconds / TASKS) + 1, arguments.runs)
            for run in zip(*found, strict=True):
                rows.append(_row(processes, full, run))
        version = server_version(server)
    print(machine())
    print(f"{version}\n")
    heads = ["processes", "full speed/s", "arriving/s", "completions", "p50 ms", "p95 ms", "p99 ms", "longest ms"]
    print(table(heads, rows))


def _row(processes: int, full: float, run: tuple[Phase, ...]) -> list[str]:
    times = sorted(itertools.chain.from_iterable(phase.milliseconds for phase in run))
    elapsed = max(phase.ended for phase in run) - min(phase.began for phase in run)
    figures = [percentile(times, share) for share in (0.5, 0.95, 0.99, 1)]
    return [
        str(processes),
        f"{full:,.0f}",
        f"{len(times) / elapsed:,.0f}",
        str(len(times)),
        *(f"{figure:.2f}" for figure in figures),
    ]


def _arrivals(rate: float, engine: Engine, cases: int, barrier: Any, phases: list[Phase]) -> None:
    ids = start(engine, cases)
    arrivals = [(FIRST_TASK + number, number, id) for number in range(TASKS) for id in ids]
    gaps = random.Random(cases)
    moments = list(itertools.accumulate(gaps.expovariate(rate) for _ in arrivals))
    turns = itertools.count()
    times: list[float] = [0.0] * len(arrivals)
    barrier.wait()
    began = time.time()
    origin = time.perf_counter()

    def send() -> None:
        while (turn := next(turns)) < len(arrivals):
            token, number, id = arrivals[turn]
            due = origin + moments[turn]
            if (wait := due - time.perf_counter()) > 0:
                time.sleep(wait)
            engine.complete(id, token, completion(number), ACTOR)
            times[turn] = (time.perf_counter() - due) * 1000

    threads = [threading.Thread(target=send) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    phases.append(Phase(len(times), began, time.time(), tuple(times)))


if __name__ == "__main__":
    main()
