"""`tiaokuai coverage` finds clauses that nothing implements and citations of clauses that are not there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.cli import main

Run = Callable[..., Result]

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:policy="http://tiaokuai.cn/schema/policy/1.0" id="definitions" targetNamespace="x">
  <bpmn:process id="reply" name="回复" isExecutable="true">
    <bpmn:startEvent id="begin" name="收到">
      <bpmn:extensionElements><policy:basis clause="1.a"/></bpmn:extensionElements>
      <bpmn:outgoing>on</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:endEvent id="done" name="已回复">
      <bpmn:extensionElements><policy:basis clause="{second}"/></bpmn:extensionElements>
      <bpmn:incoming>on</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="on" sourceRef="begin" targetRef="done"/>
  </bpmn:process>
</bpmn:definitions>"""

REGISTER = """clauses:
  - {id: 1.a, text: 收到的要回复。, lead: 区编委办}
  - {id: 1.b, text: 回复要及时。}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    (tmp_path / "reply").mkdir()
    (tmp_path / "clauses.yaml").write_text(REGISTER, encoding="utf-8")
    monkeypatch.setenv("TIAOKUAI_PROCESSES", str(tmp_path))

    def command(second: str, *arguments: str) -> Result:
        (tmp_path / "reply/reply.bpmn").write_text(DIAGRAM.format(second=second), encoding="utf-8")
        return CliRunner().invoke(main, ("coverage", *arguments))

    return command


def test_complete_coverage_passes_and_is_written_by_clause_procedure_and_element(run: Run, tmp_path: Path) -> None:
    answer = run("1.b", "--write", str(tmp_path / "coverage.md"))
    assert answer.exit_code == 0
    assert "2 clauses, 1 procedures, 2 citations." in answer.output
    page = (tmp_path / "coverage.md").read_text(encoding="utf-8")
    assert "| [1.a](#1a) | 区编委办 | 回复 1 |" in page
    assert "| 回复 `reply` | 已回复 `done` |" in page.partition("## 1.b")[2]


def test_clause_without_an_element_fails_and_is_named(run: Run) -> None:
    answer = run("1.a")
    assert answer.exit_code == 1
    assert "Clause 1.b has no element" in answer.output


def test_citation_of_a_clause_that_does_not_exist_fails_and_names_the_element(run: Run) -> None:
    answer = run("9.z")
    assert answer.exit_code == 1
    assert "reply: done (已回复) cites 9.z" in answer.output
