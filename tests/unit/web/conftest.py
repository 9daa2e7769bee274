"""The application on a real engine and a real SQLite database, with a small procedure and a few people."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from engine.store.migrate import migrate
from web import create_app, organisation
from web.account import passwords
from web.organisation import registry
from web.settings import Settings

HERE = Path(__file__).parent
PASSWORD = "a long enough password"

ORGANISATION = organisation.Organisation(
    units=[
        organisation.Unit("east", "东片", "East", "street"),
        organisation.Unit("west", "西片", "West", "street"),
        organisation.Unit("east-police", "东片派出所", "East Police Station", "agency", "district", "east"),
        organisation.Unit("west-police", "西片派出所", "West Police Station", "agency", "district", "west"),
        organisation.Unit("district", "区里", "District", "district_body"),
    ],
    roles=[
        organisation.Role("reporter", "发现人", "Reporter"),
        organisation.Role("mender", "修补员", "Mender"),
        organisation.Role("auditor", "审计人员", "Auditor"),
        organisation.Role("operator", "运行维护人员", "Operator"),
        organisation.Role("policy-officer", "制度管理人员", "Policy officer"),
    ],
    people=[
        organisation.Person("rong", "荣华", "Rong Hua", ["reporter@east"]),
        organisation.Person("mei", "梅花", "Mei Hua", ["mender@east"]),
        organisation.Person("ming", "明亮", "Ming Liang", ["mender@east"]),
        organisation.Person("xi", "西门", "Xi Men", ["mender@west"]),
        organisation.Person("shen", "沈计", "Shen Ji", ["auditor@district"]),
        organisation.Person("yun", "云行", "Yun Xing", ["operator@district"]),
        organisation.Person("zhi", "支度", "Zhi Du", ["policy-officer@district"]),
    ],
)

REPORT = {
    "place": "东川路 800 号",
    "danger": "no",
    "seen.year": "2026",
    "seen.month": "3",
    "seen.day": "1",
}


class Browser:
    """What a person does with pages: reads them, follows addresses, sends forms with their hidden fields."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str) -> str:
        return self.client.get(address, follow_redirects=True).get_data(as_text=True)

    def send(self, page: str, address: str, **fields: object) -> TestResponse:
        """Open `page` and post from it to `address`, following redirects."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page))
        assert token, page
        values = {"csrf_token": token[1], **fields}
        return self.client.post(address, data=values, follow_redirects=True)

    def sign_in(self, person: str, password: str = PASSWORD) -> TestResponse:
        return self.send("/sign-in", "/sign-in", account=person, password=password)


@dataclass
class World:
    """One installation."""

    app: Flask
    engine: Engine
    clock: ManualClock

    def browser(self) -> Browser:
        return Browser(self.app.test_client())

    def signed_in(self, person: str) -> Browser:
        browser = self.browser()
        assert browser.sign_in(person).status_code == 200
        return browser

    def start(self, **more: object) -> str:
        """A case of the pothole procedure, started by rong."""
        variables = {"place": "东川路 800 号", "danger": "no", "seen": "2026-03-01", **more}
        return self.engine.start("pothole", variables, Actor("rong", frozenset({"reporter@east"})))

    def deploy_visit(self) -> None:
        """A second procedure, whose forms choose from the organisation."""
        files = {file.name: file.read_bytes() for file in (HERE / "visit").iterdir()}
        self.engine.deploy(files, Actor("zhi"))

    def token(self, case: str) -> int:
        """The only open task."""
        (task,) = self.engine.case(case).open_tasks
        return task.token


def install(url: str) -> None:
    """Everything that an installation starts with."""
    migrate(url)
    with Engine(url, clock=ManualClock()) as engine:
        organisation.load(engine.database, ORGANISATION, demo_people=True)
        for person in ORGANISATION.people:
            passwords.set_password(engine.database, person.id, PASSWORD, 0)
        files = {file.name: file.read_bytes() for file in (HERE / "procedure").iterdir()}
        engine.deploy(files, Actor("zhi"))


@contextmanager
def opened(url: str) -> Iterator[World]:
    """The application on an installed database."""
    clock = ManualClock()
    with Engine(url, clock=clock) as engine:
        registry.offer(engine)
        app = create_app(Settings(secret_key="k" * 64, processes=HERE.parents[2] / "processes"), engine)
        yield World(app, engine, clock)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with everything loaded, made once and copied for every test."""
    folder = tmp_path_factory.mktemp("web")
    install(f"sqlite:///{folder / 'web.db'}")
    return folder


@pytest.fixture
def world(template: Path, tmp_path: Path) -> Iterator[World]:
    copytree(template, tmp_path / "copy")
    with opened(f"sqlite:///{tmp_path / 'copy' / 'web.db'}") as world:
        yield world


@pytest.fixture
def browser(world: World) -> Browser:
    return world.browser()
