"""The DMN TCK: level 2 whole, level 3 save the listed limits of the engine."""

import pytest

from tests.conformance import dmn_support
from tests.conformance.known_failures import KNOWN_FAILURES
from tests.conformance.tck import DATA, Case, cases

LEVEL_2 = cases("compliance-level-2")
LEVEL_3 = cases("compliance-level-3")
needs_data = pytest.mark.skipif(not LEVEL_2, reason=f"the DMN TCK is not at {DATA}")


@needs_data
def test_all_cases_are_there() -> None:
    assert (len(LEVEL_2), len(LEVEL_3)) == (116, 1459)
    assert set(KNOWN_FAILURES) <= {str(case) for case in LEVEL_3}


@pytest.mark.parametrize("case", LEVEL_2, ids=str)
def test_level_2(case: Case) -> None:
    assert case.failure() == ""


@pytest.mark.parametrize("case", LEVEL_3, ids=str)
def test_level_3(case: Case) -> None:
    if str(case) in KNOWN_FAILURES:
        assert case.failure(), "it passes now: take it off the list of known failures"
    else:
        assert case.failure() == ""


@needs_data
def test_the_page_of_limits_is_up_to_date() -> None:
    assert dmn_support.PAGE.read_text("utf-8") == dmn_support.page(), "run: python -m tests.conformance.dmn_support"
