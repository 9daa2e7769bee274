"""Opening the diagram editor in real Chromium with an empty cache, and what the pages load: `python -m benchmarks.workshop`.

A server of its own with the shipped procedures; a diagram of 68 nodes (see benchmarks.lint) lies in a draft. The time runs
from the click's navigation to the moment when the diagram is drawn and can be edited (the page's mark `drawn`). Each run
has a fresh profile: nothing is cached but the session's cookie.
"""

import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.lint import diagram
from benchmarks.load import quick
from benchmarks.machine import machine, table

ROOT = Path(__file__).parents[1]
BUILT = ROOT / "web" / "static" / "built"
BLOCKS = 6
PLACE = "/workshop/team_command/files/measured.bpmn"
EDITOR = "/workshop/team_command/edit/measured.bpmn"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PUT = """async ([address, body]) => {
  const {token} = await (await fetch('/workshop/token')).json();
  return (await fetch(address, {method: 'PUT', body, headers: {'If-Match': '"removed"', 'X-CSRFToken': token}})).status;
}"""
DRAWN = "performance.getEntriesByName('drawn')[0].startTime"
LOADED = """() => performance.getEntriesByType('resource').filter(one => one.name.includes('/static/'))
  .map(one => new URL(one.name).pathname.replace('/static/', ''))"""


def main() -> None:
    """Measure and print."""
    data = diagram(BLOCKS)
    with _server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        state = _signed_in(browser, address, data.decode())
        runs = [_open(browser, address, state) for _ in range(3 if quick() else 9)]
        browser.close()
    times = sorted(time for time, _ in runs)
    print(machine())
    print(f"\n{data.count(b'<bpmndi:BPMNShape')} nodes, {len(times)} runs with an empty cache\n")
    heads = ["shown and editable", "ms"]
    print(table(heads, [["median", f"{statistics.median(times):,.0f}"], ["longest", f"{times[-1]:,.0f}"]]))
    print()
    print(table(["what the page loads", "KB", "KB gzipped"], _sizes(runs[0][1])))


def _sizes(loaded: list[str]) -> list[list[str]]:
    """Scripts and styles that the editor's page asked for, the largest first, and their sum."""
    static = [BUILT.parent / name for name in loaded if name.endswith((".js", ".css", ".woff2"))]
    found = sorted(
        ((path.stat().st_size, len(gzip.compress(path.read_bytes())), path.name) for path in static), reverse=True
    )
    rows = [[name, f"{size / 1024:,.0f}", f"{packed / 1024:,.0f}"] for size, packed, name in found if size > 20_000]
    whole = [sum(one[column] for one in found) / 1024 for column in (0, 1)]
    return [*rows, ["all", f"{whole[0]:,.0f}", f"{whole[1]:,.0f}"]]


def _signed_in(browser: Browser, address: str, text: str) -> Any:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/sign-in?account=ruan-jie")
    page.locator(".demo summary").click()
    page.locator('[data-fill="ruan-jie"]').click()
    page.keyboard.type("tiaokuai-demo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks*")
    assert page.evaluate(PUT, [PLACE, text]) == 200
    state = context.storage_state()
    context.close()
    return state


def _open(browser: Browser, address: str, state: Any) -> tuple[float, list[str]]:
    """Milliseconds from navigation to the mark, and the static files loaded until then."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 820}, storage_state=state)
    page: Page = context.new_page()
    page.goto(address + EDITOR)
    page.wait_for_selector("[data-part=sheet][data-ready=yes]")
    time: float = page.evaluate(DRAWN)
    loaded: list[str] = page.evaluate(LOADED)
    context.close()
    return time, loaded


@contextmanager
def _server() -> Iterator[str]:
    """The address of a server with the shipped procedures and the demo's people."""
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


if __name__ == "__main__":
    main()
