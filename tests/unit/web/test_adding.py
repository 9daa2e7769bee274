"""A deployment adds what the organisation lacks, and takes nothing back that was changed since."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from engine.store.database import open_database
from web.account.tables import membership, person, role, unit
from web.cli import main
from web.organisation import Held, Organisation, Person, Role, Unit, add, changes, load
from web.organisation.storing import stored

ROOT = Path(__file__).parents[3]
FILE = Organisation(
    units=[Unit("a", "甲", "A", "street")],
    roles=[Role("r", "角色", "Role")],
    people=[Person("p", "某", "P", ["r@a"]), Person("d", "演示", "Demo", ["r@a"], demo=True)],
)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A migrated database, with a copy of the procedures to deploy into it."""
    url = f"sqlite:///{tmp_path / 'adding.db'}"
    monkeypatch.setenv("TIAOKUAI_DATABASE_URL", url)
    monkeypatch.setenv("TIAOKUAI_PROCESSES", str(tmp_path / "processes"))
    (tmp_path / "processes").mkdir()
    for name in ("clauses.yaml", "organisation.yaml"):
        (tmp_path / "processes" / name).write_bytes((ROOT / "processes" / name).read_bytes())
    copytree(ROOT / "processes" / "funding_transfer", tmp_path / "processes" / "funding_transfer")
    assert CliRunner().invoke(main, ["migrate"]).exit_code == 0
    return url


def test_an_empty_registry_takes_everything_but_demo_people(url: str) -> None:
    database = open_database(url)
    assert add(database, FILE, demo_people=False).people == 1
    assert [one.id for one in stored(database).people] == ["p"]
    assert add(database, FILE, demo_people=True).people == 1
    assert changes(database, FILE) == []


def test_what_was_changed_since_stays_and_what_is_new_comes(url: str) -> None:
    database = open_database(url)
    kept = Organisation(
        units=[replace(FILE.units[0], name="甲改", valid_to="2026-05-31")],
        roles=[replace(FILE.roles[0], valid_to="2026-05-31")],
        people=[Person("p", "某改", "P", (), valid_to="2026-05-31")],
    )
    load(database, kept, demo_people=False)
    newer = Organisation(
        units=[*FILE.units, Unit("b", "乙", "B", "street")],
        roles=[*FILE.roles, Role("s", "又一角色", "Another role")],
        people=[*FILE.people, Person("n", "新人", "N", [Held("s@b", "2026-01-01")])],
    )
    add(database, newer, demo_people=False)
    add(database, newer, demo_people=False)
    assert stored(database) == Organisation(
        units=[kept.units[0], newer.units[1]],
        roles=[kept.roles[0], newer.roles[1]],
        people=[
            replace(newer.people[2], memberships=[Held("s@b", "2026-01-01")]),
            replace(kept.people[0], memberships=[]),
        ],
    )


def test_a_demo_person_gets_what_they_never_had_and_keeps_what_has_ended(url: str) -> None:
    database = open_database(url)
    load(
        database,
        replace(FILE, people=[Person("d", "演示", "Demo", [Held("r@a", "", "2026-01-31")], demo=True)]),
        demo_people=True,
    )
    newer = replace(
        FILE, roles=[*FILE.roles, Role("s", "又一", "S")], people=[replace(FILE.people[1], memberships=["r@a", "s@a"])]
    )
    add(database, newer, demo_people=True)
    assert stored(database).people[0].held == [Held("r@a", "", "2026-01-31"), Held("s@a")]


def test_deploying_again_takes_nothing_back_and_says_where_the_file_differs(url: str, tmp_path: Path) -> None:
    first = CliRunner().invoke(main, ["deploy"])
    assert first.exit_code == 0, first.output
    assert "differs" not in first.output
    with open_database(url).begin() as connection:
        connection.execute(sa.update(unit).where(unit.c.id == "jiangchuan").values(valid_to="2026-05-31"))
        connection.execute(sa.update(role).where(role.c.id == "dispatcher").values(valid_from="2026-01-01"))
    assert CliRunner().invoke(main, ["demo"]).exit_code == 0
    again = CliRunner().invoke(main, ["deploy"])
    assert again.exit_code == 0, again.output
    assert "differs from the database in 2 places" in again.output
    with open_database(url).connect() as connection:
        assert connection.scalar(sa.select(unit.c.valid_to).where(unit.c.id == "jiangchuan")) == "2026-05-31"
        assert connection.scalar(sa.select(role.c.valid_from).where(role.c.id == "dispatcher")) == "2026-01-01"


def test_somebody_whose_membership_was_ended_on_the_pages_does_not_get_it_back(url: str) -> None:
    assert CliRunner().invoke(main, ["deploy"]).exit_code == 0
    assert CliRunner().invoke(main, ["demo"]).exit_code == 0
    ended = (membership.c.person == "liu-qiang") & (membership.c.role == "dispatcher")
    with open_database(url).begin() as connection:
        assert connection.execute(sa.update(membership).where(ended).values(valid_to="2026-01-31")).rowcount
    for command in ("deploy", "demo"):
        assert CliRunner().invoke(main, [command]).exit_code == 0
    with open_database(url).connect() as connection:
        assert connection.scalars(sa.select(membership.c.valid_to).where(ended)).unique().all() == ["2026-01-31"]
        assert connection.scalar(sa.select(sa.func.count()).select_from(person).where(person.c.demo)) > 10
