"""A server of its own with the shipped procedures, and a policy officer's browser on it, for what is measured in Chromium."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PERSON, PASSWORD = "ruan-jie", "tiaokuai-demo"


def signed_in(browser: Browser, address: str) -> Page:
    """A page of a fresh profile in which the officer is signed in."""
    page = browser.new_context(viewport={"width": 1366, "height": 820}, locale="zh-CN").new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#account", PERSON)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks*")
    return page


@contextmanager
def server() -> Iterator[str]:
    """The address of the server; it ends with the context."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TIAOKUAI_DATABASE_URL": f"sqlite:///{folder}/tiaokuai.db",
            "TIAOKUAI_SECRET_KEY_FILE": f"{folder}/secret.key",
            "TIAOKUAI_PROCESSES": str(ROOT / "processes"),
            "TIAOKUAI_PORT": "0",
            "TIAOKUAI_LOG_LEVEL": "WARNING",
            "PYTHONUNBUFFERED": "1",
        }
        command = [sys.executable, "-m", "web.cli"]
        for step in (["migrate"], ["deploy"], ["demo", "--days", "1"]):
            subprocess.run([*command, *step], env=environment, cwd=folder, check=True, capture_output=True)
        running = subprocess.Popen([*command, "serve"], env=environment, cwd=folder, stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        found = re.search(r"http://[0-9.:]+", running.stdout.readline())
        assert found, "the server said no address"
        try:
            yield found[0]
        finally:
            running.terminate()
            running.wait(timeout=30)
            running.stdout.close()
