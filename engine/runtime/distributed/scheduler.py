"""Promotion: rows that are due become entries of the queue, in the order in which they are due."""

import threading
import time
from typing import Any

import psycopg
import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from engine.runtime import faults
from engine.runtime.clock import Clock
from engine.runtime.due.work import DueWork
from engine.runtime.settings import RuntimeSettings
from engine.store import queue
from engine.store.database import hears, libpq
from engine.store.queue import Entry

BATCH = 1000
"""How many rows of each kind one transaction promotes."""

_HEARS_STOP = 0.25
"""Seconds after which a scheduler that waits notices that it is to stop."""

_AWAY = 1.0
"""Seconds between attempts to reach a server that is away."""

_log = structlog.get_logger("engine")


class Scheduler:
    """Looks when a commit says so, and every `settings.poll` milliseconds.

    Each worker has one; whoever finds the lock of promotion taken leaves the work to the one who has it. That one hears
    of every commit too, and looks again after it, so nothing waits longer than `settings.poll`.
    """

    def __init__(self, database: Engine, work: DueWork, clock: Clock, settings: RuntimeSettings) -> None:
        self._database = database
        self._work = work
        self._clock = clock
        self._settings = settings
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def promote(self) -> int:
        """Promote what is due, at most a batch of each kind, in one transaction; returns how much it was."""
        kinds = self._work.due()
        if not kinds:
            return 0
        now = self._clock.now()
        with self._database.begin() as connection:
            if not queue.may_promote(connection):
                return 0
            items = [item for kind in kinds for item in kind.take(connection, now, now + self._settings.horizon, BATCH)]
            queue.promote(connection, [Entry(one.kind, one.args, one.lock, one.occurrence) for one in items])
            faults.point("promotion.before_commit")
        faults.point("promotion.after_commit")
        if items:
            _log.debug("promoted", entries=len(items))
        return len(items)

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._live, name="scheduler", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it, after the round that it may be in."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _live(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except (psycopg.Error, SQLAlchemyError) as error:
                _log.warning("scheduler lost the database", reason=str(error))
                self._stopping.wait(_AWAY)
            except Exception:  # noqa: BLE001  whatever it raises
                _log.exception("scheduler failed")
                self._stopping.wait(_AWAY)

    def _listen(self) -> None:
        """Promote until told to stop; raises what the database raises."""
        if not hears(self._database):
            while not self._stopping.is_set():
                self._promote_all()
                self._stopping.wait(self._settings.poll / 1000)
            return
        address, told = libpq(self._database)
        with psycopg.connect(address, autocommit=True, **told) as connection:
            connection.execute(f"LISTEN {queue.CHANNEL}")
            while not self._stopping.is_set():
                self._promote_all()
                self._wait(connection)

    def _promote_all(self) -> None:
        while not self._stopping.is_set() and self.promote():
            pass

    def _wait(self, connection: "psycopg.Connection[Any]") -> None:
        """Until a commit says something, it is time to look anyway, or the worker stops."""
        end = time.monotonic() + self._settings.poll / 1000
        while not self._stopping.is_set() and (left := end - time.monotonic()) > 0:
            for _ in connection.notifies(timeout=min(left, _HEARS_STOP), stop_after=1):
                return
