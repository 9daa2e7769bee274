"""Unary tests (DMN 1.5 §7.3.2, FEEL) as sets of values, where they are the usual ones: literals, comparisons, ranges, lists
of these and their negation. Everything else is not read, and nothing is claimed of it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

_STRING = r'"(?:[^"\\]|\\.)*"'
_NUMBER = r"-?(?:\d+(?:\.\d+)?|\.\d+)"
_ONE = re.compile(
    rf"\s*(?:(?P<string>{_STRING})|(?P<boolean>true|false)(?!\w)|(?P<operator><=|>=|<|>)\s*(?P<bound>{_NUMBER})(?![\w.])"
    rf"|(?P<open>[\[\](])\s*(?P<low>{_NUMBER})\s*\.\.\s*(?P<high>{_NUMBER})\s*(?P<close>[\[\])])"
    rf"|(?P<number>{_NUMBER})(?![\w.]))\s*(?:,|$)"
)
_NOT = re.compile(r"\s*not\s*\((.*)\)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a column's values that no test cuts: a text or number with its `label`, or what lies between or beside.

    `value` is a text, a boolean, or a number; of an open piece between two numbers a number inside of it, of all texts
    that no rule names None.
    """

    value: str | bool | Decimal | None
    label: str


Test = Callable[[str | bool | Decimal | None], bool]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell accepts, and the literals by which it does so. `kind` is '' where any value is accepted."""

    accepts: Test
    kind: str
    literals: tuple[str | bool | Decimal, ...]


ANY = Cell(lambda _: True, "", ())


def read_cell(text: str | None) -> Cell | None:
    """The cell, None where it is not one of the usual tests."""
    if text is None:
        return ANY
    negated = _NOT.fullmatch(text)
    tests: list[Test] = []
    literals: list[str | bool | Decimal] = []
    kinds = set()
    inside, place = (negated[1] if negated else text), 0
    while place < len(inside) or not tests:
        found = _ONE.match(inside, place)
        if found is None:
            return None
        kind, test, named = _test(found)
        kinds.add(kind)
        tests.append(test)
        literals.extend(named)
        place = found.end()
    if len(kinds) > 1 or inside.rstrip().endswith(","):
        return None

    def accepts(value: str | bool | Decimal | None) -> bool:
        return any(test(value) for test in tests) != bool(negated)

    return Cell(accepts, kinds.pop(), tuple(literals))


def _test(found: re.Match[str]) -> tuple[str, Test, list[str | bool | Decimal]]:
    if found["string"] is not None:
        text = found["string"]
        return "string", lambda value: value == text, [text]
    if found["boolean"]:
        wanted = found["boolean"] == "true"
        return "boolean", lambda value: value is wanted, [wanted]
    if found["operator"]:
        bound = Decimal(found["bound"])
        return "number", _compared(found["operator"], bound), [bound]
    if found["open"]:
        low, high = Decimal(found["low"]), Decimal(found["high"])
        from_low = _compared(">=" if found["open"] == "[" else ">", low)
        to_high = _compared("<=" if found["close"] == "]" else "<", high)
        return "number", lambda value: from_low(value) and to_high(value), [low, high]
    number = Decimal(found["number"])
    return "number", lambda value: isinstance(value, Decimal) and value == number, [number]


def _compared(operator: str, bound: Decimal) -> Test:
    def test(value: str | bool | Decimal | None) -> bool:
        if not isinstance(value, Decimal):
            return False
        match operator:
            case "<":
                return value < bound
            case "<=":
                return value <= bound
            case ">":
                return value > bound
            case _:
                return value >= bound

    return test


def parts(cells: Iterable[Cell]) -> list[Part] | None:
    """The pieces into which the cells of a column cut its values; None where they speak of different kinds of values."""
    found = list(cells)
    kinds = {cell.kind for cell in found} - {""}
    if len(kinds) > 1:
        return None
    literals = [literal for cell in found for literal in cell.literals]
    if kinds == {"boolean"}:
        return [Part(True, "true"), Part(False, "false")]
    if kinds == {"number"}:
        return _numbers(sorted({one for one in literals if isinstance(one, Decimal)}))
    if kinds == {"string"}:
        return [Part(text, text) for text in dict.fromkeys(map(str, literals))] + [Part(None, "")]
    return [Part(None, "")]


def _numbers(bounds: list[Decimal]) -> list[Part]:
    pieces = [Part(bounds[0] - 1, f"< {bounds[0]}")]
    for place, bound in enumerate(bounds):
        pieces.append(Part(bound, f"{bound}"))
        if place + 1 < len(bounds):
            above = bounds[place + 1]
            pieces.append(Part((bound + above) / 2, f"({bound}..{above})"))
    return [*pieces, Part(bounds[-1] + 1, f"> {bounds[-1]}")]
