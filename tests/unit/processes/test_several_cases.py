"""Scenarios in which one case starts others: each is looked at by its process, and all count as passed."""

import shutil
from pathlib import Path

import pytest
import yaml

from web.scenarios import Stage, main, play, read

DIAGRAM = Path(__file__).parents[2] / "diagrams/collaboration/question_and_answer.bpmn"

ORGANISATION = {
    "units": [],
    "roles": [],
    "people": [{"id": "clerk", "name": "办事员", "name_en": "Clerk", "memberships": []}],
}

SCENARIO = """
name: 问与答
name_en: Question and answer
process: office
clock: 2026-03-02T09:00:00+08:00
start: {variables: {number: "1", text: why}}
steps:
  - expect: {open: {}, cases: {centre: 1}}
  - expect: {process: centre, where: {number: "1"}, open: {think: []}, variables: {text: why}}
  - complete: think
    by: clerk
    process: centre
  - expect: {process: centre, ended: replied}
  - complete: read
    by: clerk
  - expect: {ended: end}
"""


@pytest.fixture
def processes(tmp_path: Path) -> Path:
    folder = tmp_path / "processes"
    (folder / "talk/scenarios").mkdir(parents=True)
    shutil.copy(DIAGRAM, folder / "talk/talk.bpmn")
    (folder / "organisation.yaml").write_text(yaml.safe_dump(ORGANISATION), encoding="utf-8")
    (folder / "clauses.yaml").write_text("clauses: []", encoding="utf-8")
    (folder / "talk/scenarios/talk.yaml").write_text(SCENARIO, encoding="utf-8")
    return folder


def failure(processes: Path, old: str, new: str) -> str:
    path = processes / "talk/scenarios/talk.yaml"
    assert old in SCENARIO
    path.write_text(SCENARIO.replace(old, new, 1), encoding="utf-8")
    return play(read(path), Stage.of_folder(processes)).failure


def test_every_case_of_a_scenario_is_covered(processes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(processes) == 0
    assert capsys.readouterr().out.splitlines() == [
        "talk/scenarios/talk.yaml  问与答  pass",
        "centre: 3/3 nodes, 2/2 flows",
        "office: 5/5 nodes, 4/4 flows",
    ]


def test_what_is_not_passed_is_named_and_fails(processes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = SCENARIO.partition("  - complete: read")[0]
    (processes / "talk/scenarios/talk.yaml").write_text(whole, encoding="utf-8")
    assert main(processes, "talk") == 1
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "office: 4/5 nodes, 3/4 flows",
        "  not passed: end",
        "  not passed: read_to_end",
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("cases: {centre: 1}", "cases: {centre: 2}", "cases of centre: expected 2, found 1"),
        ('where: {number: "1"}', 'where: {number: "2"}', "0 cases of centre fit"),
        ("ended: replied", "ended: end", "expected to end by end, passed replied"),
        ("    process: centre\n", "    process: office\n", "no open task think"),
    ],
)
def test_the_wrong_case_fails(processes: Path, old: str, new: str, reason: str) -> None:
    assert reason in failure(processes, old, new)
