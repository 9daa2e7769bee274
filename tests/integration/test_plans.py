"""How PostgreSQL carries out the statement of a commit, whatever its statistics say."""

from typing import Any

import pytest
from sqlalchemy import text

from engine.runtime.engine import Engine
from engine.store import commit_postgresql
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
    execute = commit_postgresql._execute

    def explained(driver: Any, statement: str, parameters: list[Any]) -> bool:
        plans.append("\n".join(line for (line,) in driver.execute(f"EXPLAIN {statement}", parameters)))
        return execute(driver, statement, parameters)

    monkeypatch.setattr(commit_postgresql, "_execute", explained)
    engine.start("p", {}, CLERK)
    engine.complete(warm, 3, {}, WANG)
    engine.complete(warm, 4, {}, WANG)
    assert len(plans) == 3
    assert "pk_user_task" in plans[1]
    assert not [line for plan in plans for line in plan.splitlines() if "Seq Scan on" in line]
