"""The Java program beside this file: built with Maven, run with Java, asked line by line."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from benchmarks.peers.contender import DIAGRAMS, Measured
from benchmarks.peers.operaton.translation import translated

HERE = Path(__file__).parent
NEEDED = "Operaton needs a JDK of Java 17 or newer and Maven: sudo apt-get install default-jdk-headless maven"
JAVA = ("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC")
"""Heap and collector; the README tells what the others gave."""


class NotBuilt(RuntimeError):
    """The Java program cannot be had here; the text says what to install or what Maven said."""


class Operaton:
    """The contender of that name; `open_operaton` makes one."""

    name = "Operaton"

    def __init__(self, process: "subprocess.Popen[str]", version: str) -> None:
        self.processes = [process.pid]
        self.version = version
        self._process = process

    def start(self, process: str, workers: int, cases: int) -> Measured:
        return self._ask(f"start {process} {workers} {cases}")

    def open(self, process: str) -> int:
        return self._ask(f"open {process}").count

    def complete(self, process: str) -> Measured:
        return self._ask("complete")

    def _ask(self, order: str) -> Measured:
        assert self._process.stdin is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        count, seconds = _answer(self._process).split()
        return Measured(int(count), float(seconds))


def build() -> None:
    """Compile it and fetch its libraries into `build/`. Raises `NotBuilt`."""
    if not all(shutil.which(program) for program in ("java", "javac", "mvn")):
        raise NotBuilt(NEEDED)
    done = subprocess.run(
        ["mvn", "-B", "-q", "-ntp", "process-classes"],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    if done.returncode:
        raise NotBuilt(f"{NEEDED}\nMaven said:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


@contextmanager
def open_operaton(url: str, options: Sequence[str] = ()) -> Iterator[Operaton]:
    """Its engine on an empty database, where it makes its own tables. `options` are more options of Java."""
    with tempfile.TemporaryDirectory(prefix="tiaokuai-operaton-") as diagrams:
        translated(DIAGRAMS, Path(diagrams))
        command = [
            "java",
            *JAVA,
            *options,
            "-cp",
            "build/classes:build/jars/*",
            "cn.tiaokuai.peer.Main",
            _jdbc(url),
            diagrams,
        ]
        process = subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            yield Operaton(process, _answer(process))
        finally:
            assert process.stdin is not None
            process.stdin.close()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()


def _answer(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    answer = process.stdout.readline()
    if not answer:
        raise NotBuilt("The Java program stopped; what it said stands above.")
    return answer.strip()


def _jdbc(url: str) -> str:
    parts = sa.make_url(url)
    return f"jdbc:postgresql://{parts.host}:{parts.port}/{parts.database}?user={parts.username}"
