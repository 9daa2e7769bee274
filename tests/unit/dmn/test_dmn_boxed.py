"""Boxed conditionals, loops, filters and quantifiers (DMN 1.5 §10.2.2.8 to §10.2.2.11)."""

from typing import Any

import pytest

from engine.errors import DecisionError
from tests.unit.dmn.table_text import model


def literal(text: str) -> str:
    return f"<literalExpression><text>{text}</text></literalExpression>"


def parts(kind: str, attributes: str = "", **children: str) -> str:
    inside = "".join(f"<{name}>{literal(text)}</{name}>" for name, text in children.items())
    return f"<{kind}{attributes}>{inside}</{kind}>"


CONDITIONAL = parts("conditional", **{"if": "n &gt; 3", "then": '"many"', "else": '"few"'})
FOR = parts("for", ' iteratorVariable="x"', **{"in": "n", "return": "x * count(partial)"})
FILTER = parts("filter", **{"in": "n", "match": "weight &gt; 1 and item.weight &lt; 9"})
SOME = parts("some", ' iteratorVariable="x"', **{"in": "n", "satisfies": "x &gt; 2"})
EVERY = parts("every", ' iteratorVariable="x"', **{"in": "n", "satisfies": "x &gt; 2"})


@pytest.mark.parametrize(
    ("body", "given", "result"),
    [
        (CONDITIONAL, 4, "many"),
        (CONDITIONAL, 3, "few"),
        (CONDITIONAL, "no number", "few"),
        (FOR, [5, 6, 7], [0, 6, 14]),
        (FOR, [], []),
        (FILTER, [{"weight": 1}, {"weight": 2}, {"weight": 9}], [{"weight": 2}]),
        (SOME, [1, 2, 3], True),
        (SOME, [1, 2], False),
        (SOME, [], False),
        (EVERY, [3, 4], True),
        (EVERY, [2, 3], False),
        (EVERY, [], True),
    ],
)
def test_boxed_expressions(body: str, given: Any, result: Any) -> None:
    assert model(body).decide({"n": given}, 0).result == result


@pytest.mark.parametrize(
    ("body", "given", "reason"),
    [
        (FOR, "no list", "for walks through should be a list, but is string"),
        (FILTER, None, "filter walks through should be a list, but is nil"),
        (parts("filter", **{"in": "n", "match": '"yes"'}), [1], "should be true or false, but is string"),
        (SOME, 1, "some walks through should be a list"),
        (parts("every", ' iteratorVariable="x"', **{"in": "n", "satisfies": "x"}), [1], "should be true or false"),
    ],
)
def test_what_they_cannot_walk_through(body: str, given: Any, reason: str) -> None:
    with pytest.raises(DecisionError, match=reason):
        model(body).decide({"n": given}, 0)
    tolerant = model(body).decide({"n": given}, 0, strict=False)
    assert tolerant.result is None
    assert reason in tolerant.problems[0]


def test_they_nest() -> None:
    inner = parts("filter", **{"in": "[1, 2, 3]", "match": "item &gt; x"})
    body = f'<for iteratorVariable="x"><in>{literal("n")}</in><return>{inner}</return></for>'
    assert model(body).decide({"n": [0, 2]}, 0).result == [[1, 2, 3], [3]]
