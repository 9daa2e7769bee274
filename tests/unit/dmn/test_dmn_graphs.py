"""Decisions that require others, and boxed expressions other than tables."""

from typing import Any

import pytest

from engine.diagrams import dmn
from engine.diagrams.dmn import DecisionModel
from engine.errors import DecisionError
from tests.unit.dmn.table_text import decision, definitions, model, table


def literal(text: str) -> str:
    return f"<literalExpression><text>{text}</text></literalExpression>"


def required(kind: str, identifier: str) -> str:
    requirement = "knowledge" if kind == "Knowledge" else "information"
    return f'<{requirement}Requirement><required{kind} href="#{identifier}"/></{requirement}Requirement>'


def read(*parts: str, namespace: str = "https://www.omg.org/spec/DMN/20230324/MODEL/") -> DecisionModel:
    return dmn.read("test.dmn", definitions("".join(parts), namespace))["last"]


def result(read_model: DecisionModel, **inputs: Any) -> Any:
    return read_model.decide(inputs, 0).result


def test_required_decisions_come_first_and_are_recorded() -> None:
    graph = read(
        decision(literal("Base Score + extra"), "last", "Last", required("Decision", "base")),
        decision(table((["> 10"], ["100"]), (["<= 10"], ["50"])), "base", "Base Score"),
    )
    answer = graph.decide({"age": 11, "extra": 5}, 0)
    assert answer.result == 105
    assert answer.rules == ["r1"]
    assert answer.inputs == {"age": 11, "extra": 5, "Base Score": 100}
    assert graph.input_names == {"age", "extra"}


def test_input_data_is_checked_against_its_type() -> None:
    graph = read(
        '<itemDefinition name="tPerson"><itemComponent name="first name"><typeRef>string</typeRef></itemComponent>'
        '<itemComponent name="born"><typeRef>date</typeRef></itemComponent></itemDefinition>'
        '<itemDefinition name="tPeople" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>',
        '<inputData id="p" name="people"><variable name="people" typeRef="tPeople"/></inputData>',
        decision(
            literal("for p in people return p.first name + string(p.born.year)"), "last", "Last", required("Input", "p")
        ),
    )
    assert result(graph, people=[{"first name": "王", "born": "1990-02-03"}]) == ["王1990"]
    with pytest.raises(DecisionError, match=r"people\.born should be of type date"):
        result(graph, people=[{"first name": "王", "born": "never"}])
    with pytest.raises(DecisionError, match="people should be a context"):
        result(graph, people=["王"])


def test_allowed_values_of_an_item_definition() -> None:
    graph = read(
        '<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"a","b"</text></allowedValues>'
        "</itemDefinition>",
        '<inputData id="k" name="kind"><variable name="kind" typeRef="tKind"/></inputData>',
        decision(literal("kind"), "last", "Last", required("Input", "k")),
    )
    assert result(graph, kind="b") == "b"
    with pytest.raises(DecisionError, match='kind is "c"'):
        result(graph, kind="c")


def test_a_business_knowledge_model_is_a_function() -> None:
    graph = read(
        '<businessKnowledgeModel id="f" name="twice it"><encapsulatedLogic><formalParameter name="x" typeRef="number"/>'
        f"{literal('x * 2')}</encapsulatedLogic></businessKnowledgeModel>",
        decision(literal("twice it(n) + 1"), "last", "Last", required("Knowledge", "f")),
    )
    assert result(graph, n=4) == 9


def test_an_invocation_binds_parameters_by_name() -> None:
    function = (
        '<businessKnowledgeModel id="f" name="minus"><encapsulatedLogic><formalParameter name="a"/>'
        f'<formalParameter name="b"/>{literal("a - b")}</encapsulatedLogic></businessKnowledgeModel>'
    )
    binding = '<binding><parameter name="{0}"/>{1}</binding>'
    call = f"<invocation>{literal('minus')}{binding.format('b', literal('1'))}{binding.format('{0}', literal('n'))}</invocation>"
    good = decision(call.format("a"), "last", "Last", required("Knowledge", "f"))
    assert result(read(function, good), n=10) == 9
    wrong = decision(call.format("c"), "last", "Last", required("Knowledge", "f"))
    with pytest.raises(DecisionError, match="no parameter c"):
        result(read(function, wrong), n=10)


def test_contexts_lists_relations_and_functions() -> None:
    context = (
        f'<context><contextEntry><variable name="base"/>{literal("n * 2")}</contextEntry>'
        f'<contextEntry><variable name="plus"/><functionDefinition><formalParameter name="x"/>{literal("x + base")}'
        f"</functionDefinition></contextEntry><contextEntry>{literal('plus(1)')}</contextEntry></context>"
    )
    assert result(model(context), n=5) == 11
    assert result(model(f"<list>{literal('1')}{literal('n')}</list>"), n=5) == [1, 5]
    relation = f'<relation><column name="a"/><column name="b"/><row>{literal("1")}{literal("n")}</row></relation>'
    assert result(model(relation), n=5) == [{"a": 1, "b": 5}]


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_versions(namespace: str) -> None:
    assert result(read(decision(literal("n + 1"), "last", "Last"), namespace=namespace), n=1) == 2


def test_an_item_definition_is_a_type_to_ask_about() -> None:
    graph = read(
        '<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"a","b"</text></allowedValues>'
        '</itemDefinition><itemDefinition name="tCase"><itemComponent name="kind"><typeRef>tKind</typeRef></itemComponent>'
        '</itemDefinition><itemDefinition name="tCases" isCollection="true"><typeRef>tCase</typeRef></itemDefinition>',
        decision(literal("[x instance of tKind, y instance of tCase, [y] instance of tCases]"), "last", "Last"),
    )
    assert result(graph, x="a", y={"kind": "b", "more": 1}) == [True, True, True]
    assert result(graph, x="c", y={"kind": 1}) == [False, False, False]
    assert result(graph, x=None, y={}) == [False, False, False]


def test_a_node_sees_what_it_requires() -> None:
    graph = read(
        decision(literal("hidden"), "last", "Last", required("Decision", "seen")),
        decision(literal("1"), "seen", "seen", required("Decision", "hidden")),
        decision(literal("2"), "hidden", "hidden"),
    )
    assert result(graph) is None


def test_a_type_is_converted_to_as_the_standard_says() -> None:
    def typed(kind: str, text: str) -> Any:
        return result(read(decision(f'<variable name="Last" typeRef="{kind}"/>{literal(text)}', "last", "Last")))

    assert typed("number", "[5]") == 5
    assert typed("date and time", "date(&quot;2026-10-01&quot;)") == "2026-10-01T00:00:00Z"
    assert typed("years and months duration", "duration(&quot;P14M&quot;)") == "P1Y2M"
    with pytest.raises(DecisionError, match="years and months duration, but is days and time duration"):
        typed("years and months duration", "duration(&quot;P1D&quot;)")


def test_functions_go_through_decisions() -> None:
    graph = read(
        decision(literal("function(x) x * 2"), "twice", "twice"),
        decision(literal("for n in [1, 2] return twice(n)"), "last", "Last", required("Decision", "twice")),
    )
    answer = graph.decide({}, 0)
    assert answer.result == [2, 4]
    assert answer.inputs == {}
