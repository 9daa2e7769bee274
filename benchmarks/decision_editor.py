"""The decision editor in Chromium: how much it loads, how long until a table can be edited, how long a try takes.

Run: python -m benchmarks.decision_editor

Once the largest table of `processes/`, once a table of 200 rules and eight columns. Each opening is a fresh browser
profile, so nothing is cached; sizes are gzip's, as a proxy in front of the server sends them.
"""

import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.machine import machine, table

ROOT = Path(__file__).parents[1]
PERSON, PASSWORD = "ruan-jie", "tiaokuai-demo"
OPENINGS = 7
TRIES = 15
RULES, COLUMNS = 200, 8
LARGEST = ("case_coordination", "case_coordination.dmn", "duty_list")
MADE = ("case_coordination", "many_rules.dmn", "many_rules")

_CELL = 'td[data-coords="0:0"] [contenteditable]'
_PUT = """async ([address, text]) => {
  const { token } = await (await fetch("/workshop/token")).json();
  const headers = { "X-CSRFToken": token, "If-Match": '"removed"' };
  return (await fetch(address, { method: "PUT", body: text, headers })).status;
}"""
_TRY = """async ([address, file, decision]) => {
  const { token } = await (await fetch("/workshop/token")).json();
  const text = await document.getElementById("editor").decisions.text();
  const body = JSON.stringify({ file, text, decision, run: true, entered: { kind: "other" } });
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
  const began = performance.now();
  const answer = await fetch(address, { method: "POST", body, headers });
  await answer.json();
  return answer.ok ? performance.now() - began : -1;
}"""


def main() -> None:
    """Measure and print."""
    print(machine())
    with _server() as address, sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        rows = [_measured(browser, address, "largest of processes/", *LARGEST)]
        rows.append(_measured(browser, address, f"{RULES} rules, {COLUMNS} columns", *MADE))
        sizes = _sizes(browser, address)
        browser.close()
    print(table(["table", "rules", "graph editable", "table editable", "a try"], rows))
    for kind, size in sizes.items():
        print(f"{kind}: {size / 1024:.0f} KB gzip")


def _measured(browser: Browser, address: str, name: str, procedure: str, file: str, decision: str) -> list[str]:
    ready, shown = [], []
    tries: list[float] = []
    for number in range(OPENINGS):
        page = _signed_in(browser, address)
        if number == 0 and file == MADE[1]:
            status = page.evaluate(_PUT, [f"/workshop/{procedure}/files/{file}", _many_rules()])
            assert status in (200, 409), status
        began = time.perf_counter()
        page.goto(f"{address}/workshop/{procedure}/edit/{file}", wait_until="commit")
        page.wait_for_selector("#editor[data-ready]")
        ready.append(time.perf_counter() - began)
        began = time.perf_counter()
        page.select_option("[data-views]", decision)
        page.wait_for_selector(_CELL)
        shown.append(time.perf_counter() - began)
        rules = page.locator("td.rule-index").count()
        if number == 0:
            asked = [f"/workshop/{procedure}/decisions/try", file, decision]
            tries = [page.evaluate(_TRY, asked) for _ in range(TRIES)]
            assert min(tries) > 0
        page.context.close()
    median = statistics.median
    return [name, str(rules), f"{median(ready):.2f} s", f"+ {median(shown):.2f} s", f"{median(tries[1:]):.0f} ms"]


def _signed_in(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1366, "height": 820}, locale="zh-CN").new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#account", PERSON)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks*")
    return page


def _sizes(browser: Browser, address: str) -> dict[str, int]:
    page = _signed_in(browser, address)
    found = {"scripts": 0, "styles": 0}
    seen: set[str] = set()
    page.on("request", lambda sent: seen.add(urlsplit(sent.url).path))
    page.goto(f"{address}/workshop/{LARGEST[0]}/edit/{LARGEST[1]}")
    page.wait_for_selector("#editor[data-ready]")
    for path in sorted(one for one in seen if one.startswith("/static/")):
        kind = {".js": "scripts", ".css": "styles"}.get(Path(path).suffix)
        if kind:
            found[kind] += len(gzip.compress((ROOT / "web" / path.removeprefix("/")).read_bytes(), 6))
    page.context.close()
    return found


def _many_rules() -> str:
    columns = "".join(
        f'<input id="i{n}" label="条件 {n}"><inputExpression id="e{n}" typeRef="string"><text>kind{n or ""}</text>'
        "</inputExpression></input>"
        for n in range(COLUMNS - 1)
    )
    rules = "".join(
        f'<rule id="r{rule}">'
        + "".join(f'<inputEntry id="r{rule}i{n}"><text>"value {rule}"</text></inputEntry>' for n in range(COLUMNS - 1))
        + f'<outputEntry id="r{rule}o"><text>{rule}</text></outputEntry></rule>'
        for rule in range(RULES)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="many" name="many" namespace="many">'
        '<decision id="many_rules" name="many_rules"><decisionTable id="t" hitPolicy="FIRST">'
        f'{columns}<output id="o" name="result" typeRef="number"/>{rules}</decisionTable></decision></definitions>'
    )


@contextmanager
def _server() -> Iterator[str]:
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


if __name__ == "__main__":
    main()
