"""Imports between files (DMN 1.5 §6.3.3): found by namespace, seen under the import's name, kept in one resource."""

import pytest

from engine.diagrams import dmn
from engine.errors import Refused
from tests.unit.dmn.table_text import DMN_13, decision


def literal(text: str) -> str:
    return f"<literalExpression><text>{text}</text></literalExpression>"


def file(namespace: str, content: str, **imports: str) -> bytes:
    brought = "".join(f'<import name="{name}" namespace="{of}" importType="{DMN_13}"/>' for name, of in imports.items())
    return f'<definitions xmlns="{DMN_13}" id="d" name="d" namespace="{namespace}">{brought}{content}</definitions>'.encode()


BASICS = file(
    "urn:basics",
    '<itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues><text>"low","high"</text></allowedValues></itemDefinition>'
    '<inputData id="in" name="score"><variable name="score" typeRef="number"/></inputData>'
    '<businessKnowledgeModel id="f" name="Twice"><encapsulatedLogic><formalParameter name="x"/>'
    + literal("x * 2")
    + "</encapsulatedLogic></businessKnowledgeModel>"
    + decision(
        literal("score + 1"),
        "next",
        "Next Score",
        '<informationRequirement><requiredInput href="#in"/></informationRequirement>',
    ),
)
MIDDLE = file(
    "urn:middle",
    decision(
        literal("base.Next Score * 10"),
        "tens",
        "Tens",
        '<informationRequirement><requiredDecision href="urn:basics#next"/></informationRequirement>',
    ),
    base="urn:basics",
)
MAIN = file(
    "urn:main",
    '<inputData id="level" name="level"><variable name="level" typeRef="b.tLevel"/></inputData>'
    + decision(
        literal("b.Twice(m.Tens) + (if level = &quot;high&quot; then 1 else 0)"),
        "answer",
        "Answer",
        '<informationRequirement><requiredDecision href="urn:middle#tens"/></informationRequirement>'
        '<informationRequirement><requiredInput href="#level"/></informationRequirement>'
        '<knowledgeRequirement><requiredKnowledge href="urn:basics#f"/></knowledgeRequirement>',
    ),
    b="urn:basics",
    m="urn:middle",
)
OTHERS = {"basics.dmn": BASICS, "middle.dmn": MIDDLE, "unrelated.dmn": file("urn:other", decision(literal("1")))}


def test_decisions_functions_and_types_of_other_files() -> None:
    model = dmn.read("main.dmn", MAIN, OTHERS)["answer"]
    answer = model.decide({"score": 4, "level": "high"}, 0)
    assert answer.result == 101
    assert answer.inputs == {"score": 4, "level": "high", "b.Next Score": 5, "m.Tens": 50}
    assert model.input_names >= {"score", "level"}
    assert model.decide({"score": 4, "level": "odd"}, 0, strict=False).problems


def test_only_the_file_itself_gives_decisions() -> None:
    assert set(dmn.read("main.dmn", MAIN, OTHERS)) == {"answer"}


def test_a_self_contained_file_needs_no_others() -> None:
    alone = dmn.self_contained("main.dmn", MAIN, OTHERS)
    assert dmn.read("anything.dmn", alone)["answer"].decide({"score": 4, "level": "low"}, 0).result == 100
    assert b"urn:other" not in alone
    assert dmn.self_contained("main.dmn", alone, {}) == alone
    assert dmn.self_contained("main.dmn", MAIN, dict(reversed(OTHERS.items()))) == alone


def test_a_file_without_imports_stays_as_it_is() -> None:
    assert dmn.self_contained("basics.dmn", BASICS, OTHERS) is BASICS


@pytest.mark.parametrize(
    ("data", "others", "rule"),
    [
        (MAIN, {}, "dmn.import"),
        (MAIN, {"middle.dmn": MIDDLE}, "dmn.import"),
        (MAIN.replace(b'importType="' + DMN_13.encode(), b'importType="http://www.w3.org/2001/XMLSchema'), OTHERS, "dmn.import_type"),
        (MAIN.replace(b"urn:basics#f", b"urn:basics#missing"), OTHERS, "dmn.missing"),
        (MAIN.replace(b"urn:basics#f", b"urn:elsewhere#f"), OTHERS, "dmn.import"),
        (MAIN.replace(b"b.tLevel", b"b.tNone"), OTHERS, "dmn.type"),
        (MAIN, OTHERS | {"basics.dmn": BASICS.replace(b"x * 2", b"x **")}, "dmn.expression"),
    ],
)  # fmt: skip
def test_refusals(data: bytes, others: dict[str, bytes], rule: str) -> None:
    with pytest.raises(Refused) as caught:
        dmn.read("main.dmn", data, others)
    assert rule in {finding.rule for finding in caught.value.findings}


def test_files_that_import_each_other_are_read_once() -> None:
    one = file("urn:one", decision(literal("1"), "a", "A"), two="urn:two")
    two = file("urn:two", decision(literal("2"), "b", "B"), one="urn:one")
    assert dmn.read("one.dmn", one, {"two.dmn": two})["a"].decide({}, 0).result == 1
    alone = dmn.self_contained("one.dmn", one, {"one.dmn": one, "two.dmn": two})
    assert dmn.read("one.dmn", alone)["a"].decide({}, 0).result == 1


def test_too_many_imports_are_refused_before_they_are_looked_for() -> None:
    many = file("urn:many", decision(literal("1")), **{f"n{number}": f"urn:{number}" for number in range(25)})
    for ask in (dmn.read, dmn.self_contained):
        with pytest.raises(Refused) as caught:
            ask("many.dmn", many, OTHERS)
        assert [finding.rule for finding in caught.value.findings] == ["dmn.too_long"]


def test_what_is_deployed_is_not_checked_again() -> None:
    data = file("urn:odd", decision(literal("nothing(1)"), "odd", "Odd"))
    assert dmn.read("odd.dmn", data, checked=True)["odd"].decide({}, 0).result is None
