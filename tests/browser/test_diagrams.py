"""The shipped diagrams as a person sees them: drawn whole by the product's own viewer, every name inside its shape."""

import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, Route, sync_playwright

from engine.diagrams import reader
from engine.diagrams.model import Activity, Diagram, SubProcess
from engine.diagrams.namespaces import BPMN
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

TEXTS = """() => [...document.querySelectorAll('.djs-element')].flatMap(element => {
  const visual = element.querySelector(':scope > .djs-visual'), text = visual?.querySelector(':scope > text');
  if (!text) return [];
  const at = one => { const {left, top, right, bottom} = one.getBoundingClientRect(); return [left, top, right, bottom] };
  const lines = [...text.querySelectorAll('tspan')].map(one => one.textContent.trim()).filter(Boolean);
  const isLabel = element.dataset.elementId.endsWith('_label');
  const outline = isLabel ? null : visual.querySelector(':scope > rect') ?? element.querySelector('.djs-hit');
  const icons = [...visual.querySelectorAll(':scope > path, :scope > rect:not(:first-of-type)')].map(at);
  const words = [...text.querySelectorAll('tspan')].map(at);
  return [{id: element.dataset.elementId, lines, at: at(text), within: outline ? at(outline) : null, words, icons}];
})"""

SHAPES = """() => [...document.querySelectorAll('.djs-shape')].flatMap(element => {
  const shape = element.querySelector(':scope > .djs-visual > :is(rect, circle, polygon)');
  if (!shape || element.dataset.elementId.endsWith('_label')) return [];
  const {left, top, right, bottom} = shape.getBoundingClientRect();
  return [{id: element.dataset.elementId, at: [left, top, right, bottom]}];
})"""

NAMES = """ids => ids.map(id => {
  const text = document.querySelector(`.djs-shape[data-element-id="${id}"] .djs-visual > text`);
  return text ? text.textContent : null;
})"""

SURROUNDING = ("participant", "lane", "subProcess")
"""What labels may stand in."""

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


def opened(page: Page, diagram: Path, data: bytes) -> list[str]:
    """Open a page with the diagram `data`; the list fills with the page's errors."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def serve(route: Route) -> None:
        name = Path(route.request.url.removeprefix(SITE))
        if name.suffix == ".bpmn":
            body = data
        elif name.suffix:
            body = (BUILT / name.name).read_bytes()
        else:
            body = PAGE.format(file=diagram.name).encode()
        route.fulfill(body=body, content_type=KINDS[name.suffix])

    page.route(f"{SITE}**", serve)
    page.goto(SITE)
    page.wait_for_selector("#sheet[data-ready=yes]")
    return errors


def shown(path: Path, language: str) -> tuple[bytes, Diagram]:
    """The file as people read it in `language`, and what it holds: in English, English names replace the others."""
    data = path.read_bytes()
    if language == "zh":
        return data, reader.read(path.name, data)
    names = reader.read(path.name, data).names_en
    root = etree.fromstring(data)
    for element in root.iter(f"{{{BPMN}}}*"):
        text = element.find(f"{{{BPMN}}}text")
        name = names.get(element.get("id", ""), "")
        if text is not None and name:
            text.text = name
        elif name:
            element.set("name", name)
    translated = etree.tostring(root)
    return translated, reader.read(path.name, translated)


def elements(data: bytes) -> dict[str, etree._Element]:
    """Every element of the file by id."""
    found = etree.fromstring(data).iter(f"{{{BPMN}}}*")
    return {one.get("id", ""): one for one in found if one.get("id")}


def written_names(data: bytes) -> dict[str, str]:
    """Every text that the diagram shows, by element."""
    names = {id: one.get("name", "") or str(one.findtext(f"{{{BPMN}}}text", "")) for id, one in elements(data).items()}
    return {id: name for id, name in names.items() if name}


def kinds(data: bytes) -> dict[str, str]:
    """What each element is, by id."""
    return {id: str(etree.QName(one).localname) for id, one in elements(data).items()}


def overlaps(one: list[float], other: list[float], slack: float = 0.5) -> bool:
    """Whether two boxes (left, top, right, bottom) share more than `slack` pixels both ways."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    return across > slack and along > slack


def inside(one: list[float], other: list[float], slack: float = 0.5) -> bool:
    """Whether the box `one` stays within `other`."""
    return (
        one[0] >= other[0] - slack
        and one[1] >= other[1] - slack
        and one[2] <= other[2] + slack
        and one[3] <= other[3] + slack
    )


def breaks_a_word(name: str, lines: list[str]) -> bool:
    """Whether the lines part a word of `name`, or leave a single Chinese character by itself."""
    whole = "".join(name.split())
    if "".join("".join(line.split()) for line in lines) != whole:
        return True
    if name.isascii():
        return " ".join(name.split()) != " ".join(lines)
    return len(lines) > 1 and min(map(len, lines)) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("diagram", FILES, ids=lambda path: path.stem)
def test_diagram_is_drawn_whole(diagram: Path, language: str, page: Page) -> None:
    data, read = shown(diagram, language)
    process = read.processes[diagram.stem]
    errors = opened(page, diagram, data)
    drawn = {element.get_attribute("data-element-id") for element in page.query_selector_all("[data-element-id]")}
    expected = {node.id for node in nodes(process)} | {lane.id for lane in process.lanes}
    assert expected - drawn == set()
    activities = [node for node in nodes(process) if isinstance(node, Activity) and not isinstance(node, SubProcess)]
    names = page.evaluate(NAMES, [node.id for node in activities])
    assert ["".join(name.split()) for name in names] == ["".join(node.name.split()) for node in activities]
    assert errors == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("diagram", FILES, ids=lambda path: path.stem)
def test_every_text_can_be_read(diagram: Path, language: str, page: Page) -> None:
    data, _ = shown(diagram, language)
    opened(page, diagram, data)
    names = written_names(data)
    texts = page.evaluate(TEXTS)
    kind = kinds(data)
    lines = {text["id"].removesuffix("_label"): text["lines"] for text in texts}
    assert {id for id in lines if breaks_a_word(names[id], lines[id])} == set()
    assert [one["id"] for one in texts if one["within"] and not inside(one["at"], one["within"])] == []
    shapes = [one for one in page.evaluate(SHAPES) if kind[one["id"]] not in SURROUNDING]
    labels = [one for one in texts if one["id"].endswith("_label")]
    assert min(len(labels), len(shapes)) > 5
    covering = [(one["id"], shape["id"]) for one in labels for shape in shapes if overlaps(one["at"], shape["at"])]
    assert covering == []
    assert [(a["id"], b["id"]) for a, b in combinations(labels, 2) if overlaps(a["at"], b["at"])] == []
    tasks = [one for one in texts if one["within"] and kind[one["id"]] != "textAnnotation"]
    attached = [one["at"] for one in shapes if kind[one["id"]] == "boundaryEvent"]
    struck = [
        one["id"]
        for one in tasks
        if any(overlaps(word, over, 2) for word in one["words"] for over in [*one["icons"], *attached])
    ]
    assert struck == []


@pytest.mark.parametrize("diagram", FILES, ids=lambda path: path.stem)
def test_everything_shown_has_an_english_name(diagram: Path) -> None:
    data, _ = shown(diagram, "en")
    named = written_names(data)
    kind = kinds(data)
    assert [id for id, name in named.items() if not name.isascii() and kind[id] not in ("message", "error")] == []
