"""A handler's job on a real, migrated database of each kind."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from engine.runtime.handlers import JobContext
from engine.store.database import open_database

MakeContext = Callable[..., JobContext]

MARCH_2026 = 1_772_700_000_000


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    opened = open_database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def job(database: Engine) -> MakeContext:
    """Makes the context of one job: `token` tells jobs apart, the instance is always i1."""

    def make(token: int, *, now: int = MARCH_2026, instance_id: str = "i1") -> JobContext:
        return JobContext(instance_id, token, "Service_1", f"{instance_id}:{token}", now, {}, "p", database)

    return make
