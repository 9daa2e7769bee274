"""The organisation as files: out of the database and back, and what is said about mistakes."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from engine.store.database import open_database
from engine.store.migrate import migrate
from engine.store.pool import close
from web.account import passwords
from web.account.tables import membership, person
from web.cli import main
from web.organisation import (
    Held,
    Organisation,
    OrganisationInvalid,
    Person,
    Role,
    Unit,
    csv_format,
    storing,
    yaml_format,
)
from web.tables import access_record

SHIPPED = Path(__file__).parents[3] / "processes" / "organisation.yaml"
ODD = Organisation(
    units=[
        Unit("a", '=HYPERLINK("x")', "'quoted", "street", valid_to="2026-05-31"),
        Unit("b", '二,"号"', "-1", "agency", "a", "a"),
    ],
    roles=[Role("r", "角色", "@role", "2020-01-01")],
    people=[
        Person("p", "+1", "P", [Held("r@a", "", "2025-12-31"), Held("r@a", "2026-02-01"), Held("r@b")], demo=True),
        Person("q", "丘", "Qiu", valid_to="2026-01-01"),
    ],
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sa.Engine]:
    url = f"sqlite:///{tmp_path / 'files.db'}"
    migrate(url)
    opened = open_database(url)
    yield opened
    close(opened)


def _tidy(organisation: Organisation) -> Organisation:
    """In the order in which the tables give it back."""
    people = [
        Person(one.id, one.name, one.name_en, one.held, one.demo, one.valid_from, one.valid_to)
        for one in sorted(organisation.people, key=lambda one: one.id)
    ]
    units = sorted(organisation.units, key=lambda one: one.id)
    return Organisation(units, sorted(organisation.roles, key=lambda one: one.id), people)


@pytest.mark.parametrize("given", [ODD, yaml_format.read(SHIPPED)], ids=["odd", "shipped"])
def test_a_round_trip_through_each_format_is_identical(
    database: sa.Engine, given: Organisation, tmp_path: Path
) -> None:
    storing.load(database, given, demo_people=True)
    stored = storing.stored(database)
    assert _tidy(stored) == _tidy(given)
    for name, data in csv_format.write(stored).items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "o.zip").write_bytes(csv_format.zipped(csv_format.write(stored)))
    (tmp_path / "o.yaml").write_bytes(yaml_format.write(stored))
    read = [csv_format.read(tmp_path), csv_format.read(tmp_path / "o.zip"), yaml_format.read(tmp_path / "o.yaml")]
    for one in read:
        assert _tidy(one) == _tidy(given)
        assert storing.changes(database, one) == []
    assert yaml_format.write(read[0]) == (tmp_path / "o.yaml").read_bytes()
    assert csv_format.write(read[2])["memberships.csv"] == (tmp_path / "memberships.csv").read_bytes()


def test_spreadsheets_open_the_files_and_run_nothing() -> None:
    files = csv_format.write(ODD)
    assert all(data.startswith(b"\xef\xbb\xbf") for data in files.values())
    cells = [
        cell.strip('"') for data in files.values() for cell in data.decode("utf-8-sig").replace("\r\n", ",").split(",")
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.parametrize(
    ("table", "line", "problem"),
    [
        ("units", "c,三,Three,village", "units.csv:2: 'village' is no kind of unit. Write one of"),
        ("units", "c,三,Three,agency,,nowhere", "units.csv:2: street 'nowhere' is no unit."),
        ("units", "C C,三,Three,street", "units.csv:2: The id 'C C' cannot be used."),
        ("units", "c,,Three,street", "units.csv:2: name is missing. Fill it in."),
        ("units", "c,三,Three,street\nc,四,Four,street", "units.csv:3: units: the id 'c' is also at"),
        ("units", "c,三,Three,street,,,,,2026-02-30", "units.csv:2: valid_from '2026-02-30' is no date."),
        ("units", "c,三,Three,street,,,,,2026-02-02,2026-02-01", "units.csv:2: It ends before it begins."),
        ("units", "c,三,Three,street,,,,,,,,", "units.csv:2: There are 12 cells for 10 columns."),
        ("people", "p,人,P,maybe", "people.csv:2: demo is 'maybe'. Write true or false."),
        ("memberships", "p,r,u", "memberships.csv:2: The membership 'r@u' has the person 'p'"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_remedy(tmp_path: Path, table: str, line: str, problem: str) -> None:
    for name, data in csv_format.write(Organisation([], [], [])).items():
        (tmp_path / name).write_bytes(data + (line.encode() if name == f"{table}.csv" else b""))
    with pytest.raises(OrganisationInvalid) as found:
        csv_format.read(tmp_path)
    assert problem in str(found.value)


def test_files_that_cannot_be_read_say_so(tmp_path: Path) -> None:
    with pytest.raises(OrganisationInvalid, match=r"units\.csv is missing"):
        csv_format.read(tmp_path)
    (tmp_path / "no.zip").write_bytes(b"text")
    with pytest.raises(OrganisationInvalid, match="it is no zip"):
        csv_format.read(tmp_path / "no.zip")
    with zipfile.ZipFile(tmp_path / "latin.zip", "w") as archive:
        for name in csv_format.FILES:
            archive.writestr(name, "id,name\nä".encode("latin-1"))
    with pytest.raises(OrganisationInvalid, match="It is not UTF-8"):
        csv_format.read(tmp_path / "latin.zip")


def test_mistakes_in_yaml_are_named_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "o.yaml"
    file.write_text("units:\n- {id: a, name: A, name_en: A, kind: street}\n- id: b\n  colour: red\nextra: 1\n")
    with pytest.raises(OrganisationInvalid) as found:
        yaml_format.read(file)
    for problem in (
        "o.yaml:3: units have no 'colour'",
        "o.yaml:3: kind is missing",
        "o.yaml:5: There is no section 'extra'",
    ):
        assert problem in str(found.value)


def _run(url: str, *words: str) -> str:
    result = CliRunner().invoke(main, ["organisation", *words], env={"TIAOKUAI_DATABASE_URL": url})
    return result.output


def test_the_commands_export_show_and_import(database: sa.Engine, tmp_path: Path) -> None:
    url = str(database.url)
    storing.load(database, ODD, demo_people=True)
    assert "2 units, 1 roles, 2 people written" in _run(url, "export", str(tmp_path / "out"))
    people = tmp_path / "out" / "people.csv"
    people.write_bytes(people.read_bytes().replace("丘".encode(), "邱".encode()) + b"new,Neu,New\r\n")
    memberships = tmp_path / "out" / "memberships.csv"
    memberships.write_bytes(memberships.read_bytes().replace(b"p,r,b,,\r\n", b"new,r,a\r\n"))
    shown = _run(url, "import", str(tmp_path / "out"), "--dry-run")
    for line in (
        "change person q: name: 丘 → 邱",
        "add person new",
        "remove membership p r@b",
        "add membership new r@a",
    ):
        assert line in shown
    assert "this was a dry run" in shown
    assert storing.stored(database) == _tidy(ODD)
    assert "4 changes." in _run(url, "import", str(tmp_path / "out"))
    with database.connect() as connection:
        assert connection.scalar(sa.select(person.c.name).where(person.c.id == "q")) == "邱"
        held = connection.execute(sa.select(membership.c.person, membership.c.unit)).all()
    assert sorted(held) == [("new", "a"), ("p", "a"), ("p", "a")]


def test_an_import_with_a_mistake_changes_nothing(database: sa.Engine, tmp_path: Path) -> None:
    storing.load(database, ODD, demo_people=True)
    data = yaml_format.write(ODD).replace(b"r@b", b"r@nowhere").replace("丘".encode(), "邱".encode())
    (tmp_path / "o.yaml").write_bytes(data)
    said = _run(str(database.url), "import", str(tmp_path / "o.yaml"))
    assert "nothing was changed" in said
    assert "r@nowhere" in said
    assert storing.stored(database) == _tidy(ODD)


def test_the_first_operator_gets_a_password_on_the_command_line(database: sa.Engine) -> None:
    url = str(database.url)
    storing.load(database, ODD, demo_people=True)
    given = _run(url, "password", "q").strip()
    assert passwords.matches(database, "q", given)
    assert passwords.is_temporary(database, "q")
    with database.connect() as connection:
        written = connection.execute(sa.select(access_record.c.person, access_record.c.action, access_record.c.subject))
        assert written.all() == [("system", "reset password", "q")]
    assert "There is no person nobody." in _run(url, "password", "nobody")
    assert not passwords.has_password(database, "nobody")
