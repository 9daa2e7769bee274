"""Every lint rule: a file that breaks it, mended by the smallest change."""

import pytest
from diagram_text import (
    around,
    node,
    step,
)

from engine.diagrams import messages, reader
from engine.diagrams.rules import Context, exemplified
from engine.errors import Refused


def assigned(attributes: str) -> str:
    return f"<zeebe:assignmentDefinition {attributes}/>"


MANY = [f"t{number}" for number in range(3001)]

# rule: (broken, mended), where they are not files beside the rule
EXAMPLES: dict[str, tuple[bytes, bytes]] = {
    "expression.many": (
        around(*(node("userTask", name, assigned('assignee="=a"')) for name in MANY), steps=MANY),
        around(*(node("userTask", name, assigned('assignee="a"')) for name in MANY), steps=MANY),
    ),
    "size.steps": (
        around(*(node("userTask", name) for name in MANY[:500]), steps=MANY[:500]),
        around(*(node("userTask", name) for name in MANY[:400]), steps=MANY[:400]),
    ),
}

CONTEXT = Context(
    handlers={"notify": ()}, clauses={"2.1.1.a"}, known=lambda kind, identity, binding, tag: identity == "known"
)


def rules_of(data: bytes) -> set[str]:
    findings = reader.examine("example.bpmn", data).check(CONTEXT)
    assert all(found.file == "example.bpmn" for found in findings)
    return {found.rule for found in findings if found.severity != "info"}


def told(data: bytes) -> set[str]:
    return {found.rule for found in reader.examine("example.bpmn", data).check(CONTEXT)}


def example(rule: str) -> tuple[bytes, bytes]:
    found = EXAMPLES.get(rule) or exemplified.of(rule)
    assert found is not None
    return found


RULES = sorted({*EXAMPLES, *exemplified.rules()})


def severe(data: bytes) -> set[str]:
    findings = reader.examine("example.bpmn", data).check(CONTEXT)
    return {found.rule for found in findings if found.severity == "error"}


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_diagram_is_told(rule: str) -> None:
    assert rule in told(example(rule)[0])


@pytest.mark.parametrize("rule", [rule for rule in RULES if messages.rules()[rule].severity == "error"])
def test_a_broken_diagram_is_refused(rule: str) -> None:
    with pytest.raises(Refused):
        reader.read("example.bpmn", example(rule)[0], CONTEXT)


@pytest.mark.parametrize("rule", RULES)
def test_the_mended_diagram_is_read(rule: str) -> None:
    assert rule not in told(example(rule)[1])
    assert severe(example(rule)[1]) == set()


def test_references_stay_open_without_a_context() -> None:
    for rule in ("call.unknown", "clause.unknown", "service_task.handler"):
        assert reader.read("example.bpmn", example(rule)[0])


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
