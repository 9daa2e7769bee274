"""The decision editor in Chromium: how much it loads, how long until a table can be edited, how long a try takes.

Run: python -m benchmarks.decision_editor

Once the largest table of `processes/`, once a table of 200 rules and eight columns. Each opening is a fresh browser
profile, so nothing is cached; sizes are gzip's, as a proxy in front of the server sends them.
"""

import gzip
import shutil
import statistics
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from benchmarks.browsing import ROOT, server, signed_in
from benchmarks.machine import machine, table

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
    with server() as address, sync_playwright() as playwright:
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
        page = signed_in(browser, address)
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


def _sizes(browser: Browser, address: str) -> dict[str, int]:
    page = signed_in(browser, address)
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


if __name__ == "__main__":
    main()
