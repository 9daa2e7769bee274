"""Files that other products wrote: what is executed as drawn, what is passed over, and what is refused and why."""

import pytest
from diagram_text import END, START, definitions, flow, process, step

from engine.diagrams import reader
from engine.diagrams.linting import lint
from engine.errors import Finding, Refused

CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'


def refused(data: bytes) -> list[Finding]:
    with pytest.raises(Refused) as caught:
        reader.read("a.bpmn", data)
    return caught.value.findings


def test_flows_without_ids_are_told_apart() -> None:
    task = '<bpmn:task id="x"/>'
    twice = '<bpmn:sequenceFlow sourceRef="start" targetRef="x"/>' * 2
    read = reader.read(
        "a.bpmn", definitions(process(START, task, END, twice, flow("x", "end").replace('id="x-end"', "")))
    )
    scope = read.processes["p"].scope
    assert [(one.id, one.source, one.target) for one in scope.flows.values()] == [
        ("start→x", "start", "x"),
        ("start→x 2", "start", "x"),
        ("x→end", "x", "end"),
    ]
    assert scope.nodes["x"].incoming == ("start→x", "start→x 2")


@pytest.mark.parametrize(
    ("attribute", "instead"),
    [
        ('camunda:class="a.B"', "zeebe:taskDefinition type"),
        ('camunda:assignee="me"', "zeebe:assignmentDefinition"),
        ('camunda:formKey="f"', "zeebe:formDefinition formId"),
    ],
)
def test_what_another_engine_would_execute_is_refused_with_its_place_here(attribute: str, instead: str) -> None:
    (found,) = refused(step("userTask", attributes=f"{CAMUNDA} {attribute}"))
    assert (found.rule, attribute.partition("=")[0] in found.message) == ("attribute.foreign", True)
    assert instead in found.remedy


def test_what_only_another_engine_needs_is_told_and_deployed() -> None:
    data = step(
        "userTask",
        f'<camunda:properties {CAMUNDA}/><signavio:meta xmlns:signavio="http://www.signavio.com"/>',
        attributes=f'{CAMUNDA} camunda:asyncBefore="true"',
    )
    assert reader.read("a.bpmn", data)
    told = [found.rule for found in lint({"a.bpmn": data}) if found.rule.endswith("_harmless")]
    assert sorted(told) == ["attribute.foreign_harmless", "element.foreign_harmless", "element.foreign_harmless"]


@pytest.mark.parametrize("text", ["${clerk}", "#{clerk}", " ${ a > 5 } "])
def test_expressions_of_other_engines_are_not_taken_literally(text: str) -> None:
    extension = f'<zeebe:assignmentDefinition assignee="{text.replace(">", "&gt;")}"/>'
    assert [found.rule for found in refused(step("userTask", extension))] == ["expression.other_engine"]


def test_the_standards_default_language_is_no_matter_where_nothing_is_evaluated() -> None:
    data = step("userTask").replace(
        b"<bpmn:definitions ", b'<bpmn:definitions expressionLanguage="http://www.w3.org/1999/XPath" '
    )
    assert reader.read("a.bpmn", data)


def test_a_process_that_is_only_shown_may_hold_what_is_not_executed() -> None:
    shown = f'<bpmn:process id="q"><bpmn:serviceTask id="y" {CAMUNDA} camunda:class="a.B"/></bpmn:process>'
    executed = process(START, END, flow("start", "end"))
    assert reader.read("a.bpmn", definitions(executed, shown))
    alone = shown.replace('id="q"', 'id="q" isExecutable="true"')
    assert "attribute.foreign" in {found.rule for found in refused(definitions(executed, alone))}
