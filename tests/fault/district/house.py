"""The processes of one installation: what they say on standard error is read as they say it."""

import json
import re
import threading
from collections import deque
from collections.abc import Mapping
from typing import Any

from tests.fault.processes import Forker, Process
from tests.fault.waiting import LIMIT

_ADDRESS = re.compile(r"ready at http://([^/ ]+)/")


class Ticker:
    """Rings whenever anything happened anywhere, so that nobody has to guess how long to wait."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self.count = 0

    def ring(self) -> None:
        with self._condition:
            self.count += 1
            self._condition.notify_all()

    def wait(self, seen: int) -> None:
        """Come back once something happened after the `seen`th ring, or it is time to look again anyway."""
        with self._condition:
            self._condition.wait_for(lambda: self.count > seen, timeout=0.2)


class Running:
    """One `tiaokuai` process. `commits` counts its commands; `problems` are the last lines of its log above INFO."""

    def __init__(self, process: Process, ticker: Ticker) -> None:
        self.process = process
        self.commits = 0
        self.problems: deque[str] = deque(maxlen=50)
        self._ticker = ticker
        self._answers = threading.Event()
        self.address = ""
        self._threads = [threading.Thread(target=read, daemon=True) for read in (self._read_output, self._read_errors)]
        for thread in self._threads:
            thread.start()

    def ready(self) -> str:
        """Wait until it says that it works; returns the host and port it answers at, '' where it does not or has died."""
        assert self._answers.wait(LIMIT), "\n".join(self.problems)
        return self.address

    def end(self) -> int:
        """Wait until it has ended and everything it said is read; returns how it ended."""
        for thread in self._threads:
            thread.join(LIMIT)
        status = self.process.status()
        self.process.close()
        return status

    def ended(self) -> bool:
        """Whether it has died, or at least says no more."""
        return not self._threads[1].is_alive()

    def _read_output(self) -> None:
        for line in self.process.output:
            found = _ADDRESS.search(line)
            if found:
                self.address = found[1]
            if found or " works on " in line:
                self._answers.set()
        self._answers.set()
        self._ticker.ring()

    def _read_errors(self) -> None:
        for line in self.process.errors:
            said = _said(line)
            if said.get("event") == "command":
                self.commits += 1
                self._ticker.ring()
            elif said.get("level") != "info":
                self.problems.append(line.strip())
        self._ticker.ring()


def _said(line: str) -> Mapping[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


class House:
    """Starts the processes of one installation."""

    def __init__(self, forker: Forker, environment: Mapping[str, str]) -> None:
        self._forker = forker
        self._environment = environment
        self.ticker = Ticker()
        self.running: list[Running] = []

    def start(self, *command: str, death: Mapping[str, str | int] | None = None) -> Running:
        """`tiaokuai COMMAND`, dying as `dying.prepare` says."""
        process = self._forker.start("tests.fault.house", *command, environment=self._environment, death=death)
        running = Running(process, self.ticker)
        self.running.append(running)
        return running

    def kill_all(self) -> None:
        """The end of a test, however it went."""
        for one in self.running:
            one.process.kill()
            one.end()
