"""Trying a decision: which fields there are, which rules match, and why there is no answer."""

from engine.diagrams import dmn
from engine.diagrams.dmn.trial import Attempt, Field, attempt, fields
from tests.unit.dmn.table_text import decision, definitions, table

NOW = 1_767_225_600_000
GRADES = (['"a","b"'], ['"good"']), (['not("a")'], ['"other"'])


def read(content: str) -> dict[str, dmn.DecisionModel]:
    return dict(dmn.read("f.dmn", definitions(content), draft=True))


def tried(content: str, decision_id: str = "decide", **inputs: object) -> Attempt:
    return attempt(read(content), decision_id, inputs, NOW)


def found(content: str, decision_id: str = "decide") -> dict[str, Field]:
    return {one.key: one for one in fields(read(content)[decision_id])}


def test_a_column_becomes_a_field_with_the_texts_that_rules_compare_it_with() -> None:
    field = found(decision(table(*GRADES, inputs=["grade"], input_type="string")))["grade"]
    assert (field.type, field.choices, field.closed, field.label) == ("string", ("a", "b"), False, "grade")


def test_allowed_values_are_all_there_is() -> None:
    text = table(*GRADES, inputs=["grade"], input_type="string")
    text = text.replace("</input>", '<inputValues><text>"a", "b", "c"</text></inputValues></input>', 1)
    field = found(decision(text))["grade"]
    assert (field.choices, field.closed) == (("a", "b", "c"), True)


def test_types_come_from_input_data_with_a_field_for_each_component() -> None:
    item = (
        '<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
        '<itemComponent name="born"><typeRef>date</typeRef></itemComponent></itemDefinition>'
    )
    data = '<inputData id="p" name="person"><variable name="person" typeRef="tPerson"/></inputData>'
    needs = '<informationRequirement><requiredInput href="#p"/></informationRequirement>'
    body = "<literalExpression><text>person.born &lt; today()</text></literalExpression>"
    shown = found(item + data + decision(body, requires=needs))
    assert {key: one.type for key, one in shown.items()} == {"person.name": "string", "person.born": "date"}


def test_functions_and_what_an_expression_names_itself_are_not_asked_for() -> None:
    body = "<literalExpression><text>for one in rows return {twice: one.n * 2, all: count(rows) + twice}</text></literalExpression>"
    assert {key: one.likely for key, one in found(decision(body)).items()} == {
        "rows": True,
        "twice": False,
        "one": False,
    }


def test_two_rules_of_a_unique_table_are_named_by_their_numbers() -> None:
    done = tried(decision(table((["> 1"], ['"a"']), (["> 2"], ['"b"']), (["> 9"], ['"c"']))), age=5)
    assert done.problem is not None
    assert (done.problem.kind, done.problem.rules, done.result) == ("unique", ("r1", "r2"), None)
    assert done.matching[0].rules == ((1, "r1"), (2, "r2"))


def test_rules_of_an_any_table_that_differ_contradict_each_other() -> None:
    rows = (["> 1"], ['"a"']), (["> 2"], ['"b"'])
    done = tried(decision(table(*rows, policy='hitPolicy="ANY"')), age=5)
    assert done.problem is not None
    assert done.problem.kind == "any"
    same = tried(decision(table(rows[0], rows[0], policy='hitPolicy="ANY"')), age=5)
    assert (same.problem, same.result) == (None, "a")


def test_the_first_rule_decides_and_the_others_that_match_are_told() -> None:
    rows = (["> 1"], ['"a"']), (["> 2"], ['"b"'])
    done = tried(decision(table(*rows, policy='hitPolicy="FIRST"')), age=5)
    assert done.result == "a"
    assert [number for number, _ in done.matching[0].rules] == [1, 2]
    assert done.matching[0].used == {"r1"}


def test_an_aggregate_tells_every_rule_that_went_into_it() -> None:
    rows = (["> 1"], ["3"]), (["> 2"], ["4"]), (["> 9"], ["5"])
    done = tried(decision(table(*rows, policy='hitPolicy="COLLECT" aggregation="SUM"')), age=5)
    assert (done.result, [number for number, _ in done.matching[0].rules]) == (7, [1, 2])


def test_decisions_on_the_way_are_told_with_their_values() -> None:
    first = decision(table((["> 17"], ['"adult"'])), "first", "Age group")
    needs = '<informationRequirement><requiredDecision href="#first"/></informationRequirement>'
    second = decision('<literalExpression><text>Age group = "adult"</text></literalExpression>', requires=needs)
    done = tried(first + second, age=20)
    assert done.result is True
    assert [(one.name, one.value) for one in done.required] == [("Age group", "adult")]
    assert [(one.decision, one.rules) for one in done.matching] == [("first", ((1, "r1"),))]


def test_nothing_matches_and_nothing_is_wrong() -> None:
    done = tried(decision(table((["> 17"], ['"adult"']))), age=3)
    assert (done.result, done.problem, done.matching[0].rules) == (None, None, ())


def test_a_value_against_its_type_names_the_decision_and_the_reason() -> None:
    done = tried(decision(table((["> 17"], ['"adult"']), input_type="number")), age="old")
    assert done.problem is not None
    assert (done.problem.kind, done.problem.name) == ("value", "Decide")
