"""The threads of a worker that perform what the event loop hands them."""

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

R = TypeVar("R")


class RunnerDied(Exception):
    """What ran raised something that ends a thread or a process, such as SystemExit."""


class Runners:
    """Daemon threads, as many as are needed at once: unlike an executor's, none keeps a process alive that has given up
    waiting for it, and one that is held up holds up no other."""

    def __init__(self) -> None:
        self._work: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._idle = 0

    async def run(self, call: Callable[[], R]) -> R:
        """What `call` returns or raises in one of the threads; cancelled, it leaves the thread to itself."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()

        def work() -> None:
            try:
                outcome = call()
            except BaseException as error:  # noqa: BLE001  raised again by whoever waits
                _tell(loop, future, future.set_exception, _ordinary(error))
            else:
                _tell(loop, future, future.set_result, outcome)

        with self._lock:
            needed = self._idle == 0
            self._idle -= not needed
        if needed:
            threading.Thread(target=self._live, name="runner", daemon=True).start()
        self._work.put(work)
        return await future

    def _live(self) -> None:
        while True:
            self._work.get()()
            with self._lock:
                self._idle += 1


def _ordinary(error: BaseException) -> Exception:
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    died = RunnerDied(f"{type(error).__name__}: {error}")
    died.__cause__ = error
    return died


def _tell(
    loop: asyncio.AbstractEventLoop, future: "asyncio.Future[Any]", how: Callable[[Any], None], what: Any
) -> None:
    def tell() -> None:
        if not future.done():
            how(what)

    if not loop.is_closed():
        loop.call_soon_threadsafe(tell)
