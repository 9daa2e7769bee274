"""Linting files without deploying them: severities, drafts, references."""

import json
from pathlib import Path

import pytest

from engine.diagrams import deployment, linting, messages
from engine.diagrams.rules import exemplified
from engine.errors import Finding, Refused

HOUSE = Path(__file__).parents[4]
INTERCHANGE = sorted(HOUSE.parent.glob("shared/conformance/bpmn-miwg/*.bpmn"))
PROCEDURES = [path for path in sorted((HOUSE / "processes").rglob("*")) if path.suffix in (".bpmn", ".dmn", ".json")]


def example(rule: str) -> dict[str, bytes]:
    found = exemplified.of(rule)
    assert found is not None
    return {"a.bpmn": found.bad["example.bpmn"]}


def severities(found: list[Finding]) -> set[str]:
    return {one.severity for one in found}


def test_the_procedures_of_the_house_have_no_findings() -> None:
    found = linting.lint({path.name: path.read_bytes() for path in PROCEDURES}, lambda kind, identity, tag: False)
    assert [str(one) for one in found] == []


def test_a_warning_keeps_nothing_from_being_deployed() -> None:
    files = example("net.deadlock")
    assert "net.deadlock" in {one.rule for one in linting.lint(files) if one.severity == "warning"}
    assert deployment.build(files)


def test_deployment_refuses_by_the_same_errors() -> None:
    files = example("net.never")
    with pytest.raises(Refused) as refused:
        deployment.build(files)
    errors = [one for one in linting.lint(files) if one.severity == "error"]
    assert list(refused.value.findings) == errors


def test_references_may_stay_open_or_be_asked_for() -> None:
    files = example("call.unknown")
    assert "call.unknown" not in {one.rule for one in linting.lint(files)}
    assert "call.unknown" in {one.rule for one in linting.lint(files, lambda kind, identity, tag: False)}
    assert "call.unknown" not in {
        one.rule for one in linting.lint(files, lambda kind, identity, tag: kind == "process")
    }


def test_a_form_of_the_same_files_tells_what_its_task_writes() -> None:
    field = {"type": "textfield", "key": "result", "label": "result", "id": "i"}
    form = json.dumps({"type": "default", "schemaVersion": 18, "id": "f", "components": [field]}).encode()
    found = exemplified.of("variable.parallel")
    assert found is not None
    script = b'<bpmn:scriptTask id="a"', b'<bpmn:scriptTask id="b"'
    diagram = found.good["example.bpmn"]
    for one in script:
        diagram = diagram.replace(one, one.replace(b"scriptTask", b"userTask"))
    diagram = diagram.replace(b"</bpmn:scriptTask>", b"</bpmn:userTask>")
    for name in (b"result", b"other"):
        extension = b'<zeebe:script expression="=1" resultVariable="' + name + b'"/>'
        form_of = b'<zeebe:formDefinition formId="f"/><zeebe:assignmentDefinition assignee="clerk"/>'
        diagram = diagram.replace(extension, form_of)
    rules = {one.rule for one in linting.lint({"a.bpmn": diagram, "f.form": form})}
    assert "variable.parallel" in rules
    assert "variable.parallel" not in {one.rule for one in linting.lint({"a.bpmn": diagram})}


@pytest.mark.parametrize("rule", ["id.duplicate", "net.never", "event.no_trigger", "drawing.flow"])
def test_nothing_in_a_draft_is_an_error(rule: str) -> None:
    found = linting.lint(example(rule), draft=True)
    assert rule in {one.rule for one in found}
    assert "error" not in severities(found)


def test_a_draft_that_nobody_wants_to_run_is_looked_at_all_the_same() -> None:
    data = example("net.never")["a.bpmn"].replace(b'isExecutable="true"', b'isExecutable="false"')
    assert severities(linting.lint({"a.bpmn": data})) == {"error", "info"}
    found = {one.rule: one.severity for one in linting.lint({"a.bpmn": data}, draft=True)}
    assert found["process.none_executable"] == "info"
    assert found["net.never"] == "warning"


def test_bytes_that_cannot_be_read_are_an_error_of_a_draft_too() -> None:
    assert severities(linting.lint({"a.bpmn": b"<a", "b.txt": b""}, draft=True)) == {"error"}


@pytest.mark.parametrize("file", INTERCHANGE, ids=lambda file: file.stem)
def test_the_interchange_group_s_diagrams_are_drafts(file: Path) -> None:
    files = {file.name: file.read_bytes()}
    assert "error" not in severities(linting.lint(files, draft=True))
    with pytest.raises(Refused):
        deployment.build(files)


def test_every_rule_weighs_something() -> None:
    assert {entry.severity for entry in messages.rules().values()} == {"error", "warning", "info"}
