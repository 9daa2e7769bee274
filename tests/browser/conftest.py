"""A real server with demo data on a free port, and people at browsers of their own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

# As long as Playwright waits for anything else: a busy machine is no failure.
expect.set_options(timeout=30_000)
ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "web.cli"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
PASSWORD = "tiaokuai-demo"
LANGUAGES = {"English": "en", "中文": "zh-CN"}
AXE = Path(__file__).parent / "axe.min.js"
DESK, PHONE = {"width": 1366, "height": 820}, {"width": 390, "height": 820}

VIOLATIONS = """async () => {
  const found = await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']});
  return found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.target + ' ' + node.failureSummary).join(' | '));
}"""
# Refusals answer with 4xx on purpose; a refresh of fields is cut off when somebody goes on to the next page.
EXPECTED = re.compile(r"status of 4|^htmx:(afterRequest|sendError|sendAbort),")
UNTIL = """async (argument) => {
  const holds = %s;
  for (const end = performance.now() + 30000; performance.now() < end; await new Promise((again) => setTimeout(again, 50)))
    if (await holds(argument)) return true;
  return false;
}"""
SAYS = "async ([address, text]) => (await (await fetch(address)).text()).includes(text)"


@dataclass
class Person:
    """Somebody at a browser; `problems` are what the browser complained about."""

    page: Page
    address: str
    problems: list[str]

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, account: str) -> None:
        """By the table of demo accounts, as a newcomer does; with Chinese pages, whatever the account chose before."""
        self.open("/sign-in")
        link = self.page.locator(f'[data-fill="{account}"]')
        if not link.is_visible():
            self.page.locator(".demo summary").click()
        link.click()
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/tasks*")
        self.speak("中文")

    def speak(self, language: str) -> None:
        """Have the pages in "English" or "中文" from now on; the account remembers it."""
        tag = LANGUAGES[language]
        if self.page.locator("html").get_attribute("lang") != tag:
            self.page.get_by_role("button", name=language).click()
            expect(self.page.locator("html")).to_have_attribute("lang", tag)

    def wait_until(self, path: str, says: str) -> None:
        """Until a page of the server holds the text."""
        self.until(SAYS, [path, says])

    def until(self, predicate: str, argument: Any = None) -> None:
        """Until an asynchronous function of the page says true; `wait_for_function` takes its promise for the answer."""
        assert self.page.evaluate(UNTIL % predicate, argument), f"never came true: {predicate} of {argument}"

    def violations(self) -> list[str]:
        """What axe-core finds wrong with the present page (WCAG 2.2 A and AA, best practices)."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(VIOLATIONS)
        return found

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return wide


Tiaokuai = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="session")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment variables of the server and of commands on its database."""
    folder = tmp_path_factory.mktemp("server")
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TIAOKUAI_DATABASE_URL": f"sqlite:///{folder / 'tiaokuai.db'}",
        "TIAOKUAI_SECRET_KEY_FILE": str(folder / "secret.key"),
        "TIAOKUAI_PROCESSES": str(ROOT / "processes"),
        "TIAOKUAI_PORT": "0",
        "TIAOKUAI_LOG_LEVEL": "WARNING",
    }


@pytest.fixture(scope="session")
def tiaokuai(surroundings: dict[str, str]) -> Tiaokuai:
    """Runs a command on the server's database."""

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*COMMAND, *words], env=surroundings, check=True, capture_output=True)

    return run


@pytest.fixture(scope="session")
def server(surroundings: dict[str, str], tiaokuai: Tiaokuai) -> Iterator[str]:
    """The address of a server that was set up by the very commands that `make run` uses."""
    for step in (["migrate"], ["deploy"], ["demo", "--days", "13"]):
        tiaokuai(*step)
    running = subprocess.Popen(
        [*COMMAND, "serve"], env={**surroundings, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    found = re.search(r"http://[0-9.:]+", running.stdout.readline())
    assert found, "the server said no address"
    yield found[0]
    running.terminate()
    assert running.wait(timeout=30) == 0
    running.stdout.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "the browser tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


Arrive = Callable[..., Person]


def tell(page: Page) -> None:
    """What somebody saw last; shown when the test failed."""
    seen = "" if page.is_closed() else page.locator("body").inner_text()
    sys.stdout.write(f"{page.url}\n{seen}\n")


@pytest.fixture
def arrive(server: str, chromium: Browser) -> Iterator[Arrive]:
    """Makes people, each with a fresh profile; afterwards none of their browsers may have complained."""
    people: list[tuple[BrowserContext, Person]] = []

    def make(account: str = "", **options: Any) -> Person:
        context = chromium.new_context(**{"viewport": DESK, "locale": "zh-CN", **options})
        page = context.new_page()
        person = Person(page, server, [])
        page.on("pageerror", lambda error: person.problems.append(str(error)))
        page.on("console", lambda said: person.problems.append(said.text) if said.type == "error" else None)
        page.on(
            "request", lambda sent: None if sent.url.startswith((server, "data:")) else person.problems.append(sent.url)
        )
        people.append((context, person))
        if account:
            person.sign_in(account)
        return person

    yield make
    complaints = [problem for _, person in people for problem in person.problems if not EXPECTED.search(problem)]
    for context, person in people:
        tell(person.page)
        context.close()
    assert complaints == []
