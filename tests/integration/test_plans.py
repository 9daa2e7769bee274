"""How PostgreSQL carries out the statement of a commit, whatever its statistics say."""

from collections.abc import Sequence
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from engine.runtime.engine import Engine
from engine.store import prepared
from engine.store.due import Probe
from engine.store.prepared import Known, Value
from tests.integration.people import CLERK, WANG
from tests.process_files import chain, user_task

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def test_no_commit_reads_a_whole_table_even_where_all_tables_were_small(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.deploy({"p.bpmn": chain(user_task("one"), user_task("two"), user_task("three"))}, CLERK)
    warm = engine.start("p", {}, CLERK)
    engine.complete(warm, 2, {}, WANG)
    with engine.database.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("ANALYZE"))
    plans: list[str] = []
    execute = prepared.execute

    def explained(driver: Any, known: Known, statement: str, values: Sequence[Value]) -> bool:
        cursor = psycopg.RawCursor(driver)
        plans.append("\n".join(line for (line,) in cursor.execute(f"EXPLAIN {statement}", values)))
        return execute(driver, known, statement, values)

    monkeypatch.setattr(prepared, "execute", explained)
    engine.start("p", {}, CLERK)
    engine.complete(warm, 3, {}, WANG)
    engine.complete(warm, 4, {}, WANG)
    assert len(plans) == 3
    assert "pk_user_task" in plans[1]
    assert not [line for plan in plans for line in plan.splitlines() if "Seq Scan on" in line]


def test_looking_for_work_reads_no_whole_table_however_often_it_looked_when_they_were_small(engine: Engine) -> None:
    """A plan kept from when there was nothing, or made for any moment, would read every timer to find none due."""
    now, rows = engine.clock.now(), 20_000
    kinds = engine.due_work.kinds.values()
    probe = Probe(kind.table.name for kind in kinds)
    read = text(
        "SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE relname IN ('timer', 'message', 'subscription')"
    )
    with engine.database.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:

        def look() -> int:
            """Twelve times; returns how many rows were read from tables end to end so far."""
            for _ in range(12):
                assert probe.due(connection, now) == set()
                assert [kind.take(connection, now, now + 1000, 100) for kind in kinds] == [[]] * len(kinds)
            connection.execute(text("SELECT pg_stat_force_next_flush()"))
            return int(connection.scalar(read) or 0)

        before = look()
        for statement in (
            "INSERT INTO timer (instance_id, token, element, due, next_at) SELECT g, g, 'w', :at, :at",
            "INSERT INTO message (id, instance_id, name, key, variables, published_at, expires_at, next_at)"
            " SELECT g, '', 'n', g, '{}', 0, :at, :at",
            "INSERT INTO subscription (instance_id, token, element, message, key) SELECT g, g, 'w', 'm', g",
        ):
            connection.execute(text(f"{statement} FROM generate_series(1, :rows) g"), {"rows": rows, "at": now + 1})
        assert look() == before
        connection.execute(
            text("SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off")
        )
        assert look() > before + rows
