"""Our own matching of regular expressions gives what JavaScript's gives, on random patterns and texts."""

import json
import random

import pytest

from engine.diagrams import feel
from engine.diagrams.feel.v8 import Isolate
from engine.errors import FeelLimitExceeded

PATTERNS = 400
ATOMS = ["a", "b", "条", "A", "-", ".", r"\w", r"\d", r"\s", "[ab]", "[^a]", r"\p{L}", r"\u{61}", r"[a-c\-]"]
EDGES = ["^", "$", r"\b", r"\B", ""]
GROUPS = ["({})", "({})", "(?:{})", "(?={})", "(?!{})", "(?<={})", "(?<!{})", "(?i:{})"]
TIMES = ["", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,3}?", "{2,}", "{0}"]
NATIVE = "JSON.stringify({}.map(([t, p]) => {{ try {{ return t.replace(new RegExp(p, 'gu'), '<$&|$1|$2>') }} catch {{ return null }} }}))"


def pattern(source: random.Random, depth: int) -> str:
    """One or two ways of one to three parts."""
    ways = ["".join(_part(source, depth) for _ in range(source.randint(1, 3))) for _ in range(source.randint(1, 2))]
    return "|".join(ways)


def _part(source: random.Random, depth: int) -> str:
    kind = source.random()
    if depth and kind < 0.4:
        group = source.choice(GROUPS)
        part = group.format(pattern(source, depth - 1))
        if group.startswith(("(?=", "(?!", "(?<")):
            return part
    elif kind < 0.5:
        return source.choice(EDGES)
    else:
        part = source.choice([r"\1", r"\2"]) if kind > 0.93 else source.choice(ATOMS)
    return part + source.choice(TIMES)


@pytest.mark.parametrize("seed", range(5))
def test_replacing_is_what_javascript_makes_of_it(seed: int) -> None:
    source = random.Random(seed)
    cases = [
        ["".join(source.choices("ab条cAB-1 ", k=source.randint(0, 9))), pattern(source, 3)] for _ in range(PATTERNS)
    ]
    isolate = Isolate(64 * 2**20)
    native = json.loads(isolate.run(NATIVE.format(json.dumps(cases)), 30))
    isolate.close()
    compared = changed = 0
    for (text, made), expected in zip(cases, native, strict=True):
        try:
            (result,) = feel.evaluate(['replace(t, p, "<$0|$1|$2>")'], {"t": text, "p": made}, 0)
        except FeelLimitExceeded:
            continue
        assert result == expected, (made, text)
        compared += expected is not None
        changed += expected not in (None, text)
    assert compared > PATTERNS // 2
    assert changed > PATTERNS // 4
