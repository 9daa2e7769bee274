"""The databases of the integration tests, with the case of these tests deployed; the forker; the count of kills."""

import os
import random
import secrets
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import KILL, SEED
from tests.fault.case import prepare
from tests.fault.processes import Forker, forking
from tests.integration.conftest import database_url, postgresql, sqlite_template

__all__ = ["database_url", "postgresql", "prepared", "sqlite_template"]

Record = Callable[[str, object], None]


@pytest.fixture
def killed(record_property: Record) -> Callable[[str], None]:
    """Counts a kill by where it was; the end of the run tells all."""
    return lambda where: record_property(KILL, where)


@pytest.fixture(scope="session")
def seed() -> int:
    """TIAOKUAI_FAULT_SEED, or a new one."""
    return int(os.environ.get("TIAOKUAI_FAULT_SEED") or secrets.randbits(32))


@pytest.fixture
def chance(seed: int, record_property: Record) -> random.Random:
    """Where random moments come from."""
    record_property(SEED, seed)
    return random.Random(seed)


@pytest.fixture(scope="session")
def forker() -> Iterator[Forker]:
    with forking() as forker:
        yield forker


@pytest.fixture
def prepared(database_url: str) -> str:
    prepare(database_url)
    return database_url
