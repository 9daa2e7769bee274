"""kill -9 at any moment of a command: nothing acknowledged is lost, nothing is applied twice, the case goes on."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.history import stores, verify
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from tests.fault.case import DAY, KINDS, STORE, drive, open_engine

pytestmark = pytest.mark.fault

NOW = 1_767_225_600_000
COMMANDS = range(1, len(KINDS) + 1)
POINTS = [
    *((f"command.{moment}", nth) for moment in ("before_load", "after_execute", "before_commit", "after_commit") for nth in COMMANDS),
    *((f"snapshot.{moment}", nth) for moment in ("before_write", "after_write") for nth in (1, 2)),
    *((f"job.{moment}", 1) for moment in ("before_handler", "after_handler", "before_outcome", "after_outcome")),
    *((f"{what}.{moment}", 1) for what, moment in (("timer", "before_fire"), ("timer", "after_fire"))),
    *((f"{what}.{moment}", 1) for what, moment in (("message", "before_deliver"), ("message", "after_deliver"))),
    *((f"{what}.{moment}", 1) for what, moment in (("store", "before_answer"), ("store", "after_answer"))),
]  # fmt: skip


def server(url: str, now: int, point: str, nth: int) -> "subprocess.Popen[str]":
    root = Path(__file__).parents[2]
    arguments = [sys.executable, "-m", "tests.fault.server", url, str(now), point, str(nth)]
    return subprocess.Popen(arguments, cwd=root, stdout=subprocess.PIPE, text=True)


def kinds(engine: Engine) -> dict[str, list[str]]:
    """The kinds of every case's commands."""
    return {row.id: [step.kind for step in engine.case(row.id).steps] for row in engine.instances(limit=1000).rows}


def journalled(engine: Engine) -> list[str]:
    with engine.database.connect() as connection:
        return list(connection.scalars(text("SELECT command_id FROM journal")))


def effects(engine: Engine) -> list[str]:
    with engine.database.connect() as connection:
        return sorted(connection.scalars(text("SELECT number FROM effect")), key=int)


def assert_kept(engine: Engine, acknowledged: list[str]) -> None:
    """Every acknowledged command is in the journal once; a published message was delivered or still waits."""
    known = journalled(engine)
    assert len(known) == len(set(known))
    for command_id in acknowledged:
        if command_id.startswith("published-"):
            message_id = command_id.replace("published-", "reply-")
            with engine.database.connect() as connection:
                waiting = list(connection.scalars(text("SELECT id FROM message")))
            assert (f"message:{message_id}" in known) != (message_id in waiting)
        else:
            assert command_id in known


@pytest.mark.parametrize(("point", "nth"), POINTS)
def test_a_killed_server_loses_nothing_and_repeats_nothing(prepared: str, point: str, nth: int) -> None:
    dying = server(prepared, NOW, point, nth)
    printed, _ = dying.communicate(timeout=120)
    assert dying.returncode == -signal.SIGKILL, f"{point} was not reached {nth} times"
    clock = ManualClock(NOW + DAY)
    with open_engine(prepared, clock) as engine:
        assert_kept(engine, printed.split())
        assert not [one for one in verify(engine.database) if one.difference]
        drive(engine, clock, 0, lambda _: None)
        assert list(kinds(engine).values()) == [KINDS]
        assert engine.instances().rows[0].status == "completed"
        assert effects(engine) == ["0"]
        assert [(row.key, row.value) for row in stores.rows(engine.database, STORE)] == [("0", {"checked": 0})]
        assert not [one for one in verify(engine.database) if one.difference]
        counts = engine.counts()
        assert (counts.waiting_jobs, counts.waiting_timers, counts.waiting_messages) == (0, 0, 0)


def test_a_server_killed_again_and_again_between_any_two_commands(prepared: str) -> None:
    """Killed by somebody else after so many answers, wherever it is by then."""
    acknowledged: list[str] = []
    begun = 0
    for kill, answers in enumerate((1, 2, 3, 4, 5, 9, 14, 21)):
        running = server(prepared, NOW + kill * DAY, "", begun)
        assert running.stdout is not None
        for _ in range(answers):
            acknowledged.append(running.stdout.readline().strip())
        running.kill()
        rest, _ = running.communicate(timeout=60)
        acknowledged += [line for line in rest.split("\n")[:-1] if line]
        begun = max(int(command_id.rpartition("-")[2]) for command_id in acknowledged)
    clock = ManualClock(NOW + 30 * DAY)
    with open_engine(prepared, clock) as engine:
        assert_kept(engine, acknowledged)
        numbers = {int(command_id.rpartition("-")[2]) for command_id in journalled(engine) if "start-" in command_id}
        for number in sorted(numbers):
            drive(engine, clock, number, lambda _: None)
        assert all(found == KINDS for found in kinds(engine).values())
        assert effects(engine) == [str(number) for number in sorted(numbers)]
        assert not [one for one in verify(engine.database) if one.difference]
