"""What a deployment can know about an expression without running it."""

import pytest

from engine.diagrams import feel
from engine.errors import FeelSyntaxError


@pytest.mark.parametrize(
    "expression",
    [
        "a > 1 and not(b)",
        "a * -0.125 < 123456789012345 - .5",
        "for item in list return item.name",
        "add working days(today(), 3)",
        'string join(names, "、")',
        "{a: 1, b: a + 1}.b",
        "function(x) x + 1",
        'date("2026-01-01") < due',
        '类别 = "网格（甲）" and 二〇一七 > 1',
    ],
)
def test_sound_expressions(expression: str) -> None:
    feel.check(expression)


@pytest.mark.parametrize(
    ("expression", "reason", "position"),
    [
        ("a +", "Incomplete", 3),
        ("a == 1", "comparison signs", 3),
        ("a && b", "Unrecognized", 2),
        ("add workng days(today(), 3)", "no function add workng days", 0),
        ("case number > 1", "no variable case number", 0),
        ("a，b", "， is a full-width sign", 1),
        ("a > １０", "１ is a full-width sign", 4),
        ("a = “江川路”", "“ is a full-width sign", 4),
        ("（a + 1）", "） is a full-width sign", 6),
        ("a > 1234567890123456", "at most 15 digits", 4),
        ("x.a + nothing(1)", "no function nothing", 6),
    ],
)
def test_mistakes_are_told_with_their_place(expression: str, reason: str, position: int) -> None:
    with pytest.raises(FeelSyntaxError, match=reason) as caught:
        feel.check(expression)
    assert caught.value.details["position"] == position


def test_names_that_are_no_plain_words_can_be_made_known() -> None:
    feel.check("case number > 1", known=["case number"])


def test_unary_tests_are_a_language_of_their_own() -> None:
    feel.check_test('"grid", "governance"')
    feel.check_test("[1..5), > 10")
    with pytest.raises(FeelSyntaxError):
        feel.check('"grid", "governance"')
    with pytest.raises(FeelSyntaxError):
        feel.check_test('"grid" or, 1')


@pytest.mark.parametrize(
    ("expression", "read"),
    [
        ("a + b.c", {"a", "b"}),
        ("for x in list return x * y", {"list", "y"}),
        ("case number + 1", {"case number"}),
        ("some p in people satisfies p.age > limit", {"people", "limit"}),
        ("m[item.k = v].w", {"m", "v"}),
        ("add working days(due, n)", {"due", "n"}),
        ("if a then {k: b} else null", {"a", "b"}),
    ],
)
def test_names_holds_every_variable_that_is_read(expression: str, read: set[str]) -> None:
    assert read <= feel.names(expression)
    assert "add working days" not in feel.names(expression)
