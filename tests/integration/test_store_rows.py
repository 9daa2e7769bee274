"""Rows of data stores outlive the case that wrote them, reach other cases, and are held to the journals."""

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine.embedding import TemporaryEngine
from engine.errors import TooManyRows
from engine.history import stores, verify
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from tests.integration.conftest import MakeEngine
from tests.integration.people import CLERK

DIAGRAMS = Path(__file__).parents[1] / "diagrams" / "data"
WRITER = Actor("clerk")
STORE = "registered_cases"


def deploy(engine: Engine, name: str = "store_row") -> None:
    engine.deploy({f"{name}.bpmn": (DIAGRAMS / f"{name}.bpmn").read_bytes()}, CLERK)


def begin(engine: Engine, **variables: Any) -> str:
    return engine.start("p", {"caseNumber": "C-1", "street": "jc", "amount": 7, **variables}, CLERK)


def complete(engine: Engine, case: str) -> None:
    (task,) = engine.open_tasks(case)
    engine.complete(case, task.token, {}, WRITER)


def values(engine: Engine, **fields: Any) -> dict[str, Any]:
    return {row.key: row.value for row in stores.rows(engine.database, STORE, **fields)}


def differences(engine: Engine) -> list[str]:
    return [str(found.difference.field) for found in verify(engine.database) if found.difference is not None]


def test_a_row_is_written_read_and_deleted(engine: Engine) -> None:
    deploy(engine)
    case = begin(engine)
    complete(engine, case)
    row = stores.row(engine.database, STORE, "C-1")
    assert row is not None
    assert (row.value, row.instance_id, row.seq) == ({"street": "jc", "amount": 7}, case, 2)
    assert engine.open_tasks(case) == []
    assert engine.run_until_idle() == 1
    (task,) = engine.open_tasks(case)
    assert engine.variables(case, task.token)["amountBefore"] == 7
    complete(engine, case)
    complete(engine, case)
    assert (stores.row(engine.database, STORE, "C-1"), values(engine)) == (None, {})
    engine.run_until_idle()
    assert engine.variables(case, engine.open_tasks(case)[0].token)["taken"] is None
    assert differences(engine) == []


def test_what_one_case_wrote_another_reads_and_writes_over(engine: Engine, clock: ManualClock) -> None:
    deploy(engine)
    first, second = begin(engine), begin(engine, amount=8)
    for case in (first, second):
        clock.advance(1_000)
        complete(engine, case)
    engine.run_until_idle()
    for case in (first, second):
        assert engine.variables(case, engine.open_tasks(case)[0].token)["amountBefore"] == 8
    row = stores.row(engine.database, STORE, "C-1")
    assert row is not None
    assert (row.instance_id, row.updated_at) == (second, clock.now())
    assert differences(engine) == []


def test_a_question_is_answered_after_a_restart_and_only_once(make_engine: MakeEngine) -> None:
    engine, other = make_engine(), make_engine()
    deploy(engine)
    case = begin(engine)
    complete(engine, case)
    engine.forget()
    assert (other.run_until_idle(), engine.run_until_idle()) == (1, 0)
    assert [step.kind for step in engine.case(case).steps] == ["StartInstance", "CompleteTask", "DeliverStoreRows"]


def test_many_rows_of_one_step_are_written_and_read(engine: Engine) -> None:
    deploy(engine, "store_activities")
    streets = [f"s{number}" for number in range(30)]
    case = engine.start("p", {"streets": streets, "year": 2026}, CLERK)
    for job in engine.jobs(case):
        engine.complete_job(case, job.token, {"score": 2})
    engine.run_until_idle()
    assert len(stores.rows(engine.database, "street_results", total=4)) == 30
    complete(engine, case)
    engine.run_until_idle()
    assert stores.rows(engine.database, "totals", sum=120)[0].key == "all"
    assert engine.case(case).instance.status == "completed"
    assert differences(engine) == []


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE data_store_row SET value = '{"street": "gm"}'""",
        "UPDATE data_store_row SET seq = 9",
        "UPDATE data_store_row SET key = 'C-2'",
        "DELETE FROM data_store_row",
        "DELETE FROM store_read",
    ],
)
def test_verify_finds_a_changed_row(engine: Engine, statement: str) -> None:
    deploy(engine)
    case = begin(engine)
    complete(engine, case)
    assert differences(engine) == []
    with engine.database.begin() as connection:
        assert connection.execute(text(statement)).rowcount == 1
    (place,) = differences(engine)
    assert place.startswith(("data_store_row", "store_read"))


def test_rows_are_found_by_what_they_hold(engine: Engine) -> None:
    deploy(engine)
    for number, row in enumerate(
        [
            {"street": "jc", "amount": 1},
            {"street": "jc", "amount": 2.5},
            {"street": "古美", "amount": True},
            {"street": None, "amount": "1"},
            {"amount": 1.0},
        ]
    ):
        complete(engine, begin(engine, caseNumber=f"C-{number}", **{"street": None, **row}))
    assert list(values(engine, street="jc")) == ["C-0", "C-1"]
    assert list(values(engine, street="古美", amount=True)) == ["C-2"]
    assert list(values(engine, amount=1)) == ["C-0", "C-4"]
    assert list(values(engine, amount="1")) == ["C-3"]
    assert list(values(engine, amount=2.5)) == ["C-1"]
    assert list(values(engine, street=None)) == ["C-3", "C-4"]
    assert list(values(engine, nowhere=None)) == [f"C-{number}" for number in range(5)]
    with pytest.raises(ValueError, match="not the name of a field"):
        values(engine, **{'a"b': 1})
    assert stores.rows(engine.database, "another_store") == []


def test_rows_are_never_left_out_in_silence(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    deploy(engine)
    monkeypatch.setattr(stores, "MOST_ROWS", 2)
    for number in range(3):
        complete(engine, begin(engine, caseNumber=number))
        if number < 2:
            assert len(values(engine)) == number + 1
    with pytest.raises(TooManyRows):
        values(engine)


def test_a_row_is_read_in_one_process() -> None:
    with TemporaryEngine() as engine:
        engine.deploy(DIAGRAMS / "store_row.bpmn")
        case = engine.start("p", {"caseNumber": 1, "street": "jc", "amount": 7})
        case.complete("register")
        assert case.waiting == ["look"]
        assert engine.store_row(STORE, 1) == {"street": "jc", "amount": 7}
        assert engine.store_rows(STORE, street="jc") == {"1": {"street": "jc", "amount": 7}}
        assert engine.store_rows(STORE, street="gm") == {}
        assert engine.store_row(STORE, 2) is None


def test_cases_that_write_the_same_rows_at_once_all_come_through(make_engine: MakeEngine) -> None:
    engines = [make_engine() for _ in range(4)]
    deploy(engines[0], "store_activities")
    streets = [f"s{number}" for number in range(20)]
    cases = [engines[0].start("p", {"streets": order, "year": 2026}, CLERK) for order in (streets, streets[::-1]) * 2]

    def drive(engine: Engine, case: str) -> None:
        for job in engine.jobs(case):
            engine.complete_job(case, job.token, {"score": 1})

    threads = [threading.Thread(target=drive, args=pair) for pair in zip(engines, cases, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engines[0].run_until_idle()
    assert [len(engines[0].open_tasks(case)) for case in cases] == [1] * 4
    assert len(stores.rows(engines[0].database, "street_results", total=2)) == 20
    assert differences(engines[0]) == []
