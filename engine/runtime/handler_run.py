"""One run of a handler, in a thread of its own, so that nothing a handler does can stop or hold up a worker."""

import contextvars
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

R = TypeVar("R")


class HandlerTimeout(Exception):
    """The handler did not come back within `limit` milliseconds; its thread is left to itself."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"The handler did not finish within {limit / 1000:g} seconds and was given up.")
        self.limit = limit


class HandlerQuit(Exception):
    """The handler raised what ends a thread or a process, such as SystemExit; `kind` is its class."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(f"{type(error).__name__}: {error}")
        self.kind = type(error).__name__


class _Run(Generic[R]):
    def __init__(self, call: Callable[[], R]) -> None:
        self._call = call
        self.done = threading.Event()
        self.outcome: R | None = None
        self.error: BaseException | None = None

    def __call__(self) -> None:
        try:
            self.outcome = self._call()
        except BaseException as error:  # noqa: BLE001  raised again by whoever waits
            self.error = error
        finally:
            self.done.set()


def run_apart(call: Callable[[], R], limit: int, every: int, beat: Callable[[], None], name: str) -> R:
    """What `call` returns or raises; `beat` is called every so many milliseconds until then, or until `limit`.

    Raises `HandlerTimeout`, and `HandlerQuit` for an exception that is no Exception. One that is raised here, as an
    interruption of the whole process is, goes through.
    """
    run = _Run(call)
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run,), name=name, daemon=True).start()
    end = time.monotonic() + limit / 1000
    while not run.done.wait(min(every / 1000, max(end - time.monotonic(), 0))):
        if time.monotonic() >= end:
            raise HandlerTimeout(limit)
        beat()
    if run.error is None:
        return run.outcome  # type: ignore[return-value]  # it has come back
    if isinstance(run.error, Exception):
        raise run.error
    raise HandlerQuit(run.error) from run.error
