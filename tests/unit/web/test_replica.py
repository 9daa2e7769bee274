"""Audit and reports on a real streaming replica: what they show, as of when, and what they never do."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
import structlog
from click.testing import CliRunner
from werkzeug.test import TestResponse

from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from tests.postgres import cluster, replica
from tests.unit.web.conftest import Browser, World, install, opened
from web import archive, create_app
from web.cli import main
from web.services import services_of
from web.settings import SettingInvalid, Settings

MENDER = Actor("mei", frozenset({"mender@east"}))
BEHIND = "此处为截至"
MOST_LOOKS = 200_000


@pytest.fixture(scope="module")
def urls() -> Iterator[tuple[str, str]]:
    """An installation and its replica."""
    with cluster(fsync=False) as primary:
        install(primary)
        with replica(primary) as standby:
            yield primary, standby


@pytest.fixture
def world(urls: tuple[str, str]) -> Iterator[World]:
    """The application that reads for audit on the replica; replay goes on as the test says."""
    primary, standby = urls
    with opened(primary) as world, Engine(standby, clock=world.clock) as copy:
        settings = replace(services_of(world.app).settings, reports_database_url=standby)
        yield World(create_app(settings, world.engine, copy), world.engine, world.clock)
    replaying(standby, "resume")


def replaying(standby: str, what: str) -> None:
    """Pause or resume the replica's replay, and wait until it does."""
    database = sa.create_engine(standby, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with database.connect() as connection:
        connection.execute(sa.text(f"SELECT pg_wal_replay_{what}()"))
        wanted = {"pause": "paused", "resume": "not paused"}[what]
        assert any(
            connection.scalar(sa.text("SELECT pg_get_wal_replay_pause_state()")) == wanted for _ in range(MOST_LOOKS)
        )


def caught_up(urls: tuple[str, str]) -> None:
    """Wait until the replica has all that the database has."""
    databases = [sa.create_engine(url, poolclass=sa.NullPool) for url in urls]
    assert any(archive.as_of(*databases) is None for _ in range(MOST_LOOKS))


def test_pages_say_as_of_when_they_are_while_the_replica_is_behind(world: World, urls: tuple[str, str]) -> None:
    case = world.start()
    shen = world.signed_in("shen")
    caught_up(urls)
    replaying(urls[1], "pause")
    (task,) = world.engine.case(case).open_tasks
    world.engine.claim(case, task.token, MENDER)
    later = world.start()
    journal = shen.get(f"/audit/{case}")
    assert BEHIND in journal
    assert "梅花领取了" not in journal
    assert BEHIND in shen.get("/audit")
    assert f"/audit/{later}" not in shen.get("/audit")
    unknown = shen.client.get(f"/audit/{later}")
    assert unknown.status_code == 404
    assert "审计记录中暂无此案件" in unknown.text
    replaying(urls[1], "resume")
    caught_up(urls)
    assert "梅花领取了" in shen.get(f"/audit/{case}")
    assert f"/audit/{later}" in shen.get("/audit")


def test_a_page_of_a_replica_that_has_everything_says_nothing(world: World, urls: tuple[str, str]) -> None:
    case = world.start()
    shen = world.signed_in("shen")
    caught_up(urls)
    journal = shen.get(f"/audit/{case}")
    assert BEHIND not in journal
    assert "核验通过" in verified(shen, case).text


def verified(shen: Browser, case: str) -> TestResponse:
    return shen.send(f"/audit/{case}", f"/audit/{case}/verify")


def test_decisions_are_made_where_the_cases_are(world: World, urls: tuple[str, str]) -> None:
    replaying(urls[1], "pause")
    case = world.start()
    mei = world.signed_in("mei")
    address = f"/tasks/{case}/{world.token(case)}"
    assert "您已领取这项任务" in mei.send(address, f"{address}/claim").text
    assert BEHIND not in mei.get(f"/cases/{case}")
    assert "填平坑洞" in mei.get("/tasks")


def test_whoever_reads_is_written_down_where_the_cases_are(world: World, urls: tuple[str, str]) -> None:
    case = world.start()
    shen = world.signed_in("shen")
    caught_up(urls)
    shen.get(f"/audit/{case}")
    with world.engine.database.connect() as connection:
        query = "SELECT count(*) FROM access_record WHERE subject = :case AND action = 'read journal'"
        assert connection.scalar(sa.text(query), {"case": case}) == 1


def test_verify_reads_the_replica(world: World, urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    case = world.start()
    caught_up(urls)
    monkeypatch.setattr(structlog, "configure", lambda **_: None)
    monkeypatch.setenv("TIAOKUAI_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    monkeypatch.setenv("TIAOKUAI_REPORTS_DATABASE_URL", urls[1])
    answer = CliRunner().invoke(main, ["verify", case])
    assert answer.output.endswith("\n1 cases verified.\n"), answer.output
    assert "On the replica; the last change that reached it: 20" in answer.output
    monkeypatch.setenv("TIAOKUAI_REPORTS_DATABASE_URL", urls[0])
    refused = CliRunner().invoke(main, ["verify", case])
    assert refused.exit_code == 1
    assert "names no replica" in refused.output


def test_only_a_postgresql_can_be_a_replica() -> None:
    with pytest.raises(SettingInvalid, match="TIAOKUAI_REPORTS_DATABASE_URL"):
        Settings.from_environment({"TIAOKUAI_REPORTS_DATABASE_URL": "sqlite:///copy.db"})
