"""What the played systems were told, and how they are to answer."""

import secrets
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal

from handlers.connectors.systems import SystemId

Mood = Literal["answer", "fail", "refuse", "hang"]
MOODS: tuple[Mood, ...] = ("answer", "fail", "refuse", "hang")
MOST = 200
"""Reports that are remembered."""


@dataclass(slots=True)
class Told:
    """One report as it first came; `times` counts how often its key came."""

    system: SystemId
    key: str
    body: dict[str, Any]
    receipt: str
    times: int = 1


@dataclass(slots=True)
class Book:
    """Everything the stand-in remembers; safe to use from many threads.

    `moods` are how the next calls are answered, one each; after them, `mood`. A call that hangs is held until `release`.
    """

    mood: Mood = "answer"
    moods: deque[Mood] = field(default_factory=deque)
    told: deque[Told] = field(default_factory=lambda: deque(maxlen=MOST))
    keys: list[str] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next_mood(self, key: str) -> Mood:
        """How to answer the call that came under this key."""
        with self._lock:
            self.keys = [*self.keys[-MOST:], key]
            return self.moods.popleft() if self.moods else self.mood

    def take(self, system: SystemId, key: str, body: dict[str, Any]) -> Told | None:
        """The report under its key, once; None where the key came with another report before."""
        with self._lock:
            for one in self.told:
                if (one.system, one.key) == (system, key):
                    one.times += 1
                    return one if one.body == body else None
            self.told.append(Told(system, key, body, f"{system}-{secrets.token_hex(8)}"))
            return self.told[-1]
