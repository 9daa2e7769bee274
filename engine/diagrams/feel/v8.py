"""One V8 isolate, driven through mini-racer's C interface: text in, text out, bounded in time and memory.

mini-racer's own classes hop through an asyncio loop, which triples the cost of a short call; its C functions don't.
They are the same in every release 0.14.x, and the requirement is pinned exactly. This file alone knows of them.
"""

import ctypes
import threading

from py_mini_racer._dll import MR_CALLBACK, init_mini_racer

_FLAGS = ("--single-threaded",)
_TEXT, _OUT_OF_MEMORY, _TERMINATED = 5, 202, 204
_GRACE_SECONDS = 0.3
_TIDY_BYTES = 8 * 2**20


class IsolateBroken(Exception):
    """The isolate may not be used again; `reason` says which limit it broke."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ScriptFailed(Exception):
    """JavaScript threw what its caller should have caught: a mistake in our own script."""


class Isolate:
    """A V8 heap with a thread of its own. Use it from one thread at a time; `close` it or lose its memory.

    `kept` is the caller's note of what its scripts keep there.
    """

    def __init__(self, memory_bytes: int) -> None:
        self._library = init_mini_racer(flags=_FLAGS, ignore_duplicate_init=True)
        self.kept: set[str] = set()
        self._done = threading.Lock()
        self._done.acquire()
        self._answer: object = None
        self._callback = MR_CALLBACK(self._receive)
        self._context = self._library.mr_init_context(self._callback)
        self._read_since_tidy = 0
        self._library.mr_set_hard_memory_limit(self._context, memory_bytes)

    def _receive(self, _callback: int, answer: object) -> None:
        self._answer = answer
        self._done.release()

    def run(self, script: str, seconds: float) -> str:
        """Run `script`, which must yield a text, for at most `seconds`. Raises IsolateBroken, ScriptFailed."""
        data = script.encode()
        source = self._library.mr_alloc_string_val(self._context, data, len(data), _TEXT)
        try:
            self._tidy(len(data))
            task = self._library.mr_eval(self._context, source, 1)
            if not self._done.acquire(timeout=seconds):
                self._library.mr_cancel_task(self._context, task)
                if not self._done.acquire(timeout=_GRACE_SECONDS):
                    raise IsolateBroken("time")
                self._read()
                raise IsolateBroken("time")
            return self._read()
        finally:
            self._library.mr_free_value(self._context, source)

    def _tidy(self, size: int) -> None:
        """Collect what earlier scripts left once they were long together: V8 counts it as memory in use."""
        self._read_since_tidy += size
        if self._read_since_tidy > _TIDY_BYTES:
            self._library.mr_low_memory_notification(self._context)
            self._read_since_tidy = 0

    def _read(self) -> str:
        answer, self._answer = self._answer, None
        value = answer.contents  # type: ignore[attr-defined]  # a ctypes pointer to mini-racer's untyped structure
        kind = value.type
        text = ""
        if kind == _TEXT or kind >= 200:
            text = ctypes.string_at(value.value.value_ptr, value.len).decode(errors="replace")
        self._library.mr_free_value(self._context, answer)
        if kind == _OUT_OF_MEMORY:
            raise IsolateBroken("memory")
        if kind == _TERMINATED:
            raise IsolateBroken("time")
        if kind != _TEXT:
            raise ScriptFailed(text)
        return text

    def close(self) -> None:
        """Give the memory back. Waits for a script that still runs."""
        self._library.mr_free_context(self._context)
