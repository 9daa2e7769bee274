"""How the findings of one file are told; that every rule is, test_examples shows."""

import pytest
from diagram_text import (
    around,
    node,
    step,
)

from engine.diagrams import reader
from engine.diagrams.rules import Context, exemplified
from engine.errors import Refused


def assigned(attributes: str) -> str:
    return f"<zeebe:assignmentDefinition {attributes}/>"


CONTEXT = Context(
    handlers={"notify": ()}, clauses={"2.1.1.a"}, known=lambda kind, identity, binding, tag: identity == "known"
)


def rules_of(data: bytes) -> set[str]:
    findings = reader.examine("example.bpmn", data).check(CONTEXT)
    assert all(found.file == "example.bpmn" for found in findings)
    return {found.rule for found in findings if found.severity != "info"}


def test_references_stay_open_without_a_context() -> None:
    for rule in ("call.unknown", "clause.unknown", "service_task.handler"):
        found = exemplified.of(rule)
        assert found is not None
        assert reader.read("example.bpmn", found.bad["example.bpmn"])


def test_every_finding_of_a_file_comes_at_once() -> None:
    data = around(
        node("serviceTask", "x"),
        node("implicitThrowEvent", "y"),
        node("userTask", "z", assigned('candidateGroups="all"')),
        steps=["x", "y", "z"],
    )
    assert rules_of(data) == {"service_task.type", "element.unsupported", "user_task.group"}


def test_a_finding_names_the_element_its_name_and_its_line() -> None:
    with pytest.raises(Refused) as refused:
        reader.read("example.bpmn", step("serviceTask"))
    (found,) = refused.value.findings
    assert (found.element, found.name, found.line) == ("x", "x name", 5)


def test_flows_to_a_refused_element_are_not_refused_as_well() -> None:
    assert rules_of(step("implicitThrowEvent")) == {"element.unsupported"}


def test_a_flood_of_findings_is_cut_and_counted() -> None:
    names = [f"t{number}" for number in range(700)]
    data = around(*(node("implicitThrowEvent", name) for name in names), steps=names)
    with pytest.raises(Refused) as refused:
        reader.read("example.bpmn", data)
    assert len(refused.value.findings) == reader.MAXIMUM_FINDINGS + 1
    assert refused.value.findings[-1].parameters == {"count": "200"}
