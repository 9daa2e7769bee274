"""Rules about who starts, does and may not do what."""

import pytest
from diagram_text import END, START, definitions, flows, node, process

from engine.diagrams import linting, reader
from engine.errors import Refused

PROPERTY = '<zeebe:properties><zeebe:property name="{}" value="{}"/></zeebe:properties>'


def _rules(process_properties: str = "", task: str = "") -> set[str]:
    extended = f"<bpmn:extensionElements>{process_properties}</bpmn:extensionElements>" if process_properties else ""
    file = definitions(process(extended, START, node("userTask", "x", task), END, flows("start", "x", "end")))
    try:
        reader.read("a.bpmn", file)
    except Refused as refused:
        return {finding.rule for finding in refused.findings}
    return set()


@pytest.mark.parametrize("name", ["the applicant", "1st", "for"])
def test_persons_are_kept_in_variables(name: str) -> None:
    assert _rules(process_properties=PROPERTY.format("startedBy", name)) == {"variable.name"}
    assert _rules(task=PROPERTY.format("completedBy", name)) == {"variable.name"}


def test_names_of_variables_are_fine() -> None:
    assert _rules(PROPERTY.format("startedBy", "applicant"), PROPERTY.format("completedBy", "checker")) == set()


def test_who_is_excluded_is_feel_that_can_be_parsed() -> None:
    assert _rules(task=PROPERTY.format("excludedUsers", "=[applicant]")) == set()
    assert _rules(task=PROPERTY.format("excludedUsers", "=[applicant")) == {"expression.syntax"}


def test_parallel_branches_may_not_keep_their_persons_in_one_variable() -> None:
    split = [
        '<bpmn:parallelGateway id="split"/>',
        node("userTask", "a", PROPERTY.format("completedBy", "who")),
        node("userTask", "b", PROPERTY.format("completedBy", "who")),
        '<bpmn:parallelGateway id="join"/>',
    ]
    ways = [flows("start", "split", "a", "join", "end"), flows("split", "b", "join")]
    found = linting.lint({"a.bpmn": definitions(process(START, *split, END, *ways))})
    assert [one.parameters["variable"] for one in found if one.rule == "variable.parallel"] == ["who"]
