"""Where time comes from: the only clock of the runtime, so that tests and scenarios can own it."""

import threading
import time
from typing import Protocol

import structlog
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from engine.store.database import is_postgresql, reading

_NOW = text("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")

_log = structlog.get_logger("engine")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> int:
        """Milliseconds since 1970-01-01T00:00Z."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


class DatabaseClock:
    """The clock of a PostgreSQL server: all who work on one database agree on what is due and whose lease has ended,
    whatever their machines' clocks say.

    It is asked every `every` milliseconds, and goes on by this machine's steady clock in between and while the server
    is away. Raises what the database raises where it could never be asked.
    """

    def __init__(self, database: Engine, every: int = 10_000) -> None:
        self._database = database
        self._every = every
        self._ahead: int | None = None
        self._ask_at = 0
        self._lock = threading.Lock()

    def now(self) -> int:
        if self._ahead is None:
            with self._lock:
                if self._ahead is None:
                    self._ahead = self._asked()
        elif _steady() >= self._ask_at and self._lock.acquire(blocking=False):
            try:
                self._ahead = self._asked()
            except SQLAlchemyError as error:
                _log.warning("the database's clock could not be read", reason=str(error))
            finally:
                self._lock.release()
        return _steady() + self._ahead

    def _asked(self) -> int:
        """By how many milliseconds the server's clock is ahead of the steady one, taken for the middle of the trip."""
        self._ask_at = _steady() + self._every
        with reading(self._database) as connection:
            before = _steady()
            theirs = int(connection.execute(_NOW).scalar_one())
            return theirs - (before + _steady()) // 2


def clock_of(database: Engine) -> Clock:
    """The clock that everybody who works on this database shares."""
    return DatabaseClock(database) if is_postgresql(database) else SystemClock()


def _steady() -> int:
    return time.monotonic_ns() // 1_000_000


class ManualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: int = 1_767_225_600_000) -> None:
        self._now = now
        self._lock = threading.Lock()

    def now(self) -> int:
        return self._now

    def advance(self, milliseconds: int) -> None:
        """Move forward; raises ValueError for a step back."""
        if milliseconds < 0:
            raise ValueError("time does not run backwards")
        with self._lock:
            self._now += milliseconds
