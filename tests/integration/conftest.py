"""Real databases: an SQLite file and a PostgreSQL cluster of its own, empty and migrated for every test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from engine.runtime.clock import ManualClock
from engine.runtime.distributed.schema import install
from engine.runtime.engine import Engine
from engine.runtime.handlers import Handler
from engine.runtime.settings import RuntimeSettings
from engine.store import migrate, open_database
from tests.postgres import cluster

MakeEngine = Callable[..., Engine]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a running cluster that holds the migrated databases `template` and `template_with_queue`."""
    with cluster(fsync=False) as url:
        _create(url, "template")
        migrate(_database(url, "template"))
        _create(url, "template_with_queue", "template")
        database = open_database(_database(url, "template_with_queue"))
        install(database)
        database.dispose()
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty, migrated database of each kind."""
    with database_of(request.param, request, tmp_path) as url:
        yield url


@contextmanager
def database_of(
    kind: str, request: pytest.FixtureRequest, directory: Path, *, with_queue: bool = False
) -> Iterator[str]:
    """An empty, migrated database of a kind, on PostgreSQL with the tables of the distributed queue where asked for."""
    if kind == "sqlite":
        path = directory / "tiaokuai.db"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        yield f"sqlite:///{path}"
        return
    server: str = request.getfixturevalue("postgresql")
    name = f"t{uuid4().hex}"
    _create(server, name, "template_with_queue" if with_queue else "template")
    yield _database(server, name)
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def make_engine(database_url: str, clock: ManualClock) -> Iterator[MakeEngine]:
    """Opens engines on the test's database; each is stopped afterwards."""
    opened: list[Engine] = []

    def make(*handlers: Handler, settings: RuntimeSettings | None = None) -> Engine:
        named = {handler.name: handler for handler in handlers}
        opened.append(Engine(database_url, named, clock=clock, settings=settings))
        return opened[-1]

    yield make
    for engine in opened:
        engine.stop()


@pytest.fixture
def engine(make_engine: MakeEngine) -> Engine:
    return make_engine()


def _database(server: str, name: str) -> str:
    return server.rpartition("/")[0] + f"/{name}"


def _create(server: str, name: str, template: str = "template0") -> None:
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")


def _administer(server: str, statement: str) -> None:
    administration = create_engine(server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text(statement))
    administration.dispose()
