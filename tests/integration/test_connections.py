"""The database may go away for a moment: no command is lost or applied twice, and nobody restarts the server."""

import pytest
from sqlalchemy import create_engine, text

from engine.history import verify
from engine.runtime.engine import Engine
from tests.integration.people import CLERK, WANG
from tests.process_files import loop

pytestmark = pytest.mark.fault


def cut(engine: Engine) -> int:
    """End every connection of the database, as a restart of PostgreSQL does."""
    outside = create_engine(engine.database.url, isolation_level="AUTOCOMMIT")
    with outside.connect() as connection:
        ended = connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        ).all()
    outside.dispose()
    return len(ended)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_commands_go_on_after_the_connections_were_cut(engine: Engine) -> None:
    engine.deploy({"p.bpmn": loop()}, CLERK)
    case = engine.start("p", {"done": False}, CLERK)
    for _ in range(5):
        token = engine.open_tasks(case)[0].token
        assert cut(engine) > 0
        engine.complete(case, token, {"done": False}, WANG)
        assert cut(engine) > 0
        engine.start("p", {"done": False}, CLERK, command_id=None)
    assert engine.case(case).instance.seq == 6
    assert len(engine.instances().rows) == 6
    assert not [one for one in verify(engine.database) if one.difference]
