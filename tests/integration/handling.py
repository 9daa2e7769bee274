"""Handlers that these tests watch."""

from collections.abc import Callable
from typing import Any

from engine.runtime.handlers import JobContext

Run = Callable[[dict[str, Any], JobContext], dict[str, Any]]


class Recorded:
    """A handler that keeps what it was called with and does as it is told."""

    retries = 3

    def __init__(self, name: str, run: Run) -> None:
        self.name = name
        self._run = run
        self.calls: list[tuple[dict[str, Any], JobContext]] = []

    def run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        self.calls.append((inputs, context))
        return self._run(inputs, context)


def failing(times: int, then: dict[str, Any] | None = None, name: str = "register") -> Recorded:
    """Fails so many times, then returns `then`."""

    def run(inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        if len(handler.calls) <= times:
            raise ConnectionError(f"attempt {len(handler.calls)} of the grid's interface was refused")
        return then or {}

    handler = Recorded(name, run)
    return handler
