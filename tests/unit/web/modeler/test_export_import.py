"""Procedures go into the database and come back as they were, and nothing that somebody wrote is lost on the way."""

from collections.abc import Callable
from pathlib import Path
from shutil import copy, copytree

import pytest
import structlog
from click.testing import CliRunner, Result

from web.clauses.folder import parse
from web.cli import main

HOUSE = Path(__file__).parents[4] / "processes"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The commands on an empty database, with a copy of one shipped procedure."""
    copytree(HOUSE / "supervision", tmp_path / "processes/supervision")
    for name in ("clauses.yaml", "organisation.yaml"):
        copy(HOUSE / name, tmp_path / "processes")
    monkeypatch.setenv("TIAOKUAI_DATABASE_URL", f"sqlite:///{tmp_path / 'tiaokuai.db'}")
    monkeypatch.setenv("TIAOKUAI_PROCESSES", str(tmp_path / "processes"))
    monkeypatch.setattr(structlog, "configure", lambda **_: None)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    assert invoke("migrate").exit_code == 0
    return invoke


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_shipped_file_comes_back_byte_for_byte(run: Run, tmp_path: Path) -> None:
    folder, empty = tmp_path / "processes", tmp_path / "empty"
    copytree(HOUSE, folder, dirs_exist_ok=True)
    before = contents(folder)
    assert run("import").exit_code == 0
    assert "written:" not in run("export", "--draft").output
    assert contents(folder) == before
    assert run("export", str(empty), "--draft").exit_code == 0
    after = contents(empty)
    assert parse(after.pop("clauses.yaml")) == parse(before["clauses.yaml"])
    assert after == {name: data for name, data in before.items() if "/" in name}


def test_an_imported_draft_is_not_in_force_until_it_is_published(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "processes/supervision/supervision.bpmn"
    assert run("deploy", str(tmp_path / "processes")).exit_code == 0
    file.write_bytes(file.read_bytes().replace("督办".encode(), "督查".encode()))
    assert "supervision: supervision.bpmn" in run("import", "--procedure", "supervision").output
    edited = file.read_bytes()
    assert "written: supervision/supervision.bpmn" in run("export", "--procedure", "supervision").output
    assert "督查".encode() not in file.read_bytes()
    run("export", "--procedure", "supervision", "--draft")
    assert file.read_bytes() == edited


def test_what_is_written_in_another_manner_there_keeps_its_manner(run: Run, tmp_path: Path) -> None:
    assert run("import", "--procedure", "supervision").exit_code == 0
    file = tmp_path / "processes/supervision/supervision.bpmn"
    file.write_bytes(file.read_bytes().replace(b"/>", b" />").replace(b"<bpmn:process", b"<!-- mine --><bpmn:process"))
    before = contents(tmp_path / "processes")
    assert "written:" not in run("export", "--draft", "--procedure", "supervision").output
    assert contents(tmp_path / "processes") == before


def test_a_file_that_was_edited_in_the_folder_is_left_unless_told_otherwise(run: Run, tmp_path: Path) -> None:
    assert run("import", "--procedure", "supervision").exit_code == 0
    file = tmp_path / "processes/supervision/supervision.bpmn"
    original = file.read_bytes()
    file.write_bytes(original.replace("督办".encode(), "督查".encode()))
    assert "left, it was edited here: supervision/supervision.bpmn" in run("export", "--draft").output
    assert file.read_bytes() != original
    run("export", "--draft", "--overwrite")
    assert file.read_bytes() == original


def test_a_file_that_the_version_lacks_is_named_and_removed_only_when_asked(run: Run, tmp_path: Path) -> None:
    assert run("import", "--procedure", "supervision").exit_code == 0
    more = tmp_path / "processes/supervision/more.bpmn"
    more.write_bytes(b"<a/>")
    assert "the version does not have it: supervision/more.bpmn" in run("export", "--draft").output
    assert more.exists()
    assert "removed: supervision/more.bpmn" in run("export", "--draft", "--delete").output
    assert not more.exists()


def test_a_draft_that_says_otherwise_is_never_overwritten_silently(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "processes"
    assert run("import", "--procedure", "supervision").exit_code == 0
    first = contents(folder / "supervision")
    file = folder / "supervision/supervision.bpmn"
    file.write_bytes(file.read_bytes().replace("督办".encode(), "督查".encode()))
    refused = run("import", "--procedure", "supervision")
    assert refused.exit_code == 1
    assert "its draft changed supervision.bpmn" in refused.output
    assert run("import", "--procedure", "supervision", "--replace").exit_code == 0
    run("export", "--procedure", "supervision", "--version", "1")
    assert contents(folder / "supervision") == first


def test_a_folder_becomes_versions_and_leaves_drafts_alone(run: Run, tmp_path: Path) -> None:
    assert "supervision: version 1 自机构调整" in run("import", "--as-version", "自机构调整").output
    assert "supervision: version 2 again" in run("import", "--as-version", "again", "--procedure", "supervision").output
    assert "There is no version 3" in run("export", "--procedure", "supervision", "--version", "3").output


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("supervision.bpmn", b"<a"),
        ("supervision.dmn", b"<!DOCTYPE a><a/>"),
        ("urging.form.json", b"["),
        ("scenarios/a.yaml", b"a: ["),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place_and_nothing_is_imported(
    run: Run, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / "processes/supervision" / name).write_bytes(data)
    refused = run("import")
    assert refused.exit_code == 1
    assert f"supervision/{name}" in refused.output
    assert "0 procedures written" in run("export", str(tmp_path / "empty")).output


def test_the_register_goes_with_the_procedures(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "processes/clauses.yaml"
    original = file.read_bytes()
    assert "clauses added: 2.1.1.a" in run("import").output
    assert "clauses.yaml" not in run("export", "--draft").output
    file.write_bytes(original.replace("区编委办".encode(), "区委编办".encode(), 1))
    assert "clauses left as the database has them" in run("import").output
    assert "clauses changed" in run("import", "--replace").output
    edited = file.read_bytes()
    file.write_bytes(original)
    assert "written: clauses.yaml" in run("export", "--draft").output
    assert file.read_bytes() == edited
