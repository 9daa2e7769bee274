"""The databases of the integration tests, with the case of these tests deployed."""

import pytest

from tests.fault.case import prepare
from tests.integration.conftest import database_url, postgresql, sqlite_template

__all__ = ["database_url", "postgresql", "prepared", "sqlite_template"]


@pytest.fixture
def prepared(database_url: str) -> str:
    prepare(database_url)
    return database_url
