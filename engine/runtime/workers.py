"""The threads of a server, and the same work done at once for tests and scenarios."""

import threading
import time
from collections.abc import Callable, Sequence

import structlog

from engine.execution.events import (
    AnyEvent,
    JobOpened,
    MessageThrown,
    SignalThrown,
    StoreReadOpened,
    SubscriptionOpened,
)
from engine.runtime.commanding import Commander
from engine.runtime.due.work import DueWork
from engine.runtime.job_worker import JobWorker
from engine.runtime.settings import RuntimeSettings

_LEAVES = 5.0
"""Seconds that a stop leaves, beside its time, to a thread that is just taking a job."""

_log = structlog.get_logger("engine")


class Workers:
    """One thread for due work of all kinds but jobs, `settings.job_threads` for jobs.

    They look whenever this process committed something for them, and every `settings.poll` milliseconds for what other
    processes committed and for what time brings.
    """

    def __init__(
        self,
        commander: Commander,
        due: DueWork,
        jobs: JobWorker,
        settings: RuntimeSettings,
    ) -> None:
        self._due = due
        self._jobs = jobs
        self._settings = settings
        self._threads: dict[str, threading.Thread] = {}
        self._stopping = threading.Event()
        self._bells: list[threading.Event] = []
        self._taking = threading.Condition()
        self._takers = 0
        commander.committed = self._committed

    def run_until_idle(self, limit: int) -> int:
        """Do everything due here and now; returns how much it was. Raises RuntimeError past `limit`."""
        total = 0
        while True:
            found = self._due.round()
            ran = self._jobs.run_one()
            if not found.taken and not ran:
                return total
            total += found.done + ran
            if total > limit:
                raise RuntimeError(f"more than {limit} jobs, timers and messages without coming to rest")

    def start(self) -> None:
        """Start the threads; a second call changes nothing."""
        if self._threads:
            return
        self._stopping.clear()
        work: list[tuple[str, Callable[[], int]]] = [("due work", lambda: self._due.round().taken)]
        work += [(f"jobs {number}", self._run_job) for number in range(1, self._settings.job_threads + 1)]
        for name, once in work:
            bell = threading.Event()
            self._bells.append(bell)
            self._threads[name] = self._thread(name, once, bell)
        for thread in list(self._threads.values()):
            thread.start()

    def stop(self, timeout: float) -> None:
        """Let every thread finish what it holds, at most `timeout` seconds in all, and give back what still runs."""
        self._stopping.set()
        self.wake()
        end = time.monotonic() + timeout
        for name in list(self._threads):
            self._threads[name].join(max(end - time.monotonic(), 0))
        if self._threads:
            with self._taking:
                self._taking.wait_for(lambda: not self._takers, _LEAVES)
            self._jobs.give_back()
        self._threads.clear()
        self._bells.clear()

    def wake(self) -> None:
        """Let every thread look at once."""
        for bell in self._bells:
            bell.set()

    def _thread(self, name: str, once: Callable[[], int], bell: threading.Event) -> threading.Thread:
        return threading.Thread(target=self._live, args=(name, once, bell), name=name, daemon=True)

    def _live(self, name: str, once: Callable[[], int], bell: threading.Event) -> None:
        """Work until told to stop; a thread that dies before has a successor."""
        try:
            self._loop(once, bell)
        except BaseException:
            if self._stopping.wait(self._settings.poll / 1000):
                raise
            _log.exception("worker died and is replaced", worker=name)
            self._threads[name] = successor = self._thread(name, once, bell)
            successor.start()

    def _loop(self, once: Callable[[], int], bell: threading.Event) -> None:
        while not self._stopping.is_set():
            bell.clear()
            try:
                while not self._stopping.is_set() and once():
                    pass
            except Exception:  # noqa: BLE001  whatever it raises
                # The database may be away for a moment: a worker that gave up would leave every case standing.
                _log.exception("worker failed", worker=threading.current_thread().name)
            bell.wait(self._settings.poll / 1000)

    def _run_job(self) -> bool:
        """Run the next due job, unless told to stop: a thread that is late takes nothing that the stop gives back."""
        with self._taking:
            if self._stopping.is_set():
                return False
            self._takers += 1
        try:
            job = self._jobs.take()
        finally:
            with self._taking:
                self._takers -= 1
                self._taking.notify_all()
        if job is None:
            return False
        self._jobs.run(job)
        return True

    def _committed(self, events: Sequence[AnyEvent]) -> None:
        rings = (JobOpened, MessageThrown, SignalThrown, StoreReadOpened, SubscriptionOpened)
        if self._bells and any(isinstance(event, rings) for event in events):
            self.wake()
