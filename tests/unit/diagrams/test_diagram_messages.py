"""Every finding can be said in Chinese and in English."""

from string import Formatter

import pytest
from diagram_text import step

from engine.diagrams import messages, reader
from engine.errors import Finding, Refused


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("rule", sorted(messages.rules()))
def test_both_languages_are_complete(rule: str) -> None:
    entry = messages.rules()[rule]
    english = _places(entry.en.message) | _places(entry.en.remedy)
    assert _places(entry.zh.message) | _places(entry.zh.remedy) <= english
    for sentence in (entry.en, entry.zh):
        assert sentence.message
        assert sentence.remedy
    assert not any("一" <= character <= "鿿" for character in entry.en.message + entry.en.remedy)
    assert any("一" <= character <= "鿿" for character in entry.zh.message)


def test_a_finding_is_said_in_chinese() -> None:
    with pytest.raises(Refused) as refused:
        reader.read("a.bpmn", step("serviceTask", '<zeebe:taskDefinition type="notify" retries="many"/>'))
    (found,) = refused.value.findings
    assert messages.sentence(found, "zh").message == "many 不是 1 到 99 的尝试次数。"
    assert messages.sentence(found, "en") == (found.message, found.remedy)


def test_an_unknown_rule_keeps_its_english() -> None:
    found = Finding("other", "f", "e", "", "Something is wrong.", "Mend it.")
    assert messages.sentence(found, "zh") == ("Something is wrong.", "Mend it.")


def test_what_the_parser_of_feel_says_is_said_in_chinese() -> None:
    parameters = {"part": "input body", "text": "a +", "reason": "Incomplete <ArithmeticExpression>"}
    found = messages.finding("expression.syntax", "a.bpmn", "x", **parameters)
    assert "Incomplete <ArithmeticExpression>" in messages.sentence(found, "en").message
    assert messages.sentence(found, "zh").message == "FEEL 无法解析 输入 body“a +”：没有写完。"
