"""Two districts on two PostgreSQL databases, set up by the commands and served by one router."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
import structlog
from click.testing import CliRunner, Result
from werkzeug.test import Client

from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from engine.store.metadata import metadata
from handlers.connectors.systems import token_hash
from tests.integration.conftest import _administer, _create, _database
from tests.integration.connectors.world import FORM, INTAKE
from tests.process_files import catching, chain, timer
from tests.unit.web.conftest import ORGANISATION, Browser
from web import create_app, districts, organisation
from web.account import passwords
from web.cli import main
from web.districts import District, DistrictRouter
from web.organisation import registry

Run = Callable[..., Result]
Commands = Callable[[dict[str, str]], Run]
KEYS = ("east", "west")
PROCEDURE = Path(__file__).parents[2] / "unit/web/procedure"


@dataclass
class Side:
    """One district: its engine, and every time somebody took a connection to its database."""

    district: District
    engine: Engine
    taken: list[object] = field(default_factory=list)

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        with self.engine.database.connect() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
                for table in metadata.sorted_tables
            }


@dataclass
class Town:
    """Both districts behind the router."""

    east: Side
    west: Side
    router: DistrictRouter
    clock: ManualClock

    def browser(self, host: str) -> Browser:
        return Browser(_At(self.router, host))  # type: ignore[arg-type]  what it uses of a Flask client


class _At(Client):
    """A client that asks for one host."""

    def __init__(self, router: DistrictRouter, host: str) -> None:
        super().__init__(router)
        self._host = host

    def open(self, *arguments: Any, **named: Any) -> Any:
        if arguments and isinstance(arguments[0], str):
            named.setdefault("base_url", f"http://{self._host}")
        return super().open(*arguments, **named)


@pytest.fixture(scope="session")
def procedures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A processes folder with three small procedures."""
    folder = tmp_path_factory.mktemp("districts") / "processes"
    copytree(PROCEDURE, folder)
    (folder / "intake.bpmn").write_bytes(INTAKE)
    (folder / "wait.bpmn").write_bytes(chain(catching("later", timer("PT1H")), id="wait"))
    (folder / FORM.name).write_bytes(FORM.read_bytes())
    (folder / "organisation.yaml").write_text("units: []\nroles: []\npeople: []\n")
    return folder


@pytest.fixture(scope="session")
def templates(postgresql: str, procedures: Path) -> dict[str, str]:
    """The names of two databases with everything in them, to be copied; rong's password is the district's own."""
    names = {key: f"template_{key}" for key in KEYS}
    for key, name in names.items():
        _create(postgresql, name, "template")
        with Engine(_database(postgresql, name), clock=ManualClock()) as engine:
            organisation.load(engine.database, ORGANISATION, demo_people=True)
            registry.offer(engine)
            passwords.set_password(engine.database, "rong", password(key), 0)
            engine.deploy(
                {path.name: path.read_bytes() for path in procedures.iterdir() if path.suffix != ".yaml"}, Actor("zhi")
            )
    return names


@pytest.fixture
def commands(postgresql: str, procedures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Commands]:
    """Sets an installation with two districts up from the databases to copy, and gives its command line."""
    names = {key: f"{key}_{uuid4().hex}" for key in KEYS}

    def set_up(templates: dict[str, str]) -> Run:
        for key, name in names.items():
            _create(postgresql, name, templates[key])
        file = tmp_path / "districts.yaml"
        file.write_text("".join(entry(key, _database(postgresql, name)) for key, name in names.items()))
        for name, value in (
            ("DISTRICTS", str(file)),
            ("PROCESSES", str(procedures)),
            ("SECRET_KEY_FILE", str(tmp_path / "var/secret.key")),
            ("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nothing"),
        ):
            monkeypatch.setenv(f"TIAOKUAI_{name}", value)
        monkeypatch.setattr(structlog, "configure", lambda **_: None)
        return lambda *arguments: CliRunner().invoke(main, arguments)

    yield set_up
    for name in names.values():
        _administer(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def run(commands: Commands, templates: dict[str, str]) -> Run:
    """The command line of two districts that are installed."""
    return commands(templates)


def entry(key: str, url: str) -> str:
    """One district of the file, whose hotline has a token of its own."""
    hashed = token_hash(token(key))
    settings = f"{{DATABASE_URL: '{url}', OUTSIDE_HOTLINE_PUSH_TOKEN_SHA256: '{hashed}'}}"
    return f"{key}:\n  hosts: [{key}.test, {key}-old.test]\n  settings: {settings}\n"


def token(key: str) -> str:
    return f"hotline-of-{key}-0123456789"


@pytest.fixture
def town(run: Run, tmp_path: Path) -> Iterator[Town]:
    """Both districts with the same procedures and people."""
    clock = ManualClock()
    sides = [_side(district, clock) for district in districts.read(tmp_path / "districts.yaml")]
    router = DistrictRouter([(side.district, create_app(side.district.settings, side.engine)) for side in sides])
    yield Town(sides[0], sides[1], router, clock)
    for side in sides:
        side.engine.stop()


def _side(district: District, clock: ManualClock) -> Side:
    engine = Engine(district.settings.database_url, clock=clock)
    registry.offer(engine)
    side = Side(district, engine)
    sa.event.listen(engine.database, "checkout", lambda *taken: side.taken.append(taken))
    return side


def password(key: str) -> str:
    return f"the password of {key}"
