"""Machines whose clocks differ: what is due, and whose lease has ended, the database's clock tells."""

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from engine.runtime import clock as clocks
from engine.runtime.clock import DatabaseClock
from engine.runtime.engine import Engine
from engine.store import open_database
from tests.integration.conftest import database_of
from tests.integration.handling import Recorded
from tests.integration.people import CLERK
from tests.process_files import catching, chain, service_task, timer

HOUR = 3_600_000
NEAR = 5_000


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with database_of("postgresql", request, tmp_path, with_queue=True) as found:
        yield found


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine's clock is an hour ahead of the database's."""
    wrong = SimpleNamespace(time_ns=lambda: time.time_ns() + HOUR * 1_000_000, monotonic_ns=time.monotonic_ns)
    monkeypatch.setattr(clocks, "time", wrong)


@pytest.mark.usefixtures("ahead")
@pytest.mark.parametrize("distributed", [False, True], ids=["embedded", "distributed"])
def test_a_machine_whose_clock_is_ahead_fires_nothing_early(url: str, distributed: bool) -> None:
    with Engine(url, distributed=distributed) as engine:
        engine.deploy({"p.bpmn": chain(catching("wait", timer("PT0S")), catching("rest", timer("PT30M")))}, CLERK)
        case = engine.start("p", {}, CLERK)
        assert engine.run_until_idle() == 1
        assert [step.kind for step in engine.case(case).steps] == ["StartInstance", "FireTimer"]


@pytest.mark.usefixtures("ahead")
def test_a_machine_whose_clock_is_ahead_takes_no_lease_from_another(url: str) -> None:
    handler = Recorded("register", lambda inputs, context: {})
    with Engine(url, {"register": handler}) as engine, Engine(url, {"register": handler}) as other:
        engine.deploy({"p.bpmn": chain(service_task("register", "register"))}, CLERK)
        engine.start("p", {}, CLERK)
        with engine.database.begin() as connection:
            now = round(time.time() * 1000)
            connection.execute(text("UPDATE job SET lease = 'held', next_at = :until"), {"until": now + 10 * 60_000})
        assert other.run_until_idle() == 0
        assert handler.calls == []


def strays(clock: DatabaseClock) -> int:
    """By how many milliseconds at least it is before or behind this machine's clock, however long it takes to answer."""
    before, found, after = round(time.time() * 1000), clock.now(), round(time.time() * 1000)
    return max(before - found, found - after, 0)


def test_the_clock_goes_on_while_the_server_is_away(url: str) -> None:
    database = open_database(url)
    clock = DatabaseClock(database, every=0)
    assert strays(clock) <= NEAR
    database.dispose()
    server = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {make_url(url).database} ALLOW_CONNECTIONS false")
    assert strays(clock) <= NEAR
    database.dispose()
    server.dispose()
