"""PostgreSQL gives a step up for another's sake: it is tried again, and applied once.

Real deadlocks, serialization failures and lock timeouts, provoked by a second connection.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg.rows import tuple_row
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from engine.errors import ConcurrentUpdate
from engine.history import verify
from engine.runtime import faults
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from tests.fault.case import KINDS, WANG, drive, open_engine
from tests.fault.checking import assert_all_done
from tests.fault.waiting import until

pytestmark = [pytest.mark.fault, pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)]

DEADLOCKS = 3


class Rival:
    """Another connection to the database, which takes locks."""

    def __init__(self, url: str) -> None:
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self.connection = psycopg.connect(address, autocommit=True, row_factory=tuple_row)

    def run(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        cursor = self.connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []

    def somebody_waits(self) -> bool:
        """Whether another connection waits for a lock."""
        return (
            self.run("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
            != []
        )


@pytest.fixture
def rival(prepared: str) -> Iterator[Rival]:
    rival = Rival(prepared)
    yield rival
    rival.connection.close()


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for every time a step is about to be committed."""
    reached: list[str] = []

    def note(name: str) -> None:
        if name == "command.before_commit":
            reached.append(name)

    monkeypatch.setattr(faults, "point", note)
    return reached


def default(url: str, setting: str, value: str) -> None:
    """What every later connection to the database begins with."""
    outside = create_engine(url, isolation_level="AUTOCOMMIT")
    with outside.connect() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f"ALTER DATABASE {name} SET {setting} = '{value}'"))
    outside.dispose()


def begun(engine: Engine) -> tuple[str, int]:
    """A case at its first user task."""
    case = engine.start("p", {"number": "0"}, WANG, command_id="start-0")
    engine.run_until_idle()
    return case, engine.case(case).tasks[0].token


def test_a_lock_that_is_not_had_in_time_is_asked_for_again(
    prepared: str, rival: Rival, attempts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    default(prepared, "lock_timeout", "50ms")
    clock = ManualClock()
    with open_engine(prepared, clock) as engine:
        case, token = begun(engine)
        rival.run("BEGIN")
        rival.run("SELECT 1 FROM instance WHERE id = %s FOR UPDATE", case)
        tries: list[str] = []

        def note(name: str) -> None:
            if name == "command.before_commit":
                tries.append(name)
                if len(tries) == 4:
                    rival.run("ROLLBACK")

        monkeypatch.setattr(faults, "point", note)
        engine.complete(case, token, {"check": 0}, WANG, command_id="check-0")
        assert len(tries) == 4
        drive(engine, clock, 0, lambda _: None)
        assert_all_done(engine, [0])


def test_a_lock_that_is_never_had_is_given_up_and_nothing_is_written(
    prepared: str, rival: Rival, attempts: list[str]
) -> None:
    default(prepared, "lock_timeout", "20ms")
    clock = ManualClock()
    with open_engine(prepared, clock) as engine:
        case, token = begun(engine)
        rival.run("BEGIN")
        rival.run("SELECT 1 FROM instance WHERE id = %s FOR UPDATE", case)
        attempts.clear()
        with pytest.raises(ConcurrentUpdate):
            engine.complete(case, token, {"check": 0}, WANG, command_id="check-0")
        assert len(attempts) == engine.settings.attempts
        rival.run("ROLLBACK")
        assert not [one for one in verify(engine.database) if one.difference]
        drive(engine, clock, 0, lambda _: None)
        assert_all_done(engine, [0])


def test_the_victim_of_a_deadlock_tries_again(prepared: str, rival: Rival, attempts: list[str]) -> None:
    """The step locks the case and waits for its task; the rival holds the task and asks for the case."""
    default(prepared, "deadlock_timeout", "500ms")
    rival.run("SET deadlock_timeout = '5s'")
    clock = ManualClock()
    with open_engine(prepared, clock) as engine, ThreadPoolExecutor() as pool:
        case, token = begun(engine)
        victims = 0
        while victims < DEADLOCKS:
            attempts.clear()
            rival.run("BEGIN")
            rival.run("SELECT 1 FROM user_task WHERE instance_id = %s AND token = %s FOR UPDATE", case, token)
            command = engine.release if victims % 2 else engine.claim
            answer = pool.submit(command, case, token, WANG)
            until(rival.somebody_waits, "the step waits for the task")
            try:
                rival.run("SELECT 1 FROM instance WHERE id = %s FOR UPDATE", case)
            except psycopg.errors.DeadlockDetected:
                # The machine was so slow that the step looked for the deadlock before there was one.
                rival.run("ROLLBACK")
                answer.result()
                engine.release(case, token, WANG) if command == engine.claim else engine.claim(case, token, WANG)
                continue
            rival.run("ROLLBACK")
            answer.result()
            assert len(attempts) > 1
            victims += 1
        if engine.case(case).tasks[0].assignee:
            engine.release(case, token, WANG)
        engine.complete(case, token, {"check": 0}, WANG, command_id="check-0")
        drive(engine, clock, 0, lambda _: None)
        kinds = [step.kind for step in engine.case(case).steps]
        assert [kind for kind in kinds if kind not in ("ClaimTask", "ReleaseTask")] == KINDS
        assert not [one for one in verify(engine.database) if one.difference]


def test_a_serialization_failure_is_tried_again(prepared: str, rival: Rival, attempts: list[str]) -> None:
    default(prepared, "default_transaction_isolation", "serializable")
    clock = ManualClock()
    with open_engine(prepared, clock) as engine, ThreadPoolExecutor() as pool:
        case, token = begun(engine)
        attempts.clear()
        rival.run("BEGIN")
        rival.run("UPDATE instance SET title = title WHERE id = %s", case)
        answer = pool.submit(engine.complete, case, token, {"check": 0}, WANG, "check-0")
        until(rival.somebody_waits, "the step waits for the case")
        rival.run("COMMIT")
        answer.result()
        assert len(attempts) == 2
        drive(engine, clock, 0, lambda _: None)
        assert_all_done(engine, [0])


def test_cases_that_share_rows_end_under_serializable_isolation(prepared: str, attempts: list[str]) -> None:
    """Two engines at once, whose steps write rows of one data store and read each other's indexes."""
    default(prepared, "default_transaction_isolation", "serializable")
    numbers = range(8)

    def drive_some(half: int) -> None:
        clock = ManualClock()
        with open_engine(prepared, clock) as engine:
            for number in numbers[half::2]:
                until(lambda number=number: driven(engine, clock, number), f"case {number} ends")  # type: ignore[misc]

    def driven(engine: Engine, clock: ManualClock, number: int) -> bool:
        try:
            drive(engine, clock, number, lambda _: None)
        except (ConcurrentUpdate, StopIteration):
            # The other engine has what comes next in its hands, or has put it off.
            clock.advance(1_000)
            return False
        return True

    with ThreadPoolExecutor() as pool:
        list(pool.map(drive_some, range(2)))
    with open_engine(prepared, ManualClock()) as engine:
        assert_all_done(engine, numbers)
