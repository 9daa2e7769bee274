"""Memory and snapshots are caches: without them the case goes on from the journal."""

import pytest
from sqlalchemy import text

from engine.errors import CommandRejected
from engine.history import verify
from engine.runtime.engine import Engine
from engine.runtime.settings import RuntimeSettings
from tests.integration.conftest import MakeEngine
from tests.integration.people import CLERK, WANG
from tests.process_files import loop


def go(engine: Engine, case: str, times: int) -> None:
    for _ in range(times):
        engine.complete(case, engine.open_tasks(case)[0].token, {"done": False}, WANG)


def snapshots(engine: Engine) -> list[int]:
    with engine.database.connect() as connection:
        return list(connection.scalars(text("SELECT seq FROM snapshot")))


def test_an_engine_that_remembers_nothing_goes_on(make_engine: MakeEngine) -> None:
    settings = RuntimeSettings(snapshot_every=7)
    engine = make_engine(settings=settings)
    engine.deploy({"p.bpmn": loop()}, CLERK)
    case = engine.start("p", {"done": False, "text": "中"}, CLERK)
    go(engine, case, 20)
    assert snapshots(engine) == [21]
    go(engine, case, 3)
    before = engine.case(case)
    engine.forget()
    assert engine.case(case) == before
    other = make_engine(settings=settings)
    go(other, case, 6)
    assert snapshots(engine) == [28]
    assert [one.difference for one in verify(engine.database)] == [None]


def test_refused_commands_leave_no_trace_in_the_state(make_engine: MakeEngine) -> None:
    """The snapshot of an engine that refused commands equals the one of the journal's re-execution."""
    engine = make_engine(settings=RuntimeSettings(snapshot_every=2))
    engine.deploy({"p.bpmn": loop()}, CLERK)
    case = engine.start("p", {"done": False}, CLERK)
    for _ in range(3):
        token = engine.open_tasks(case)[0].token
        go(engine, case, 1)
        for refused in (lambda: engine.complete(case, token, {}, WANG), lambda: engine.retry_incident(case, 1, WANG)):  # noqa: B023
            with pytest.raises(CommandRejected):
                refused()
    assert snapshots(engine) == [4]
    assert [one.difference for one in verify(engine.database)] == [None]


def test_a_case_is_rebuilt_from_the_journal_alone(make_engine: MakeEngine) -> None:
    engine = make_engine(settings=RuntimeSettings(snapshot_every=5))
    engine.deploy({"p.bpmn": loop()}, CLERK)
    case = engine.start("p", {"done": False}, CLERK)
    go(engine, case, 12)
    before = engine.case(case)
    with engine.database.begin() as connection:
        connection.execute(text("DELETE FROM snapshot"))
    assert make_engine().case(case) == before


def test_a_snapshot_that_cannot_be_read_is_passed_over(make_engine: MakeEngine) -> None:
    engine = make_engine(settings=RuntimeSettings(snapshot_every=5))
    engine.deploy({"p.bpmn": loop()}, CLERK)
    case = engine.start("p", {"done": False}, CLERK)
    go(engine, case, 6)
    before = engine.case(case)
    for body in (b"", b"{}", b'"broken"', b"[[[", b"[]"):
        with engine.database.begin() as connection:
            connection.execute(text("UPDATE snapshot SET body = :body"), {"body": body})
        assert make_engine().case(case) == before


def test_an_engine_that_fell_behind_catches_up(make_engine: MakeEngine) -> None:
    engine, other = make_engine(), make_engine()
    engine.deploy({"p.bpmn": loop()}, CLERK)
    case = engine.start("p", {"done": False}, CLERK)
    go(other, case, 3)
    go(engine, case, 3)
    go(other, case, 3)
    assert engine.case(case).instance.seq == 10
    assert engine.case(case) == other.case(case)


def test_a_small_cache_serves_many_cases(make_engine: MakeEngine) -> None:
    engine = make_engine(settings=RuntimeSettings(cached_bytes=20_000))
    engine.deploy({"p.bpmn": loop()}, CLERK)
    cases = [engine.start("p", {"done": False}, CLERK) for _ in range(9)]
    for _ in range(2):
        for case in cases:
            go(engine, case, 1)
    assert {engine.case(case).instance.seq for case in cases} == {3}


def test_the_cache_is_bounded_by_bytes_and_keeps_what_was_used_last(make_engine: MakeEngine) -> None:
    bound = 300_000
    engine = make_engine(settings=RuntimeSettings(cached_bytes=bound))
    engine.deploy({"p.bpmn": loop()}, CLERK)
    small = [engine.start("p", {"done": False}, CLERK) for _ in range(20)]
    cache = engine._commander.instances
    assert engine.cached()[0] == 20
    text = "街道" * 10_000
    large = [engine.start("p", {"done": False, "text": text, "number": number}, CLERK) for number in range(10)]
    places, held = engine.cached()
    assert held <= bound
    assert 1 <= places < 4
    assert list(cache._slots) == large[-places:]
    assert engine.variables(large[0]) == {"done": False, "text": text, "number": 0}
    go(engine, small[0], 1)
    assert list(cache._slots)[-1] == small[0]
    assert engine.cached()[1] <= bound


def test_a_case_that_grows_counts_for_more(make_engine: MakeEngine) -> None:
    engine = make_engine()
    engine.deploy({"p.bpmn": loop()}, CLERK)
    case = engine.start("p", {"done": False}, CLERK)
    before = engine.cached()[1]
    engine.complete(case, engine.open_tasks(case)[0].token, {"done": False, "rows": list(range(10_000))}, WANG)
    grown = engine.cached()[1]
    assert grown > before + 300_000
    engine.complete(case, engine.open_tasks(case)[0].token, {"done": False, "rows": []}, WANG)
    go(engine, case, 2000 // 300)
    engine.forget()
    assert engine.cached() == (0, 0)
    engine.variables(case)
    assert engine.cached()[1] < before + 5_000
