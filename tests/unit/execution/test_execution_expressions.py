"""What is resolved without the FEEL engine must be what the engine would say, and groups must cost one call."""

from typing import Any

import pytest
from instance_driver import NOON

from engine.diagrams import feel
from engine.diagrams.model import Expression
from engine.execution import expressions
from engine.execution.expressions import Formula, FormulaGroup
from engine.execution.standstill import Standstill
from engine.execution.variables import Scope

VARIABLES: dict[str, Any] = {
    "a": {"b": {"c": 1}, "empty": None, "list": [{"x": 1}, {"x": 2}], "text": "2026-01-31"},
    "n": 2.5,
    "yes": True,
    "nothing": None,
    "text": "PT1H",
    "街道": {"名称": "江川路"},
    "count": {"x": 5},
    "_private1": "p",
    "order": {"total": {}},
}
SHORT = [
    "a",
    "a.b",
    "a.b.c",
    "a.b.c.d",
    "a.empty",
    "a.empty.deeper",
    "a.list",
    "a.list.x",
    "a.text.year",
    "a.missing",
    "a.missing.deeper",
    "missing",
    "missing.deeper",
    "n",
    "n.x",
    "yes",
    "nothing",
    "nothing.x",
    "text",
    "text.length",
    "街道.名称",
    "count.x",
    "_private1",
    "order.total",
    "true",
    "false",
    "null",
    "0",
    "-7",
    "123456789012345",
    '"plain text"',
    '""',
    '"江川 {}"',
    'text = "PT1H"',
    'text="pt1h"',
    'text = "3"',
    'a.text = "2026-01-31"',
    '街道.名称  =  "江川路"',
    '街道 = "江川路"',
    "a.b.c = 1",
    "a.b.c = -1",
    'a.b.c = "1"',
    "a.b.c = true",
    "a.b = 1",
    "a.list.x = 1",
    "n = 2",
    "yes = true",
    "yes = false",
    "yes = 1",
    'missing = "x"',
    "nothing = false",
    "nothing.x = 0",
]


@pytest.mark.parametrize("source", SHORT)
def test_short_ways_say_what_feel_says(source: str) -> None:
    formula = Formula(Expression(source))
    mine = FormulaGroup([formula]).evaluate(Scope(0, None, dict(VARIABLES)), NOON)
    assert mine == feel.evaluate([source], VARIABLES, NOON)
    assert [type(value) for value in mine] == [type(value) for value in feel.evaluate([source], VARIABLES, NOON)]


@pytest.mark.parametrize(
    "source",
    [
        "1 + 1",
        "a.list[1]",
        '"a" + "b"',
        '"\\n"',
        "- 7",
        "now()",
        "if yes then 1 else 2",
        "not(yes)",
        "n = 2.5",
        "nothing = null",
        'text = "a" + "b"',
        "text = n",
        'date = "x"',
        '"x" = text',
        "n > 2",
        "yes = true and yes",
    ],
)
def test_anything_else_is_left_to_feel(source: str) -> None:
    formula = Formula(Expression(source))
    assert not formula.path
    assert formula.constant is expressions.MISSING


@pytest.mark.parametrize("source", ["if", "a.b then", "1 +", "date"])
def test_what_feel_cannot_compute_stands_still(source: str) -> None:
    group = FormulaGroup([Formula(Expression(source))])
    with pytest.raises(Standstill) as caught:
        group.evaluate(Scope(0, None, {}), NOON, "assignment")
    assert caught.value.kind == "assignment"
    assert caught.value.texts["expression"] == source


def test_an_equality_with_a_literal_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    group = FormulaGroup([Formula(Expression(source)) for source in ('text = "PT1H"', "a.b.c = 2", "yes = true")])
    monkeypatch.setattr(expressions.feel, "evaluate", None)
    assert group.evaluate(Scope(0, None, dict(VARIABLES)), NOON) == [True, False, True]


def test_a_group_is_one_call_with_only_the_variables_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[list[str], dict[str, Any]]] = []
    real = feel.evaluate

    def counted(sources: list[str], variables: dict[str, Any], now: int) -> list[Any]:
        calls.append((sources, variables))
        return real(sources, variables, now)

    group = FormulaGroup([Formula(Expression(source)) for source in ("n + 1", "yes", "a.list.x", "not(yes)", "5")])
    monkeypatch.setattr(expressions.feel, "evaluate", counted)
    outer = Scope(0, None, dict(VARIABLES))
    assert group.evaluate(Scope(1, outer, {"n": 3}), NOON) == [4, True, [1, 2], False, 5]
    ((sources, variables),) = calls
    assert sources == ["n + 1", "not(yes)", "a.list.x"]
    assert set(variables) <= {"n", "yes", "a"}
    assert variables["n"] == 3
