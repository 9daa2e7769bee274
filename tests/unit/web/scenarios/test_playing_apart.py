"""Processes that play scenarios: cut off from everything, bounded in time, memory and work, and stopped at once."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.process_files import chain, file, flow, message, process, user_task
from web.organisation import Organisation, Person
from web.scenarios import Stage, apart, parse, play, players, running
from web.scenarios.players import play_all
from web.scenarios.template import template
from web.scenarios.wire import Order, Setting

ROOT = Path(__file__).parents[4]
CLERK = Organisation([], [], [Person("wang", "王", "Wang", ["clerks@office"])])
SCENARIO = b"""
name: one
name_en: one
process: p
clock: 2026-03-02T09:00:00+08:00
start: {variables: {}}
steps: []
"""


@pytest.fixture(scope="module")
def setting() -> Setting:
    return Setting(template({"p.bpmn": chain(user_task("check"))}, None), CLERK)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, dict[str, Any]]]:
    """The processes that are started, with what they were given."""
    found: list[tuple[Any, dict[str, Any]]] = []
    real = subprocess.Popen

    def popen(command: Any, **given: Any) -> Any:
        process = real(command, **given)
        found.append((process, given))
        return process

    monkeypatch.setattr(players.subprocess, "Popen", popen)
    return found


def alone(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Python code in a process that was set apart with `folder`."""
    program = (
        f"from pathlib import Path; from web.scenarios import apart; apart.set_apart(Path({str(folder)!r}))\n{code}"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    "reach",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://example.org')",
        "import smtplib; smtplib.SMTP('127.0.0.1')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import sqlite3; sqlite3.connect('/tmp/other.db')",
        "from engine.store import open_database; open_database('sqlite:////tmp/other.db').connect()",
    ],
)
def test_nothing_outside_can_be_reached(reach: str, tmp_path: Path) -> None:
    ended = alone(reach, tmp_path)
    assert ended.returncode == 1
    assert "Forbidden" in ended.stderr


def test_its_own_folder_can_be_written_in(tmp_path: Path) -> None:
    ended = alone(
        f"import sqlite3; sqlite3.connect({str(tmp_path / 'own.db')!r}).execute('CREATE TABLE t (a)')", tmp_path
    )
    assert ended.returncode == 0, ended.stderr


def test_who_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    ended = alone("apart.MEGABYTES = 1\nimport threading; threading.Event().wait()", tmp_path)
    assert ended.returncode == apart.OVERWEIGHT


def test_a_process_gets_no_address_and_no_token(
    setting: Setting, started: list[tuple[Any, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIAOKUAI_DATABASE_URL", "postgresql://somewhere")
    monkeypatch.setenv("PGPASSWORD", "secret")
    (played,) = play_all(setting, [Order("one", SCENARIO)])
    assert played.code == ""
    ((_, given),) = started
    assert not [name for name in given["env"] if name.startswith(("TIAOKUAI_", "PG"))]


def test_who_takes_too_long_is_cut_off_and_the_others_go_on(
    setting: Setting, started: list[tuple[Any, dict[str, Any]]]
) -> None:
    played = list(play_all(setting, [Order("one", SCENARIO), Order("two", SCENARIO)], seconds=0.001))
    assert {one.name: one.code for one in played} == {"one": "time", "two": "time"}
    assert len(started) == 2
    assert all(process.poll() is not None for process, _ in started)


def test_a_procedure_that_never_comes_to_rest_is_a_fault_of_its_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_MOST_WORK", 20)
    ringing = '<bpmn:{kind} id="{kind}"><bpmn:messageEventDefinition messageRef="m"/></bpmn:{kind}>'
    parts = [ringing.format(kind="startEvent"), ringing.format(kind="endEvent"), flow("startEvent", "endEvent")]
    stage = Stage.of({"p.bpmn": file(process(*parts), roots=[message("m", "again", "&quot;k&quot;")])}, CLERK)
    begun = parse(SCENARIO.replace(b"{variables: {}}", b"{message: again}"), "endless")
    fault = play(begun, stage).fault
    stage.close()
    assert fault is not None
    assert fault.code == "endless"
    assert "停不下来" in fault.said("zh")


def test_stopping_ends_every_process_at_once(setting: Setting, started: list[tuple[Any, dict[str, Any]]]) -> None:
    class Stopped(BaseException):
        pass

    def nobody_wants_it() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        list(play_all(setting, [Order(str(number), SCENARIO) for number in range(20)], nobody_wants_it))
    assert all(process.poll() is not None for process, _ in started)
