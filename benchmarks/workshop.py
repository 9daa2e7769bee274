"""Opening the diagram editor in real Chromium with an empty cache, and what the pages load: `python -m benchmarks.workshop`.

A server of its own with the shipped procedures; a diagram of 68 nodes (see benchmarks.lint) lies in a draft. The time runs
from the click's navigation to the moment when the diagram is drawn and can be edited (the page's mark `drawn`). Each run
has a fresh profile: nothing is cached but the session's cookie.
"""

import gzip
import shutil
import statistics
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.browsing import FLAGS, ROOT, server, signed_in
from benchmarks.lint import diagram
from benchmarks.load import quick
from benchmarks.machine import machine, table

BUILT = ROOT / "web" / "static" / "built"
BLOCKS = 6
PLACE = "/workshop/team_command/files/measured.bpmn"
EDITOR = "/workshop/team_command/edit/measured.bpmn"
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
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        state = _drawn(browser, address, data.decode())
        runs = [_open(browser, address, state) for _ in range(3 if quick() else 9)]
        browser.close()
    times = sorted(time for time, _, _ in runs)
    busy = sorted(time for _, time, _ in runs)
    print(machine())
    print(f"\n{data.count(b'<bpmndi:BPMNShape')} nodes, {len(times)} runs with an empty cache\n")
    rows = [
        ["shown and editable", f"{statistics.median(times):,.0f}", f"{times[-1]:,.0f}"],
        ["of it processor time of the page", f"{statistics.median(busy):,.0f}", f"{busy[-1]:,.0f}"],
    ]
    print(table(["milliseconds", "median", "longest"], rows))
    print()
    print(table(["what the page loads", "KB", "KB gzipped"], _sizes(runs[0][2])))


def _sizes(loaded: list[str]) -> list[list[str]]:
    """Scripts and styles that the editor's page asked for, the largest first, and their sum."""
    static = [BUILT.parent / name for name in loaded if name.endswith((".js", ".css", ".woff2"))]
    bodies = sorted(((path.read_bytes(), path.name) for path in static), key=lambda one: -len(one[0]))
    found = [(name, len(body) / 1024, len(gzip.compress(body)) / 1024) for body, name in bodies]
    whole = ("all", sum(one[1] for one in found), sum(one[2] for one in found))
    return [[name, f"{size:,.0f}", f"{packed:,.0f}"] for name, size, packed in [*found, whole] if size > 20]


def _drawn(browser: Browser, address: str, text: str) -> Any:
    """The session of somebody who drew `text`."""
    page = signed_in(browser, address)
    assert page.evaluate(PUT, [PLACE, text]) == 200
    state = page.context.storage_state()
    page.context.close()
    return state


def _open(browser: Browser, address: str, state: Any) -> tuple[float, float, list[str]]:
    """Milliseconds from navigation to the mark, those of the main thread's processor time, and the static files loaded."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 820}, storage_state=state)
    page: Page = context.new_page()
    inspector = context.new_cdp_session(page)
    inspector.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address + EDITOR)
    page.wait_for_selector("[data-part=sheet][data-ready=yes]")
    time: float = page.evaluate(DRAWN)
    loaded: list[str] = page.evaluate(LOADED)
    metrics = {one["name"]: one["value"] for one in inspector.send("Performance.getMetrics")["metrics"]}
    context.close()
    return time, metrics["TaskDuration"] * 1000, loaded


if __name__ == "__main__":
    main()
