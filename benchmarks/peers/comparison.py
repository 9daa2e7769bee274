"""Our engine and its peers, measured in turn: `python -m benchmarks.peers`.

Each has a database of its own on one PostgreSQL cluster with fsync on. After a warm-up they take turns, diagram by
diagram, first with one worker, then with two (threads of the peer, processes of ours), so that whatever else the machine
does falls on all alike; a figure is the median of the rounds. Afterwards one round counts bytes and statements.
"""

import argparse
import functools
import operator
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, create_engine, text

from benchmarks.load import quick
from benchmarks.machine import machine, table
from benchmarks.peers.contender import Contender, Measured
from benchmarks.peers.costs import OPTIONS, Cost, counting, processor_seconds, so_far
from benchmarks.peers.operaton.program import NotBuilt, build, open_operaton
from benchmarks.peers.ours import open_tiaokuai
from tests.postgres import cluster

CASES = {"chain": 50, "decided": 100, "straight": 300}
"""Started by each worker in a round, by process."""
WHAT = {
    ("chain", "complete"): "chain of 10 tasks: completions",
    ("chain", "start"): "chain of 10 tasks: starts",
    ("decided", "complete"): "table and gateway: completions",
    ("decided", "start"): "table and gateway: starts",
    ("straight", "start"): "start to end: instances",
}
Key = tuple[str, str, int]
"""Process, start or complete, workers."""


@dataclass(frozen=True, slots=True)
class Side:
    """A contender and a connection to its database."""

    contender: Contender
    connection: Connection


@dataclass(frozen=True, slots=True)
class Turn:
    """One contender's part of a round: what it did, and the seconds its own and the database's processes worked."""

    measured: Measured
    processors: float

    def __add__(self, other: "Turn") -> "Turn":
        return Turn(self.measured + other.measured, self.processors + other.processors)

    @property
    def milliseconds(self) -> float:
        """Of a processor, each time."""
        return self.processors / self.measured.count * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2 if quick() else 7, help="at most so many are measured")
    parser.add_argument("--seconds", type=float, default=180, help="no round begins later than this after the warm-up")
    parser.add_argument("--warm-up", type=float, default=5 if quick() else 60, help="seconds for each side")
    parser.add_argument("--java", action="append", default=[], help="an option of Java, such as -Dids=uuid; repeatable")
    arguments, _ = parser.parse_known_args()
    with cluster(fsync=True, options=OPTIONS) as server, ExitStack() as stack:
        sides = []
        versions = ""
        try:
            build()
            url = _database(server, "operaton")
            operaton = stack.enter_context(open_operaton(url, arguments.java))
            sides.append(Side(operaton, stack.enter_context(_connected(url))))
            versions = f"{operaton.name:12} {operaton.version}\n"
        except NotBuilt as missing:
            print(f"{missing}\nMeasured without it.\n")
        url = _database(server, "tiaokuai")
        sides.append(Side(stack.enter_context(open_tiaokuai(url)), stack.enter_context(_connected(url))))
        warm = _warm_up(sides, arguments.warm_up)
        turns = _rounds(sides, arguments.rounds, arguments.seconds)
        costs = _counted(sides)
        versions += (
            f"PostgreSQL   {sides[0].connection.scalar(text('SHOW server_version'))}, fsync on, synchronous_commit on"
        )
    names = [side.contender.name for side in sides]
    print(f"{machine()}\n{versions}\nwarm-up      {warm} starts and completions\n")
    print(_speeds(names, turns))
    print()
    print(_costs(names, costs))


def _database(server: str, name: str) -> str:
    with _connected(server) as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return f"{server.rpartition('/')[0]}/{name}"


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    database = create_engine(url, isolation_level="AUTOCOMMIT")
    with database.connect() as connection:
        yield connection
    database.dispose()


def _warm_up(sides: list[Side], seconds: float) -> str:
    """Java compiles while it runs, so its first thousands of completions tell nothing; the same time for both sides."""
    done: dict[str, int] = defaultdict(int)
    for side in sides:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for process in CASES:
                for turn in _work(side, process, 2).values():
                    done[side.contender.name] += turn.measured.count
    return ", ".join(f"{name} {count:,}" for name, count in done.items())


def _rounds(sides: list[Side], rounds: int, seconds: float) -> dict[Key, list[list[Turn]]]:
    """For each key the rounds, in each the turns of all sides in order."""
    turns: dict[Key, list[list[Turn]]] = defaultdict(list)
    until = time.monotonic() + seconds
    for _ in range(rounds):
        if time.monotonic() > until:
            break
        for workers in (1, 2):
            for process in CASES:
                worked = [_work(side, process, workers) for side in sides]
                for step, turn in worked[0].items():
                    if any(one[step].measured.count != turn.measured.count for one in worked):
                        raise RuntimeError(f"The sides did not do the same: {process}, {step}")
                    turns[process, step, workers].append([one[step] for one in worked])
    return turns


def _work(side: Side, process: str, workers: int) -> dict[str, Turn]:
    """Start cases and complete them to their end: what it took by "start" and "complete"."""
    start = _timed(side, lambda: side.contender.start(process, workers, CASES[process]))
    found = {"start": start}
    while side.contender.open(process):
        turn = _timed(side, lambda: side.contender.complete(process))
        found["complete"] = found["complete"] + turn if "complete" in found else turn
    return found


def _timed(side: Side, work: Callable[[], Measured]) -> Turn:
    before = processor_seconds(side.connection, side.contender.processes)
    measured = work()
    return Turn(measured, processor_seconds(side.connection, side.contender.processes) - before)


def _counted(sides: list[Side]) -> dict[tuple[str, str], list[Cost]]:
    """For each step of each process the cost of one, in the order of the sides."""
    costs: dict[tuple[str, str], list[Cost]] = defaultdict(list)
    for side in sides:
        with counting(side.connection):
            for process, cases in CASES.items():
                before = so_far(side.connection)
                started = side.contender.start(process, 1, cases).count
                costs[process, "start"].append((so_far(side.connection) - before) / started)
                count, cost = 0, Cost(0, 0, 0)
                while side.contender.open(process):
                    before = so_far(side.connection)
                    count += side.contender.complete(process).count
                    cost += so_far(side.connection) - before
                if count:
                    costs[process, "complete"].append(cost / count)
    return costs


def _speeds(names: list[str], turns: dict[Key, list[list[Turn]]]) -> str:
    """Times a second, the median of the rounds; the processors' time of one over all rounds, which is told in hundredths."""
    rows = []
    for (process, step), what in WHAT.items():
        for workers in (1, 2):
            sides = list(zip(*turns[process, step, workers], strict=True))
            rates = [statistics.median(turn.measured.rate for turn in side) for side in sides]
            times = [functools.reduce(operator.add, side).milliseconds for side in sides]
            rows.append([what, str(workers), *_compared(rates, "{:,.0f}"), *_compared(times, "{:.2f}")])
    rounds = min(map(len, turns.values()))
    heads = [f"a second, {rounds} rounds", "workers", *_heads(names), *(f"{head}, CPU ms" for head in _heads(names))]
    return table(heads, rows)


def _costs(names: list[str], costs: dict[tuple[str, str], list[Cost]]) -> str:
    rows = []
    for key, what in WHAT.items():
        one = costs[key]
        rows.append([f"{what}: log B", *_compared([cost.log for cost in one], "{:,.0f}")])
        rows.append([f"{what}: tables B", *_compared([cost.tables for cost in one], "{:,.0f}")])
        rows.append([f"{what}: statements", *_compared([cost.statements for cost in one], "{:.1f}")])
    return table(["written and sent for one", *_heads(names)], rows)


def _heads(names: list[str]) -> list[str]:
    return [*names, "ratio"] if len(names) > 1 else names


def _compared(figures: list[float], form: str) -> list[str]:
    """The figures and, of two, the second in terms of the first."""
    shown = [form.format(figure) for figure in figures]
    return [*shown, f"{figures[1] / figures[0]:.2f}"] if len(figures) > 1 else shown


if __name__ == "__main__":
    main()
