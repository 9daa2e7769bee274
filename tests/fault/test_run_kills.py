"""kill -9 of a process in the middle of a run of the workshop: another goes on, and nothing is done twice."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from engine.runtime.clock import ManualClock
from tests.fault.counting import NUMBERS, application
from tests.fault.processes import KILLED, Forker
from web.modeler import runs
from web.services import services_of

pytestmark = pytest.mark.fault

NOW = 1_767_225_600_000
LEASE = 30_000
DEATHS = [
    ("due.after_take", 1),
    ("run.before_work", 1),
    ("count.between", 1),
    ("count.between", 4),
    ("run.after_work", 1),
]


def counted(app: Flask) -> list[str]:
    with services_of(app).database.connect() as connection:
        return sorted(connection.scalars(text("SELECT number FROM effect")))


@pytest.mark.parametrize(("point", "nth"), DEATHS)
def test_another_goes_on_with_the_run_of_a_killed_process(
    prepared: str, forker: Forker, killed: Callable[[str], None], point: str, nth: int
) -> None:
    clock = ManualClock(NOW)
    app = application(prepared, clock)
    with services_of(app).engine, app.app_context():
        id = runs.ask("count", "p", {}, "zhi")
        with forker.start("tests.fault.counting", prepared, NOW, death={"point": point, "nth": nth}) as dying:
            assert dying.status() == KILLED, dying.errors.read()
        killed(f"at {point}, run")
        assert runs.run_until_idle() == 0
        assert runs.get(id).state == "running"
        clock.advance(2 * LEASE)
        assert runs.run_until_idle() == 1
        assert (runs.get(id).state, runs.get(id).result) == ("done", {"counted": NUMBERS})
        assert counted(app) == [str(number) for number in range(NUMBERS)]


def test_a_run_that_takes_its_process_with_it_each_time_is_given_up(
    prepared: str, forker: Forker, killed: Callable[[str], None]
) -> None:
    clock = ManualClock(NOW)
    app = application(prepared, clock)
    with services_of(app).engine, app.app_context():
        id = runs.ask("count", "p", {}, "zhi")
        for _ in range(3):
            death = {"point": "count.between", "nth": 1}
            with forker.start("tests.fault.counting", prepared, clock.now(), death=death) as dying:
                assert dying.status() == KILLED, dying.errors.read()
            killed("at count.between, run")
            clock.advance(2 * LEASE)
        assert runs.run_until_idle() == 1
        run = runs.get(id)
        assert run.state == "failed"
        assert "三次" in run.message.zh
        assert "three times" in run.message.en
