"""What a proxy in front asks before it sends people."""

import sqlalchemy as sa

from engine.store.migrate import migrate
from tests.postgres import cluster
from tests.unit.web.conftest import World, opened


def answers(world: World) -> tuple[int, int]:
    client = world.app.test_client()
    return client.get("/healthz").status_code, client.get("/readyz").status_code


def test_a_working_server_lives_and_is_ready_for_anybody(world: World) -> None:
    client = world.app.test_client()
    for address, word in (("/healthz", "ok\n"), ("/readyz", "ready\n")):
        answer = client.get(address)
        assert (answer.status_code, answer.text, answer.mimetype) == (200, word, "text/plain")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers


def test_a_schema_of_another_version_is_not_ready(world: World) -> None:
    with world.engine.database.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    assert answers(world) == (200, 503)
    assert world.app.test_client().get("/readyz").text == "not ready\n"


def test_a_database_that_is_away_is_not_ready_until_it_is_back() -> None:
    with cluster(fsync=False) as url:
        migrate(url)
        with opened(url) as world:
            assert answers(world) == (200, 200)
            with administration(url).connect() as connection:
                connection.execute(sa.text("ALTER DATABASE postgres ALLOW_CONNECTIONS false"))
                connection.execute(
                    sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres'")
                )
                assert answers(world) == (200, 503)
                connection.execute(sa.text("ALTER DATABASE postgres ALLOW_CONNECTIONS true"))
            assert answers(world) == (200, 200)


def administration(url: str) -> sa.Engine:
    address = url.rpartition("/")[0] + "/template1"
    return sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
