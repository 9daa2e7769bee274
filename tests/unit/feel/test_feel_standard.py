"""Where the bundled engine is mended to do what DMN 1.5 chapter 10 says; docs/dmn-support.md lists these."""

from typing import Any

import pytest

from engine.diagrams import feel
from engine.errors import FeelLimitExceeded


def value(expression: str, **variables: Any) -> Any:
    return feel.evaluate([expression], variables, 0)[0]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # filters
        ("[true, false][item = false]", [False]),
        ("[null, 0, false][item = null]", [None]),
        ('["ab", "c"][starts with(item, "a")]', ["ab"]),
        ("[1, 2, 3][even(item)]", [2]),
        ("[{ok: true, n: 1}, {ok: false, n: 2}][ok].n", [1]),
        ("[1, 2, 3][not(item = 2)]", [1, 3]),
        ("[1, 2, 3][item > 1 and item < 3]", [2]),
        ("[1, 2, 3][> 1]", [2, 3]),
        ("[1, 2, 3][-1]", 3),
        ("[1, 2, 3][i]", 2),
        ("[1, 2, 3][4]", None),
        ('[1, 2][if item = 1 then "yes" else true]', [2]),
        ("5[true]", [5]),
        ("5[1]", 5),
        ("null[1]", None),
        # logic of three values
        ('if 1 then "a" else "b"', "b"),
        ('if null then "a" else "b"', "b"),
        ("some x in [1, 2] satisfies x", None),
        ("some x in [1, true] satisfies x", True),
        ("every x in [true, null] satisfies x", None),
        ("every x in [] satisfies x", True),
        ("{a: 1, a: 2}", None),
        # ranges and comparisons
        ("for n in 1..0 return n", [1, 0]),
        ("for n in [1..3) return n", [1, 2]),
        ("for n in (1..1) return n", []),
        ("for n in [2..1] return n", None),
        ('for n in "a".."c" return n', None),
        ("for n in 1.5..3 return n", None),
        ('for d in @"2026-01-30"..@"2026-02-01" return string(d)', ["2026-01-30", "2026-01-31", "2026-02-01"]),
        ('"a" < 1', None),
        ("1 < true", None),
        ("[3] > 2", True),
        ('5 in [1.."a"]', None),
        ("5 in [null..10]", None),
        ("5 in [10..1]", True),
        ("(= 10).start", 10),
        ("5 in (= 5)", True),
        ("5 in (!= 5)", False),
        ("(= 10) = [10..10]", False),
        ("(> 1) = (> 1)", True),
        ('range("[1..3)") = [1..3)', True),
        ('4 in range("[@\\"2026-01-01\\"..)")', None),
        ('range("[3..1]")', None),
        ('range("[f(x)..3]")', None),
        ("overlaps before([1..5], [3..9])", True),
        ("overlaps after([3..9], [1..5])", True),
        ("overlaps before([1..5], (5..9])", False),
        ("finishes(5, [1..5])", True),
        ("finishes([3..5], [1..5])", True),
        ("finished by([1..5], 5)", True),
        ("starts(1, [1..5])", True),
        ("started by([1..5], [1..3])", True),
        ("during(3, [1..5])", True),
        ("during([2..3], [1..5])", True),
        ("coincides([1..5], [1..5])", True),
        ('during("a", [1..5])', None),
        # lists
        ('list contains([@"2026-01-01"], @"2026-01-01")', True),
        ("list contains([1, null], null)", True),
        ("index of([{a: 1}, {a: 2}, {a: 1}], {a: 1})", [1, 3]),
        ("list replace([1, 2, 3], -1, 9)", [1, 2, 9]),
        ("list replace([1, 2], 3, 9)", None),
        ("list replace([1, 2, 3], function(item, newItem) item > 1, 9)", [1, 9, 9]),
        ('min(["b", "a"])', "a"),
        ('string(max([@"2026-01-01", @"2026-05-01"]))', "2026-05-01"),
        ('min([1, "a"])', None),
        ('sort([{k: 1, v: "a"}, {k: 1, v: "b"}, {k: 0, v: "c"}], function(x, y) x.k < y.k).v', ["c", "a", "b"]),
        # dates, times, durations
        ('-duration("P1D")', "-P1D"),
        ('duration("P1Y") = duration("P365D")', None),
        ('duration("P1Y") = duration("P12M")', True),
        ('duration("P1Y") > duration("P1D")', None),
        ('years and months duration(@"2026-01-31", @"2027-03-01")', "P1Y1M"),
        ('@"2026-01-01T10:00:00+08:00" - @"2026-01-01T01:00:00Z"', "PT1H"),
        ('@"2026-01-01T10:00:00+08:00" - @"2026-01-01T01:00:00"', None),
        ('date("-0044-03-15").year', -44),
        ('date("-0044-03-15")', "-0044-03-15"),
        ('date("12026-01-01") + duration("P1D")', "12026-01-02"),
        ('date("02026-01-01")', None),
        ('time("10:00:00+00:00")', "10:00:00Z"),
        ('time("10:00:00+19:00")', None),
        ('duration("P1Y") * 2', "P2Y"),
        ('0.5 * duration("PT1H")', "PT30M"),
        ('duration("P1Y") / 5', "P2M"),
        ('duration("P1D") / duration("PT12H")', 2),
        ('duration("P1Y") / duration("PT12H")', None),
        ('duration("P1D") / 0', None),
        ('duration("P1D") * "2"', None),
        ('duration("P1Y1D")', None),
        # positions
        ('substring("foobar", 0)', None),
        ("sublist([1, 2, 3], 0)", None),
        ("insert before([1, 2, 3], 4, 9)", None),
        ("insert before([1, 2, 3], -1, 9)", [1, 2, 9, 3]),
        ("remove([1, 2, 3], 4)", None),
        ("remove([1, 2, 3], -1)", [1, 2]),
        ("sublist([1, 2, 3], -2)", [2, 3]),
        ("sublist([1, 2, 3], -2, 1)", [2]),
        ('get value({a: {b: 1}}, ["a", "b"])', 1),
        # texts
        ('number("1 000.5", " ", ".")', 1000.5),
        ('number("1.000,5", ".", ",")', 1000.5),
        ('number("", ",", ".")', None),
        ('number("1", ",", ",")', None),
        ('number("1", "x", ".")', None),
        ("string(1e25)", "10000000000000000000000000"),
        ("string(-1.5e-8)", "-0.000000015"),
        ('replace("a b", "a \\s b", "-", "x")', "-"),
        ('replace("ab", "a b", "-", "x")', "-"),
        ('matches("A", "a", "i")', True),
        ('matches("A", "a", "y")', None),
    ],
)
def test_expressions(expression: str, expected: Any) -> None:
    assert value(expression, i=2) == expected


def test_a_value_that_json_lacks_is_given_as_a_literal() -> None:
    assert value('day + duration("P1D")', day={"@": "2026-01-31"}) == "2026-02-01"
    assert value("all[1].hour", all=[{"@": "10:30:00"}]) == 10
    assert value("bad", bad={"@": "never"}) is None
    assert value("context", context={"@": "2026-01-31", "b": 1}) == {"@": "2026-01-31", "b": 1}


def test_long_ranges_are_limits() -> None:
    with pytest.raises(FeelLimitExceeded, match="steps"):
        value("count(for i in 1..1000001 return i)")
    with pytest.raises(FeelLimitExceeded):
        value('count(for d in @"-200000-01-01"..@"200000-01-01" return d)')
