"""Nothing typed into an editor is lost: dead server, lost session, killed browser, two people; and the pages around it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from engine.runtime.engine import Engine
from tests.browser.conftest import FLAGS, PASSWORD, PHONE, ROOT, Arrive, Person
from tests.unit.web.conftest import ORGANISATION, install
from web import organisation
from web.account import passwords
from web.account.tables import web_session

pytestmark = pytest.mark.browser

FILE = "pothole_fill.form.json"
EDITOR = f"/workshop/pothole/edit/{FILE}"
TWO = [organisation.Person("zhi", "支度", "Zhi Du", ["policy-officer@district"])]
TWO.append(organisation.Person("lu", "陆定", "Lu Ding", ["policy-officer@district"]))


class House:
    """A server with one procedure and two policy officers, which can be killed and started again at its address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'tiaokuai.db'}"
        install(self.url)
        with Engine(self.url) as engine:
            organisation.load(engine.database, replace(ORGANISATION, people=TWO), demo_people=True)
            for person in TWO:
                passwords.set_password(engine.database, person.id, PASSWORD, 0)
        self.port = "0"
        self.start()

    def start(self) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "TIAOKUAI_DATABASE_URL": self.url,
            "TIAOKUAI_SECRET_KEY_FILE": str(self.folder / "secret.key"),
            "TIAOKUAI_PROCESSES": str(ROOT / "processes"),
            "TIAOKUAI_PORT": self.port,
            "TIAOKUAI_LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "web.cli", "serve"]
        self.running = subprocess.Popen(command, env=environment, cwd=self.folder, stdout=subprocess.PIPE, text=True)
        assert self.running.stdout is not None
        found = re.search(r"http://[0-9.]+:([0-9]+)", self.running.stdout.readline())
        assert found, "the server said no address"
        self.address, self.port = found[0], found[1]

    def kill(self) -> None:
        self.running.kill()
        self.running.wait()
        assert self.running.stdout is not None
        self.running.stdout.close()

    def end_sessions(self) -> None:
        with Engine(self.url) as engine, engine.database.begin() as connection:
            connection.execute(sa.delete(web_session))

    def arrive(self, page: Page, account: str) -> Person:
        person = Person(page, self.address, [])
        person.open("/sign-in")
        sign_in(page, account)
        page.wait_for_url("**/tasks*")
        return person

    def fields(self, person: Person, version: str = "") -> int:
        """How many components the form has on the server."""
        answer = person.page.request.get(f"{self.address}/workshop/pothole/files/{FILE}{version}")
        return len(json.loads(answer.text())["components"])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"))
    yield house
    house.kill()


def sign_in(page: Page, account: str) -> None:
    page.fill("#account", account)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")


def open_editor(person: Person) -> None:
    person.open(EDITOR)
    person.page.wait_for_selector("#editor[data-ready]")


def add_field(person: Person) -> None:
    """One more component: a change as any other."""
    person.page.locator("[data-part=palette] button").first.click()


def saying(person: Person, state: str) -> None:
    expect(person.page.locator(f'[data-saving="{state}"]')).to_be_attached(timeout=40_000)


def shown(person: Person) -> int:
    number: int = person.page.evaluate(
        "() => document.getElementById('editor').formEditor.act().schema().components.length"
    )
    return number


def test_a_dead_server_and_a_lost_session_keep_nobody_from_working_on(house: House, chromium: Browser) -> None:
    context = chromium.new_context(locale="zh-CN")
    zhi = house.arrive(context.new_page(), "zhi")
    open_editor(zhi)
    before = house.fields(zhi)
    house.kill()
    add_field(zhi)
    saying(zhi, "kept")
    expect(zhi.page.locator('[data-bar="away"]')).to_contain_text("可以继续编辑")
    add_field(zhi)
    house.start()
    saying(zhi, "saved")
    assert house.fields(zhi) == before + 2

    house.end_sessions()
    add_field(zhi)
    saying(zhi, "kept")
    with context.expect_page() as opened:
        zhi.page.locator('[data-bar="signed-out"] a').click()
    again = opened.value
    sign_in(again, "lu")
    again.wait_for_url("**/workshop/signed-in")
    expect(zhi.page.locator('[data-bar="signed-out"]')).to_contain_text("现在登录的是陆定")
    house.end_sessions()
    house.arrive(again, "zhi")
    zhi.page.bring_to_front()
    saying(zhi, "saved")
    assert house.fields(zhi) == before + 3
    zhi.page.reload()
    zhi.page.wait_for_selector("#editor[data-ready]")
    assert shown(zhi) == before + 3
    context.close()


def own_browser(profile: Path) -> tuple[subprocess.Popen[str], str]:
    """A Chromium of our own, so that it can be killed, and the address by which it is steered."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path
    command = [path, "--headless=new", *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert running.stderr is not None
    for line in running.stderr:
        if found := re.search(r"ws://\S+", line):
            return running, found[0]
    raise AssertionError("Chromium said no address")


def test_what_a_killed_browser_had_not_sent_is_offered_again(house: House, chromium: Browser, tmp_path: Path) -> None:
    running, steered = own_browser(tmp_path)
    zhi = house.arrive(chromium.browser_type.connect_over_cdp(steered).contexts[0].new_page(), "zhi")
    open_editor(zhi)
    before = house.fields(zhi)
    zhi.page.route("**/files/**", lambda route: route.abort() if route.request.method == "PUT" else route.continue_())
    add_field(zhi)
    saying(zhi, "kept")
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert running.stderr is not None
    running.stderr.close()

    running, steered = own_browser(tmp_path)
    context = chromium.browser_type.connect_over_cdp(steered).contexts[0]
    zhi = house.arrive(context.new_page(), "zhi")
    assert house.fields(zhi) == before
    zhi.open(EDITOR)
    zhi.page.locator('[data-bar="left"] button').first.click()
    zhi.page.wait_for_selector("#editor[data-ready]")
    assert shown(zhi) == before + 1
    saying(zhi, "saved")
    assert house.fields(zhi) == before + 1
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert running.stderr is not None
    running.stderr.close()


def test_of_two_who_change_one_file_each_decides_and_neither_loses_anything(house: House, chromium: Browser) -> None:
    contexts = [chromium.new_context(locale="zh-CN") for _ in range(2)]
    zhi, lu = (house.arrive(one.new_page(), who) for one, who in zip(contexts, ("zhi", "lu"), strict=True))
    open_editor(zhi)
    open_editor(lu)
    before = house.fields(zhi)
    expect(lu.page.locator("[data-company]")).to_contain_text("支度")
    add_field(zhi)
    saying(zhi, "saved")
    add_field(lu)
    add_field(lu)
    bar = lu.page.locator('[data-bar="conflict"]')
    expect(bar).to_contain_text("支度")
    assert house.fields(lu) == before + 1
    with contexts[1].expect_page() as compared:
        bar.get_by_role("button", name="查看差异").click()
    compared.value.wait_for_url("**/compare?**")
    bar.get_by_role("button", name="采用对方的").click()
    expect(bar).not_to_be_attached()
    assert shown(lu) == before + 1
    lu.open("/workshop/pothole/")
    expect(lu.page.locator(".versions")).to_contain_text("陆定的内容")

    open_editor(lu)
    add_field(lu)
    saying(lu, "saved")
    add_field(zhi)
    zhi.page.locator('[data-bar="conflict"]').get_by_role("button", name="保留我的").click()
    saying(zhi, "saved")
    assert house.fields(zhi) == before + 2
    zhi.open("/workshop/pothole/")
    expect(zhi.page.locator(".versions")).to_contain_text("陆定的内容")
    for one in contexts:
        one.close()


def test_the_workshops_pages_are_readable_and_a_remark_is_made_by_keyboard(arrive: Arrive) -> None:
    officer = arrive("ruan-jie")
    for path in (
        "/workshop/",
        "/workshop/case_intake/",
        "/workshop/map",
        "/workshop/used?procedure=case_intake",
        "/workshop/new",
    ):
        officer.open(path)
        assert officer.violations() == [], path
    officer.open("/workshop/map")
    first = officer.page.locator("[data-box]").first
    first.focus()
    expect(officer.page.locator(".map-chosen")).to_have_count(1)
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url("**/workshop/*/")

    officer.open("/workshop/case_intake/edit/case_merging.bpmn#Service_TellClerk")
    officer.page.wait_for_selector("[data-ready]")
    officer.page.locator("#remarks > summary").focus()
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator("[data-remarks-panel] h2")).to_contain_text("告知受理员")
    officer.page.keyboard.press("Tab")
    officer.page.keyboard.type("还要告知谁？")
    officer.page.keyboard.press("Tab")
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator(".remark-mark")).to_have_text("1")
    officer.page.locator("[data-thread]").get_by_role("button", name="已解决").press("Enter")
    expect(officer.page.locator(".remark-mark")).not_to_be_attached()

    phone = arrive("ruan-jie", viewport=PHONE)
    for path in ("/workshop/", "/workshop/case_intake/", "/workshop/map", "/workshop/used"):
        phone.open(path)
        assert phone.overflow() == 0, path
