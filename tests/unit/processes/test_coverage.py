"""Every clause of the document is alive in a shipped diagram, and docs/coverage.md says where."""

from pathlib import Path

import pytest

from web.clause_coverage import Coverage, read
from web.coverage_command import page

ROOT = Path(__file__).parents[3]
CLAUSES = 30


@pytest.fixture(scope="module")
def found() -> Coverage:
    return read(ROOT / "processes")


def test_no_clause_is_without_an_element(found: Coverage) -> None:
    assert len(found.clauses) == CLAUSES
    assert found.empty == ()


def test_no_element_cites_a_clause_that_is_not_there(found: Coverage) -> None:
    assert found.unknown == ()


def test_the_page_is_up_to_date(found: Coverage) -> None:
    written = (ROOT / "docs/coverage.md").read_text(encoding="utf-8")
    assert written == page(found), "run: python -m web.cli coverage --write docs/coverage.md"
