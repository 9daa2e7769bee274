"""`tiaokuai lint` on the command line."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from engine.diagrams.rules import exemplified
from web.lint_command import lint

PROCESSES = Path(__file__).parents[3] / "processes"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(lint, list(arguments), obj=SimpleNamespace(processes=PROCESSES))


@pytest.fixture
def broken(tmp_path: Path) -> str:
    found = exemplified.of("net.never")
    assert found is not None
    (tmp_path / "order.bpmn").write_bytes(found.bad["example.bpmn"])
    return str(tmp_path / "order.bpmn")


def test_an_error_is_named_with_its_place_and_fails(broken: str) -> None:
    done = run(broken, "--language", "en")
    assert done.exit_code == 1
    assert f"{broken}:" in done.output
    assert "error: join (join name): This join waits for every incoming flow" in done.output
    assert "[net.never]" in done.output
    assert "1 files: 1 errors" in done.output


def test_a_draft_never_fails(broken: str) -> None:
    done = run(broken, "--draft", "--language", "zh")
    assert done.exit_code == 0
    assert "警告" in done.output


def test_json_says_the_same(broken: str) -> None:
    done = run(broken, "--json", "--language", "zh")
    rows = {row["rule"]: row for row in json.loads(done.output)}
    assert rows["net.never"]["severity"] == "error"
    assert rows["net.never"]["element"] == "join"
    assert "永远不会" in rows["net.never"]["message"]
    assert rows["net.never"]["line"] > 1


def test_the_procedures_know_handlers_clauses_and_each_other() -> None:
    done = run(str(PROCESSES), "--language", "en")
    assert (done.exit_code, done.output.splitlines()[-1].partition(": ")[2]) == (0, "0 errors, 0 warnings, 0 infos.")


def test_one_procedure_alone_meets_its_neighbours() -> None:
    done = run(str(PROCESSES / "case_intake" / "case_intake.bpmn"), "--language", "en")
    assert (done.exit_code, done.output) == (0, "1 files: 0 errors, 0 warnings, 0 infos.\n")


def test_a_rule_is_explained_with_its_examples() -> None:
    done = run("--explain", "net.never", "--language", "en")
    assert done.exit_code == 0
    assert "net.never (error)" in done.output
    assert "a name, b name can never arrive together" in done.output
    assert done.output.count("<bpmn:process") == 2


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("xml.doctype", "<!DOCTYPE"),
        ("dmn.hit_policy", 'hitPolicy="LAST"'),
        ("form.options", '"value": "governance"'),
        ("process.duplicate", "[disposal.bpmn]"),
        ("dmn.too_long", "… ("),
    ],
)
def test_rules_of_every_kind_of_file_are_explained(rule: str, shown: str) -> None:
    done = run("--explain", rule, "--language", "zh")
    assert done.exit_code == 0
    assert shown in done.output
    assert "--- 不可以 ---" in done.output
    assert "--- 可以 ---" in done.output
    assert len(done.output) < 20_000


def test_an_unknown_rule_is_answered_by_its_neighbours() -> None:
    done = run("--explain", "net.nothing")
    assert done.exit_code == 2
    assert "net.deadlock" in done.output


def test_without_files_it_says_what_it_needs() -> None:
    assert run().exit_code == 2
