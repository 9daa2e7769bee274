"""From an edit of a 300-node diagram to the marks on its canvas. Run: python -m benchmarks.drawing_lint

A real server and Chromium, as the policy officer has them: the procedures of `processes/` in force, a draft with the
diagram of `benchmarks.lint`, whose script is renamed again and again. What is counted begins when drawing rests (the
editor waits 400 ms for that, which is named apart) and ends when marks and list are drawn. Needs playwright and Chromium.
"""

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

from benchmarks.lint import BLOCKS, diagram
from benchmarks.machine import machine

ROUNDS = 15
ROOT = Path(__file__).parents[1]
PASSWORD = "tiaokuai-demo"

_PUT = """async ([address, text]) => {
  const { token } = await (await fetch('/workshop/token')).json();
  const options = {method: 'PUT', body: text, headers: {'X-CSRFToken': token, 'If-Match': '"removed"'}};
  return (await fetch(address, options)).status;
}"""
_ROUND = """async (round) => {
  const before = performance.getEntriesByName('lint').length;
  const began = performance.now();
  const field = document.querySelector('[data-entry-id="nameEn"] input');
  field.value = `Round ${round}`;
  field.dispatchEvent(new Event('input', {bubbles: true}));
  while (performance.getEntriesByName('lint').length === before) await new Promise((done) => setTimeout(done, 5));
  const { duration } = performance.getEntriesByName('lint').at(-1);
  return [duration, performance.now() - began];
}"""


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with _server() as (address, server), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.goto(f"{address}/sign-in")
        page.fill("#account", "ruan-jie")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/tasks*")
        data = diagram(BLOCKS)
        files = "/workshop/information_sharing/files/benchmark.bpmn"
        if page.evaluate(_PUT, [files, data.decode()]) != 200:
            raise RuntimeError("the server did not take the diagram")
        page.goto(f"{address}/workshop/information_sharing/edit/benchmark.bpmn")
        page.wait_for_selector("[data-part=sheet][data-ready]")
        page.wait_for_function("() => performance.getEntriesByName('lint').length > 0", timeout=60_000)
        page.locator("#tab-elements").click()
        page.locator('[data-act="select"][data-id="right0"]').click()
        page.locator("#tab-properties").click()
        system = browser.new_browser_cdp_session()
        before = _used(server), _used_by_pages(system)
        times = []
        for number in range(ROUNDS):
            times.append(page.evaluate(_ROUND, number))
            # The save of a change is work of its own; the next change comes after it.
            page.wait_for_selector("[data-saving]:has-text('已保存')", timeout=60_000)
        used = _used(server) - before[0], _used_by_pages(system) - before[1]
        browser.close()
    asked, whole = ([one[part] for one in times] for part in (0, 1))
    print(machine())
    print(f"{data.count(b'<bpmndi:BPMNShape')} nodes, {len(data) // 1024} KB")
    print(f"from rest to marks: median {statistics.median(asked):.0f} ms, worst {max(asked):.0f} ms")
    print(f"from the key to marks, resting included: median {statistics.median(whole):.0f} ms")
    print(
        f"processor time a change, saving and completion included: {used[0] / ROUNDS:.0f} ms server, {used[1] / ROUNDS:.0f} ms page"
    )


def _used(process: int) -> float:
    """Milliseconds of processor time that a process used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def _used_by_pages(system: Any) -> float:
    """Milliseconds of processor time that the browser's pages used."""
    processes = system.send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(float(one["cpuTime"]) for one in processes if one["type"] == "renderer") * 1000


@contextmanager
def _server() -> Iterator[tuple[str, int]]:
    """The address and process id of a server of its own with everything in force and nobody else on it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "TIAOKUAI_DATABASE_URL": f"sqlite:///{folder}/benchmark.db",
            "TIAOKUAI_SECRET_KEY_FILE": f"{folder}/secret.key",
            "TIAOKUAI_PROCESSES": str(ROOT / "processes"),
            "TIAOKUAI_PORT": "0",
            "TIAOKUAI_LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "web.cli"]
        for step in (["migrate"], ["deploy"], ["demo", "--days", "1"]):
            subprocess.run([*command, *step], env=environment, cwd=folder, check=True, capture_output=True)
        running = subprocess.Popen(
            [*command, "serve"],
            env=environment,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            said = running.stdout.readline() if running.stdout else ""
            found = re.search(r"http://[0-9.:]+", said)
            if found is None:
                raise RuntimeError(f"the server said no address: {said}")
            yield found[0], running.pid
        finally:
            running.terminate()
            running.wait(timeout=30)


if __name__ == "__main__":
    main()
