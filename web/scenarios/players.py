"""Plays many scenarios in processes of their own, which can be cut off: bounded in time and memory, and apart from all else."""

import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from web.scenarios.apart import MEGABYTES, OVERWEIGHT
from web.scenarios.wire import Order, Played, Ready, Setting, receive, send

PROCESSES = 2
"""How many play at the same time."""

SECONDS = 30
"""How long a scenario may take; the longest of the house takes one."""

_LOOK = 1.0
"""Seconds between two looks whether anybody still wants it."""

_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "LD_LIBRARY_PATH")
"""What of the environment a player gets: no address of a database, no token."""

Alive = Callable[[], object]
"""Called about every second; what it raises ends the playing."""


def play_all(
    setting: Setting, orders: Sequence[Order], alive: Alive = lambda: None, *, seconds: float = SECONDS
) -> Iterator[Played]:
    """Play the scenarios, in whatever order they are done; a generator that is closed stops at once."""
    left: queue.SimpleQueue[Order] = queue.SimpleQueue()
    for order in orders:
        left.put(order)
    done: queue.SimpleQueue[Played | BaseException] = queue.SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="tiaokuai-", ignore_cleanup_errors=True) as folder:
        count = min(PROCESSES, os.cpu_count() or 1, len(orders))
        players = [_Player(setting, Path(folder) / str(number), seconds) for number in range(count)]
        threads = [threading.Thread(target=one.work, args=(left, done), daemon=True) for one in players]
        try:
            for thread in threads:
                thread.start()
            for _ in orders:
                yield _next(done, alive)
        finally:
            for player in players:
                player.end()
            for thread in threads:
                thread.join()


def _next(done: "queue.SimpleQueue[Played | BaseException]", alive: Alive) -> Played:
    while True:
        alive()
        try:
            found = done.get(timeout=_LOOK)
        except queue.Empty:
            continue
        if isinstance(found, BaseException):
            raise found
        return found


class _Player:
    """One process at a time, a new one after each that was cut off."""

    def __init__(self, setting: Setting, folder: Path, seconds: float) -> None:
        self._setting = setting
        self._folder = folder
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False
        self._lock = threading.Lock()

    def work(self, left: "queue.SimpleQueue[Order]", done: "queue.SimpleQueue[Played | BaseException]") -> None:
        """Take scenarios until none is left."""
        try:
            while not self._ended:
                try:
                    order = left.get_nowait()
                except queue.Empty:
                    return
                done.put(self._play(order))
        except BaseException as error:  # noqa: BLE001  raised again by whoever waits
            done.put(error)
        finally:
            self.end()

    def end(self) -> None:
        """Cut it off, now and for good."""
        with self._lock:
            self._ended = True
            process = self._process
        if process is not None:
            _kill(process)

    def _play(self, order: Order) -> Played:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def cut_off() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._seconds, cut_off)
        timer.start()
        try:
            send(process.stdin, order)
            found = receive(process.stdout, Played)
        except BrokenPipeError:
            found = None
        finally:
            timer.cancel()
            timer.join()
        if found is None or late.is_set():
            # Cut off after all, just when the answer came, it plays no other.
            _kill(process)
            self._process = None
        if found is not None:
            return found
        if late.is_set():
            return Played(order.name, code="time", details={"seconds": f"{self._seconds:g}"})
        if process.returncode == OVERWEIGHT:
            return Played(order.name, code="memory", details={"megabytes": str(MEGABYTES)})
        return Played(order.name, code="died")

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is not None:
            return self._process
        self._folder.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "web.scenarios.player", str(self._folder)]
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        with self._lock:
            if self._ended:
                raise InterruptedError("The playing was stopped.")
            self._process = subprocess.Popen(  # noqa: S603  our own program, with our own folder
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
                close_fds=True,
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        send(self._process.stdin, self._setting)
        if receive(self._process.stdout, Ready) is None:
            raise ChildProcessError("A process that plays scenarios ended before it began; its error output says why.")
        return self._process


def _kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except BrokenPipeError:  # What was not sent yet is wanted by nobody.
                continue
