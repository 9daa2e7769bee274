"""The commands, in the order in which an installation needs them."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from web.cli import main

Run = Callable[..., Result]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TIAOKUAI_DATABASE_URL", f"sqlite:///{tmp_path / 'var/tiaokuai.db'}")
    monkeypatch.setenv("TIAOKUAI_PROCESSES", str(ROOT / "processes"))
    monkeypatch.setattr(structlog, "configure", lambda **_: None)
    return lambda *arguments: CliRunner().invoke(main, arguments)


def test_an_installation_is_set_up_and_verified_and_nothing_happens_twice(run: Run) -> None:
    assert run("migrate").exit_code == 0
    assert run("migrate").exit_code == 0
    first, second = run("deploy"), run("deploy")
    assert "case_intake version 1\n" in first.output
    assert "case_intake version 1 (unchanged)" in second.output
    came_in = re.search(r"(\d+) cases came in", run("demo", "--days", "1").output)
    assert came_in
    assert int(came_in[1]) > 0
    assert " 0 cases came in" in run("demo", "--days", "1").output
    said = run("verify").output
    verified = re.search(r"(\d+) cases verified", said)
    assert verified
    assert int(verified[1]) >= int(came_in[1])
    # The first deployment is written down, the second changed nothing.
    assert "1 entries of the operations journal verified" in said


def test_a_changed_operations_journal_is_told(run: Run, tmp_path: Path) -> None:
    run("migrate")
    run("deploy")
    with closing(sqlite3.connect(tmp_path / "var/tiaokuai.db")) as database:
        database.executescript(
            "DROP TRIGGER operations_journal_refuses_update; UPDATE operations_journal SET actor = 'nobody'"
        )
    answer = run("verify")
    assert answer.exit_code == 1
    assert "operations journal, row 1: actor" in answer.output


def test_a_case_that_does_not_exist_is_named(run: Run) -> None:
    run("migrate")
    answer = run("verify", "no-such-case")
    assert answer.exit_code == 1
    assert "no-such-case" in answer.output


def test_a_database_without_tables_is_explained(run: Run) -> None:
    answer = run("verify")
    assert answer.exit_code == 1
    assert "tiaokuai migrate" in answer.output


def test_a_diagram_with_faults_is_refused_with_its_reasons(run: Run, tmp_path: Path) -> None:
    run("migrate")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/a.bpmn").write_text("<a/>")
    answer = run("deploy", str(tmp_path / "broken"))
    assert answer.exit_code == 1
    assert "a.bpmn" in answer.output


def test_a_bad_setting_stops_every_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOKUAI_PORT", "http")
    answer = run("migrate")
    assert answer.exit_code == 1
    assert "TIAOKUAI_PORT" in answer.output
