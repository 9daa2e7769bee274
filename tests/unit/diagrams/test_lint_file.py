"""What an editor asks at every change finds what linting the whole procedure finds on that file."""

from pathlib import Path

import pytest

import handlers.registry
from engine.diagrams import linting
from engine.diagrams.bundle import Bundle, open_bundle, with_file
from engine.diagrams.rules.subject import Kind
from engine.runtime.handlers import returned

FOLDER = Path(__file__).parents[3] / "processes"
NOWHERE = Bundle({})


def files(procedure: str) -> dict[str, bytes]:
    folder = FOLDER / procedure
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def nowhere(kind: Kind, identity: str, version_tag: str) -> bool:
    return False


@pytest.mark.parametrize("procedure", sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))
def test_the_same_as_of_the_whole(procedure: str) -> None:
    everything = files(procedure)
    registered = returned(handlers.registry.load())
    whole = linting.lint(everything, nowhere, handlers=registered, clauses=())
    for file in everything:
        others = open_bundle({name: data for name, data in everything.items() if name != file})
        own = linting.lint_file(file, with_file(others, file, everything[file]), handlers=registered, clauses=())
        assert own == [finding for finding in whole if finding.file == file]


def test_others_stay_as_they_are() -> None:
    everything = files("case_intake")
    others = open_bundle({name: data for name, data in everything.items() if name != "case_intake.bpmn"})
    before = set(others.processes)
    changed = everything["case_intake.bpmn"].replace(b'type="notify"', b'type="no-such-handler"')
    found = linting.lint_file("case_intake.bpmn", with_file(others, "case_intake.bpmn", changed), handlers={})
    assert any("no-such-handler" in finding.message for finding in found)
    assert set(others.processes) == before


def test_what_cannot_be_read_is_said() -> None:
    found = linting.lint_file("broken.bpmn", with_file(NOWHERE, "broken.bpmn", b"<nothing"))
    assert [finding.rule.partition(".")[0] for finding in found] == ["xml"]


def test_a_taken_name_is_said_at_the_edited_file() -> None:
    data = (FOLDER / "case_intake" / "case_intake.bpmn").read_bytes()
    others = open_bundle({"other.bpmn": data})
    found = linting.lint_file("edited.bpmn", with_file(others, "edited.bpmn", data))
    assert "process.duplicate" in {finding.rule for finding in found}


def test_references_meet_what_is_elsewhere() -> None:
    everything = files("case_intake")
    others = open_bundle({name: data for name, data in everything.items() if name != "case_intake.bpmn"})
    bundle = with_file(others, "case_intake.bpmn", everything["case_intake.bpmn"])
    alone = linting.lint_file("case_intake.bpmn", bundle)
    beside = linting.lint_file("case_intake.bpmn", bundle, [open_bundle(files("case_coordination"))])
    assert "call.unknown" in {finding.rule for finding in alone}
    assert "call.unknown" not in {finding.rule for finding in beside}
