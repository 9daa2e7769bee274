"""Files that would not do what they show are refused with place, reason and remedy."""

import pytest

from engine.diagrams import dmn
from engine.errors import Finding, Refused, UnsafeXml
from tests.unit.dmn.table_text import DMN_13, decision, definitions, table

ONE = '<literalExpression id="e"><text>1</text></literalExpression>'
SECOND = '<output id="o2" name="second"/>'


def findings(content: str) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as caught:
        dmn.read("test.dmn", definitions(content))
    return caught.value.findings


@pytest.mark.parametrize(
    ("content", "rule", "element"),
    [
        (decision(table(policy='hitPolicy="LAST"')), "dmn.hit_policy", "t"),
        (decision(table(policy='hitPolicy="FIRST" aggregation="SUM"')), "dmn.aggregation", "t"),
        (decision(table(policy='hitPolicy="COLLECT" aggregation="AVERAGE"')), "dmn.aggregation", "t"),
        (
            decision(
                table(
                    policy='hitPolicy="COLLECT" aggregation="SUM"', outputs=['<output id="o1" name="first"/>', SECOND]
                )
            ),
            "dmn.aggregation",
            "t",
        ),
        (decision(table(policy='hitPolicy="PRIORITY"')), "dmn.priorities", "t"),
        (decision(table(outputs=['<output id="o1"/>', SECOND])), "dmn.output_name", "o1"),
        (decision(table(outputs=[])), "dmn.outputs", "t"),
        (decision(table((["1", "2"], ["3"]))), "dmn.cells", "r1"),
        (decision(table((["> >"], ["3"]))), "dmn.expression", "r1i0"),
        (decision(table((["-"], ["3 +"]))), "dmn.expression", "r1o0"),
        (decision(table((["-"], ["nothing(3)"]))), "dmn.expression", "r1o0"),
        (decision(table(inputs=("a b c",))), "dmn.expression", "i0"),
        (decision(table(input_type="tMissing")), "dmn.type", "i0"),
        (decision(ONE.replace("<text>1", "<text>a ==1")), "dmn.expression", "e"),
        (decision(ONE.replace('id="e"', 'id="e" expressionLanguage="python"')), "dmn.language", "e"),
        (decision(""), "dmn.no_expression", "decide"),
        (
            decision("", "people", "People")
            + decision(
                ONE, requires='<informationRequirement><requiredDecision href="#people"/></informationRequirement>'
            ),
            "dmn.no_expression",
            "people",
        ),
        (decision('<conditional id="c"/>'), "dmn.no_expression", "c"),
        (decision(f'<for id="l"><in>{ONE}</in><return>{ONE}</return></for>'), "dmn.no_name", "l"),
        (decision(ONE) + '<decisionService id="s" name="S"/>', "dmn.no_output_decision", "s"),
        (decision(ONE) + '<import name="x" id="m"/>', "dmn.import_type", "m"),
        (
            decision(ONE) + f'<import id="m" name="x" namespace="gone" importType="{DMN_13}"/>',
            "dmn.import",
            "d",
        ),
        (decision(ONE) + '<elementCollection id="k"/><somethingNew id="z"/>', "dmn.unsupported", "z"),
        (decision(ONE) + decision(ONE), "dmn.id", "decide"),
        (
            decision(ONE, requires='<informationRequirement><requiredDecision href="#x"/></informationRequirement>'),
            "dmn.missing",
            "d",
        ),
        (
            decision(
                ONE, requires='<informationRequirement><requiredDecision href="#decide"/></informationRequirement>'
            ),
            "dmn.circle",
            "d",
        ),
        (
            decision(
                ONE, requires='<informationRequirement id="q"><requiredInput href="there#x"/></informationRequirement>'
            ),
            "dmn.import",
            "q",
        ),
        ("", "dmn.no_decision", "d"),
        (
            '<itemDefinition name="t" id="td"><typeRef>t</typeRef></itemDefinition>'
            + decision('<variable name="v" typeRef="t"/>' + ONE),
            "dmn.type",
            "td",
        ),
    ],
)
def test_refusals(content: str, rule: str, element: str) -> None:
    found = next((finding for finding in findings(content) if finding.rule == rule), None)
    assert found is not None
    assert found.element == element
    assert found.file == "test.dmn"
    assert found.message
    assert found.remedy


def test_all_findings_are_told_once() -> None:
    content = decision(table((["> >"], ["3 +"]), policy='hitPolicy="LAST"'), "first", "First") + decision(
        ONE, requires='<informationRequirement><requiredDecision href="#first"/></informationRequirement>'
    )
    rules = [finding.rule for finding in findings(content)]
    assert sorted(rules) == ["dmn.expression", "dmn.expression", "dmn.hit_policy"]


def test_too_many_expressions_or_decisions() -> None:
    rows = [(["1"], ["2"])] * 5_001
    assert [finding.rule for finding in findings(decision(table(*rows)))] == ["dmn.too_long"]
    many = "".join(decision(ONE, f"d{number}", f"D{number}") for number in range(2_001))
    assert [finding.rule for finding in findings(many)] == ["dmn.too_long"]


def test_types_that_grow_when_written_out() -> None:
    doubling = "".join(
        f'<itemDefinition name="t{n}" id="t{n}"><itemComponent name="a"><typeRef>t{n + 1}</typeRef></itemComponent>'
        f'<itemComponent name="b"><typeRef>t{n + 1}</typeRef></itemComponent></itemDefinition>'
        for n in range(40)
    )
    leaf = '<itemDefinition name="t40"><typeRef>string</typeRef></itemDefinition>'
    data = '<inputData id="i" name="i"><variable name="i" typeRef="t0"/></inputData>' + decision(ONE)
    assert [finding.rule for finding in findings(doubling + leaf + data)] == ["dmn.types_too_large"]


def test_expressions_that_are_long_together() -> None:
    long = "".join(decision(ONE.replace("1", "1 + " * 4_000 + "1"), f"d{number}", f"D{number}") for number in range(20))
    assert [finding.rule for finding in findings(long)] == ["dmn.too_many_characters"]


def test_more_requirements_than_a_file_may_have() -> None:
    asked = "".join(
        f'<informationRequirement><requiredDecision href="#d{number}"/></informationRequirement>'
        for number in range(120)
    )
    known = "".join(decision(ONE, f"d{number}", f"D{number}") for number in range(120))
    asking = "".join(decision(ONE, f"e{number}", f"E{number}", asked) for number in range(120))
    assert [finding.rule for finding in findings(known + asking)] == ["dmn.too_long"]


def test_long_chains_of_decisions_are_decided() -> None:
    chain = decision(ONE, "d0", "D0") + "".join(
        decision(
            ONE.replace("1", f"D{number - 1} + 1"),
            f"d{number}",
            f"D{number}",
            f'<informationRequirement><requiredDecision href="#d{number - 1}"/></informationRequirement>',
        )
        for number in range(1, 500)
    )
    assert dmn.read("test.dmn", definitions(chain))["d499"].decide({}, 0).result == 500


def test_documentation_and_drawings_are_no_reason() -> None:
    content = (
        '<textAnnotation id="a"><text>note</text></textAnnotation>'
        '<decision id="decide" name="Decide"><description>why</description><question>?</question>'
        f'<extensionElements><x xmlns="urn:x"/></extensionElements>{ONE}</decision>'
        '<DMNDI xmlns="https://www.omg.org/spec/DMN/20191111/DMNDI/"/>'
    )
    assert set(dmn.read("test.dmn", definitions(content))) == {"decide"}


def test_a_decision_left_to_people_is_none_to_ask() -> None:
    data = definitions(decision("", "people", "People") + decision(ONE))
    assert set(dmn.read("test.dmn", data)) == {"decide"}
    drafted = dmn.read("test.dmn", data, draft=True)
    assert drafted["people"].decide({}, 0).result is None


def test_a_draft_is_read_in_spite_of_its_findings() -> None:
    data = definitions(
        decision(ONE)
        + decision(ONE.replace("1", "nothing(1)"), "odd", "Odd")
        + decision(ONE.replace("1", "1 +"), "broken", "Broken")
    )
    with pytest.raises(Refused):
        dmn.read("test.dmn", data)
    drafted = dmn.read("test.dmn", data, draft=True)
    assert drafted["decide"].decide({}, 0).result == 1
    assert drafted["odd"].decide({}, 0).result is None
    broken = drafted["broken"].decide({}, 0, strict=False)
    assert broken.result is None
    assert "1 +" in broken.problems[0]


def test_hostile_bytes_are_not_read() -> None:
    for data in (b"", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\x00\x01"):
        with pytest.raises(UnsafeXml):
            dmn.read("test.dmn", data)
