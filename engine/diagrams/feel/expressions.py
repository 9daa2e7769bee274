"""Evaluating, checking and reading the names of FEEL expressions."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NoReturn

from engine.diagrams.feel.contexts import SECONDS, call
from engine.errors import FeelError, FeelLimitExceeded, FeelSyntaxError


def evaluate(
    expressions: Sequence[str], variables: Mapping[str, Any], now: int, *, seconds: float = SECONDS
) -> list[Any]:
    """Evaluate all expressions against the same JSON variables in one call into V8.

    `now` is in milliseconds since the epoch and is what `now()` and `today()` show, in China's time. Results are JSON
    values; dates, times and durations are ISO 8601 text; what FEEL cannot compute is None.
    Raises FeelSyntaxError, FeelLimitExceeded, FeelError; `details['expression']` is the one that failed. FeelUnavailable
    says nothing about the expressions: the machine was too slow or too small.
    """
    if not expressions:
        return []
    request = {"expressions": expressions, "variables": variables, "now": now}
    try:
        answer = call("evaluate", request, seconds=seconds)
    except FeelLimitExceeded as error:
        text = "; ".join(expressions)[:500]
        raise FeelLimitExceeded(
            f"{error} Expression: {text}", expression=text, reason=error.details["reason"], limit="size"
        ) from None
    if "error" in answer:
        _raise(answer, expressions[answer["at"]])
    return answer["value"]  # type: ignore[no-any-return]  # a list, one value an expression


def check(expression: str, known: Iterable[str] = ()) -> None:
    """Raise FeelSyntaxError if `expression` cannot be parsed; `known` are variable names that are no plain words."""
    answer = call("check", {"expression": expression, "known": list(known), "kind": "evaluate"})
    if "error" in answer:
        _raise(answer, expression)


def check_test(expression: str, known: Iterable[str] = ()) -> None:
    """The same for unary tests, the language of a decision table's input cells (DMN 1.5 §7.3.2)."""
    answer = call("check", {"expression": expression, "known": list(known), "kind": "unaryTest"})
    if "error" in answer:
        _raise(answer, expression)


@lru_cache(maxsize=4096)
def names(expression: str) -> frozenset[str]:
    """The names of variables that `expression` reads, and perhaps some more; functions' names may be among them."""
    answer = call("names", {"expression": expression})
    if "error" in answer:
        _raise(answer, expression)
    return frozenset(answer["value"])


def _raise(answer: Mapping[str, Any], expression: str) -> NoReturn:
    reason = answer["reason"]
    shown = expression if len(expression) <= 500 else f"{expression[:500]}…"
    if answer["error"] == "syntax":
        position = answer.get("position", 0)
        message = f"FEEL cannot read {shown!r}: {reason} at character {position + 1}."
        raise FeelSyntaxError(message, expression=expression, reason=reason, position=position)
    if answer["error"] == "limit":
        message = f"FEEL gave up on {shown!r}: {reason}."
        raise FeelLimitExceeded(message, expression=expression, reason=reason, limit="steps")
    raise FeelError(f"FEEL failed on {shown!r}: {reason}.", expression=expression, reason=reason)
