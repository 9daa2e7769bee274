"""The corrected text that a finding proposes is FEEL."""

import pytest

from engine.diagrams import feel
from engine.diagrams.rewording import as_feel


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("amount > 5", "=amount > 5"),
        ("  approved ", "=approved"),
        ("${amount > 5}", "=amount > 5"),
        ("#{ amount == 5 && paid }", "=amount = 5 and paid"),
        ("${kind == 'a == b' || kind != \"c\"}", '=kind = "a == b" or kind != "c"'),
        ("${street}-${number}", '=string(street) + "-" + string(number)'),
        ("kind == '消防'", '=kind = "消防"'),
    ],
)
def test_the_proposal_says_the_same_in_feel(written: str, proposed: str) -> None:
    assert as_feel(written) == proposed
    feel.check(proposed[1:])
