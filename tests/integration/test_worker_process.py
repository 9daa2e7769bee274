"""`tiaokuai worker` as an operator runs it: a process that does what is due, and stops when it is told."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
import sqlalchemy as sa

from engine.history import verify
from engine.runtime.engine import Engine
from engine.store import open_database
from tests.integration.conftest import database_of
from tests.integration.people import CLERK
from tests.process_files import chain, service_task, user_task

ROOT = Path(__file__).parents[2]
INPUT = '<zeebe:ioMapping><zeebe:input source="=&quot;cases&quot;" target="store"/></zeebe:ioMapping>'
DIAGRAM = chain(
    service_task("count", "count-rows").replace("</bpmn:extensionElements>", f"{INPUT}</bpmn:extensionElements>"),
    user_task("check"),
)
Tiaokuai = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with database_of("postgresql", request, tmp_path) as found:
        yield found


@pytest.fixture
def tiaokuai(url: str) -> Tiaokuai:
    """Runs a command in distributed mode."""

    def run(*arguments: str, **more: str) -> "subprocess.Popen[str]":
        environment = {**os.environ, "TIAOKUAI_DATABASE_URL": url, "TIAOKUAI_QUEUE": "distributed", **more}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        command = [sys.executable, "-m", "web.cli", *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=environment, **pipes)  # type: ignore[call-overload,no-any-return]

    return run


def migrate(tiaokuai: Tiaokuai) -> None:
    running = tiaokuai("migrate")
    running.communicate(timeout=60)
    assert running.returncode == 0


@contextmanager
def worker(tiaokuai: Tiaokuai) -> Iterator["subprocess.Popen[str]"]:
    running = tiaokuai("worker", "--concurrency", "2")
    try:
        assert running.stdout is not None
        said = running.stdout.readline()
        assert "2 pieces of work at once" in said
        yield running
    finally:
        running.kill()
        running.communicate()


def until(errors: IO[str] | None, kind: str) -> None:
    """Read the log until a command of this kind was written."""
    assert errors is not None
    for line in errors:
        entry = json.loads(line)
        if entry["event"] == "command" and entry["kind"] == kind:
            return
    raise AssertionError(f"the worker ended without a {kind}")


def test_workers_run_what_a_server_leaves_and_stop_when_told(url: str, tiaokuai: Tiaokuai) -> None:
    migrate(tiaokuai)
    with Engine(url, distributed=True) as web:
        web.deploy({"p.bpmn": DIAGRAM}, CLERK)
        with worker(tiaokuai) as one:
            cases = [web.start("p", {}, CLERK)]
            until(one.stderr, "CompleteJob")
            one.send_signal(signal.SIGTERM)
            assert one.wait(60) == 0
        cases.append(web.start("p", {}, CLERK))
        with worker(tiaokuai) as other:
            until(other.stderr, "CompleteJob")
            other.send_signal(signal.SIGINT)
            assert other.wait(60) == 0
        assert [[task.element for task in web.open_tasks(case)] for case in cases] == [["check"]] * 2
        assert [web.variables(case)["count"] for case in cases] == [0, 0]
        assert [found.difference for found in verify(web.database)] == [None, None]
    database = open_database(url)
    with database.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM procrastinate_workers")) == 0
    database.dispose()


def test_a_worker_says_what_it_needs(tiaokuai: Tiaokuai) -> None:
    for more, sentence in (({}, "tiaokuai migrate"), ({"TIAOKUAI_QUEUE": "embedded"}, "TIAOKUAI_QUEUE=distributed")):
        refused = tiaokuai("worker", **more)
        _, errors = refused.communicate(timeout=60)
        assert refused.returncode == 1
        assert sentence in errors


def test_a_server_in_distributed_mode_says_who_does_the_work(tiaokuai: Tiaokuai) -> None:
    migrate(tiaokuai)
    server = tiaokuai("serve", TIAOKUAI_PORT="0")
    assert server.stdout is not None
    assert "tiaokuai worker" in server.stdout.readline()
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=60)
    assert server.returncode == 0
