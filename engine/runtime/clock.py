"""Where time comes from: the only clock of the runtime, so that tests and scenarios can own it."""

import threading
import time
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> int:
        """Milliseconds since 1970-01-01T00:00Z."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


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
