"""Tiaokuai as a contender: each worker is a process with an engine of its own, kept from round to round."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog

from benchmarks.peers.contender import DIAGRAMS, Measured
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from engine.store import migrate

ACTOR = Actor("officer", frozenset({"dispatcher@jiangchuan"}))
KINDS = (("noise", 3), ("waste", 2), ("vendor", 1), ("other", 1))
_MOST = 2
"""Worker processes; one and two are compared."""


@dataclass(frozen=True, slots=True)
class _Span:
    """What one worker did from one moment to another (seconds since 1970)."""

    count: int
    began: float
    ended: float


class Tiaokuai:
    """The contender of that name; `open_tiaokuai` makes one."""

    name = "Tiaokuai"

    def __init__(self, workers: list[tuple[int, Any]]) -> None:
        self.processes = [number for number, _ in workers]
        self._pipes = [pipe for _, pipe in workers]
        self._active = 0

    def start(self, process: str, workers: int, cases: int) -> Measured:
        self._active = workers
        return self._together(("start", process, cases))

    def open(self, process: str) -> int:
        return sum(self._ask(("open",)))

    def complete(self, process: str) -> Measured:
        return self._together(("complete",))

    def _together(self, order: tuple[Any, ...]) -> Measured:
        spans = list(self._ask(order))
        seconds = max(span.ended for span in spans) - min(span.began for span in spans)
        return Measured(sum(span.count for span in spans), seconds)

    def _ask(self, order: tuple[Any, ...]) -> Iterator[Any]:
        for pipe in self._pipes[: self._active]:
            pipe.send(order)
        for pipe in self._pipes[: self._active]:
            yield pipe.recv()


@contextmanager
def open_tiaokuai(url: str) -> Iterator[Tiaokuai]:
    """Tables, diagrams and waiting workers on an empty database."""
    _quiet()
    migrate(url)
    with Engine(url) as engine:
        engine.deploy({file.name: file.read_bytes() for file in DIAGRAMS.glob("*.[bd]*mn")}, ACTOR)
    context = multiprocessing.get_context("spawn")
    workers = []
    for _ in range(_MOST):
        here, there = context.Pipe()
        worker = context.Process(target=_work, args=(url, there), daemon=True)
        worker.start()
        workers.append((worker, here))
    try:
        yield Tiaokuai([(worker.pid or 0, pipe) for worker, pipe in workers])
    finally:
        for worker, pipe in workers:
            pipe.send(None)
            worker.join(timeout=30)


def _work(url: str, orders: Any) -> None:
    _quiet()
    with Engine(url) as engine:
        cases: list[str] = []
        steps: list[tuple[str, int, dict[str, Any]]] = []
        rounds = 0
        while (order := orders.recv()) is not None:
            match order:
                case "start", process, count:
                    given = [{"street": "江川路街道", "number": number} for number in range(count)]
                    began = time.time()
                    cases = [engine.start(process, one, ACTOR) for one in given]
                    orders.send(_Span(count, began, time.time()))
                    rounds = 0
                case ("open",):
                    steps = list(_open(engine, cases, rounds))
                    orders.send(len(steps))
                case ("complete",):
                    began = time.time()
                    for id, token, values in steps:
                        engine.complete(id, token, values, ACTOR)
                    orders.send(_Span(len(steps), began, time.time()))
                    rounds += 1


def _open(engine: Engine, cases: list[str], rounds: int) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Case, token and what the task is answered with."""
    for number, id in enumerate(cases):
        for task in engine.open_tasks(id):
            kind, urgency = KINDS[number % len(KINDS)]
            own = {"kind": kind, "urgency": urgency}
            common = {"result": "已处置", "checked": True, "step": rounds}
            yield id, task.token, own if task.element == "register" else common


def _quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
