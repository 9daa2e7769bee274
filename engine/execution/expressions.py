"""FEEL expressions, prepared once per definition and evaluated in as few calls as possible.

A literal, a plain reference to a variable (`=order.lines`) and the question whether that equals a literal of its own
type (`=way = "team"`, what most gateways ask) need no FEEL engine: they are resolved here, with the result FEEL would
give (what is missing is null). Everything else of a group goes to the engine in one call, with only the variables that
the group reads.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from engine.diagrams import feel
from engine.diagrams.model import Expression, Value
from engine.errors import FeelError, FeelLimitExceeded
from engine.execution.standstill import Kind, Standstill
from engine.execution.variables import MISSING, Scope

_NAME = r"[^\W\d]\w*"
_PATH = re.compile(rf"{_NAME}(?:\.{_NAME})*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_TEXT = re.compile(r'"[^"\\\n]*"')
_EQUALITY = re.compile(rf"({_PATH.pattern})\s*=\s*({_TEXT.pattern}|{_NUMBER.pattern}|true|false)")
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None}
_RESERVED = re.compile(
    r"if|then|else|for|in|return|some|every|satisfies|and|or|not|between|instance|of|function|external|true|false|null"
)


class Formula:
    """One literal text or expression; `source` is its text. A `path` is the steps of a plain variable reference.

    `equal` is the literal that the value there is compared with, if it is.
    """

    __slots__ = ("constant", "equal", "names", "path", "source")

    def __init__(self, value: Value) -> None:
        self.constant: Any = MISSING
        self.equal: Any = MISSING
        self.path: tuple[str, ...] = ()
        self.names: frozenset[str] = frozenset()
        if isinstance(value, str):
            self.source = value
            self.constant = value
            return
        self.source = text = value.source.strip()
        equality = _EQUALITY.fullmatch(text)
        path = equality[1] if equality else text
        if (constant := _constant(text)) is not MISSING:
            self.constant = constant
        elif _PATH.fullmatch(path) and not any(map(_RESERVED.fullmatch, path.split("."))) and not _is_function(path):
            self.path = tuple(path.split("."))
            self.names = frozenset(self.path[:1])
            self.equal = _constant(equality[2]) if equality else MISSING
        else:
            self.names = feel.names(text)


class FormulaGroup:
    """Formulas that are evaluated together."""

    __slots__ = ("_computed", "_names", "constants", "formulas")

    def __init__(self, formulas: Sequence[Formula]) -> None:
        self.formulas = tuple(formulas)
        self._computed = [i for i, formula in enumerate(formulas) if formula.constant is MISSING and not formula.path]
        self._names = sorted({name for i in self._computed for name in formulas[i].names})
        is_constant = all(formula.constant is not MISSING for formula in formulas)
        self.constants = [formula.constant for formula in formulas] if is_constant else None

    def evaluate(self, scope: Scope, now: int, kind: Kind = "expression") -> list[Any]:
        """The values in the order of the formulas, seen from `scope` at `now` (milliseconds since 1970).

        Raises Standstill of `kind` when FEEL fails, of kind `limit` when it takes more steps than it may. What the machine
        does not get done (FeelUnavailable) passes through: it may not become part of the case.
        """
        if self.constants is not None:
            return list(self.constants)
        results: list[Any] = []
        computed = self._computed
        for position, formula in enumerate(self.formulas):
            if formula.path:
                value = _follow(scope, formula.path)
                if formula.equal is not MISSING:
                    value = value == formula.equal if type(value) is type(formula.equal) else MISSING
                if value is MISSING:
                    computed = [*computed, position]
                    value = None
            else:
                value = None if formula.constant is MISSING else formula.constant
            results.append(value)
        if computed:
            names = self._names
            if computed is not self._computed:
                names = sorted({name for position in computed for name in self.formulas[position].names})
            sources = [self.formulas[position].source for position in computed]
            for position, value in zip(computed, _call(sources, names, scope, now, kind), strict=True):
                results[position] = value
        return results


def formula(value: Value | None, default: str = "") -> Formula:
    """The formula of `value`; of the literal `default` where the diagram says nothing."""
    return Formula(default if value is None else value)


def plain_reference(expression: Expression) -> str:
    """The variable that `expression` merely refers to, or '' when it computes something."""
    formula = Formula(expression)
    return formula.path[0] if formula.path and formula.equal is MISSING else ""


def shown(value: Any) -> str:
    """`value` as a short text for messages."""
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= 80 else text[:77] + "..."


def _constant(text: str) -> Any:
    """The value of a literal; MISSING where `text` is none that is understood without FEEL."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _NUMBER.fullmatch(text):
        return int(text)
    return text[1:-1] if _TEXT.fullmatch(text) else MISSING


@lru_cache(maxsize=1024)
def _is_function(path: str) -> bool:
    """Whether FEEL takes the name for one of its functions where no variable has it; only FEEL can answer then."""
    try:
        feel.evaluate([path.partition(".")[0]], {}, 0)
    except FeelError:
        return True
    return False


def _follow(scope: Scope, path: tuple[str, ...]) -> Any:
    """The value at the end of `path`; MISSING when only FEEL can tell, as for a list on the way."""
    value = scope.lookup(path[0])
    if value is MISSING:
        return None
    for step in path[1:]:
        if not isinstance(value, dict):
            return MISSING if value is not None else None
        value = value.get(step)
    return value


def _call(sources: list[str], names: list[str], scope: Scope, now: int, kind: Kind) -> list[Any]:
    variables = {name: value for name in names if (value := scope.lookup(name)) is not MISSING}
    try:
        return feel.evaluate(sources, variables, now)
    except FeelError as error:
        if isinstance(error, FeelLimitExceeded):
            kind = "limit"
        raise Standstill(kind, str(error), {key: str(value) for key, value in error.details.items()}) from error
