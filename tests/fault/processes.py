"""Processes under test: started warm by the forker, read through pipes, killed by process id."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

ROOT = Path(__file__).parents[2]
KILLED = -signal.SIGKILL


class Process:
    """One child of the forker; killed at the end of its context if it still runs."""

    def __init__(self, forker: "Forker", pid: int, output: IO[str], errors: IO[str]) -> None:
        self._forker = forker
        self._status: int | None = None
        self.pid = pid
        self.output = output
        self.errors = errors

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.kill()
        self.status()
        self.close()

    def kill(self) -> None:
        """kill -9."""
        self.signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to stop."""
        self.signal(signal.SIGTERM)

    def signal(self, number: signal.Signals) -> None:
        if self._status is None:
            os.kill(self.pid, number)

    def close(self) -> None:
        """What it may still say is not read any more."""
        self.output.close()
        self.errors.close()

    def status(self) -> int:
        """Wait for its end: the exit status, or a signal's number below zero."""
        if self._status is None:
            self._status = self._forker.ask({"wait": self.pid})
        return self._status


class Forker:
    """The parent of all processes under test."""

    def __init__(self, control: socket.socket, answers: IO[str]) -> None:
        self._control = control
        self._answers = answers

    def ask(self, request: Mapping[str, Any], descriptors: Sequence[int] = ()) -> int:
        socket.send_fds(self._control, [json.dumps(request).encode()], list(descriptors))
        line = self._answers.readline()
        assert line, "the forker is gone"
        return int(line)

    def start(
        self,
        module: str,
        *arguments: object,
        environment: Mapping[str, str] | None = None,
        death: Mapping[str, str | int] | None = None,
    ) -> Process:
        """Run `python -m module arguments` in a process that dies as `dying.prepare` says, if it does."""
        output, to_output = os.pipe()
        errors, to_errors = os.pipe()
        request = {
            "module": module,
            "arguments": [str(one) for one in arguments],
            "environment": dict(environment or {}),
            "death": dict(death or {}),
        }
        try:
            pid = self.ask(request, [to_output, to_errors])
        finally:
            os.close(to_output)
            os.close(to_errors)
        return Process(self, pid, open(output, encoding="utf-8"), open(errors, encoding="utf-8"))


@contextmanager
def forking() -> Iterator[Forker]:
    """A forker as long as the context lasts."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "tests.fault.forker", str(theirs.fileno())]
    with ours, subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()]) as process:
        theirs.close()
        try:
            with ours.makefile("r", encoding="utf-8") as answers:
                yield Forker(ours, answers)
        finally:
            ours.shutdown(socket.SHUT_RDWR)
            process.wait()
