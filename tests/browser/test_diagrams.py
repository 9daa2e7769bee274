"""The shipped diagrams as a person sees them: drawn whole by the product's own viewer, every name inside its shape."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from engine.diagrams import reader
from engine.diagrams.model import Activity, SubProcess
from engine.diagrams.traversal import nodes

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "web/static/built"
FILES = sorted((ROOT / "processes").glob("*/*.bpmn"))
SITE = "http://diagrams.test/"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
KINDS = {".js": "text/javascript", ".css": "text/css", ".bpmn": "application/xml", "": "text/html"}

PAGE = """<!doctype html><meta charset="utf-8"><title>x</title><link rel="stylesheet" href="/diagram.css">
<style>#sheet {{ width: 1366px; height: 700px }}</style>
<div id="sheet" data-diagram="/{file}" data-label="x" data-marks="[]"></div>
<script type="module" src="/case.js"></script>"""

OVERFLOWING = """() => [...document.querySelectorAll('.djs-shape')].filter(shape => {
  const text = shape.querySelector('.djs-visual > text'), box = shape.querySelector('.djs-visual > rect');
  if (!text || !box) return false;
  const inner = text.getBoundingClientRect(), outer = box.getBoundingClientRect();
  return inner.left < outer.left || inner.right > outer.right || inner.top < outer.top || inner.bottom > outer.bottom;
}).map(shape => shape.dataset.elementId)"""

NAMES = """ids => ids.map(id => {
  const text = document.querySelector(`.djs-shape[data-element-id="${id}"] .djs-visual > text`);
  return text ? text.textContent : null;
})"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    yield page
    page.close()


def opened(page: Page, diagram: Path) -> list[str]:
    """Open a page with the diagram; the list fills with the page's errors."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def serve(route: Route) -> None:
        name = Path(route.request.url.removeprefix(SITE))
        if name.suffix == ".bpmn":
            body = diagram.read_bytes()
        elif name.suffix:
            body = (BUILT / name.name).read_bytes()
        else:
            body = PAGE.format(file=diagram.name).encode()
        route.fulfill(body=body, content_type=KINDS[name.suffix])

    page.route(f"{SITE}**", serve)
    page.goto(SITE)
    page.wait_for_selector("#sheet[data-ready=yes]")
    return errors


@pytest.mark.parametrize("diagram", FILES, ids=lambda path: path.stem)
def test_diagram_is_drawn_whole_and_every_name_fits(diagram: Path, page: Page) -> None:
    process = reader.read(diagram.name, diagram.read_bytes()).processes[diagram.stem]
    errors = opened(page, diagram)
    drawn = {element.get_attribute("data-element-id") for element in page.query_selector_all("[data-element-id]")}
    expected = {node.id for node in nodes(process)} | {lane.id for lane in process.lanes}
    assert expected - drawn == set()
    activities = [node for node in nodes(process) if isinstance(node, Activity) and not isinstance(node, SubProcess)]
    assert page.evaluate(NAMES, [node.id for node in activities]) == [node.name for node in activities]
    assert page.evaluate(OVERFLOWING) == []
    assert errors == []
