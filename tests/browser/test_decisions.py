"""A policy officer changes decision tables: everything that any DMN file holds survives the editor, cells are reached by
keyboard, values are tried, and who may only read changes nothing."""

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import expect

from engine.diagrams import dmn
from engine.diagrams.dmn.editing import for_editor, from_editor
from tests.browser.conftest import PHONE, Arrive, Person
from tests.conformance.tck import DATA

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
FILES = [*sorted(PROCESSES.rglob("*.dmn")), *sorted(DATA.rglob("*.dmn"))]
DRAWS_IMPORTED = "0086-import.dmn"
"""Its drawing shows an element of another file, which dmn-moddle drops."""
INTAKE = "/workshop/case_intake/edit/case_intake.dmn"
NUMBER = re.compile(r"(-?\d+)\.0+")
DRAWING = re.compile(r"\{[^}]*/(DMNDI|DI|DC)/\}")
DEFAULTS = {
    "hitPolicy": "UNIQUE",
    "preferredOrientation": "Rule-as-Row",
    "kind": "FEEL",
    "textFormat": "text/plain",
    **dict.fromkeys(("isCollapsed", "isListedInputData", "isCollection"), "false"),
}

THROUGH = """async (text) => {
  const { decisions } = document.getElementById("editor");
  await decisions.show(text);
  const kinds = new Map(decisions.modeler.getViews().map((view) => [view.type, view]));
  for (const view of kinds.values()) await decisions.modeler.open(view);
  return [decisions.editable, await decisions.text()];
}"""


def opened(person: Person, path: str = INTAKE) -> Person:
    person.open(path)
    person.page.wait_for_selector("#editor[data-ready]")
    return person


def held(data: bytes) -> Counter[object]:
    """Every element with what it says; neither order nor how numbers and defaults are written."""
    root = etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True))
    return Counter((one.tag, _attributes(one), (one.text or "").strip()) for one in root.iter(etree.Element))


def _attributes(element: etree._Element) -> frozenset[tuple[str, str]]:
    values = {str(name): NUMBER.sub(r"\1", str(value)) for name, value in element.attrib.items()}
    return frozenset((name, value) for name, value in values.items() if DEFAULTS.get(name) != value)


def _undrawn(now: Counter[object], before: Counter[object]) -> Counter[object]:
    """dmn-js draws what came without a drawing, and only that."""
    was_drawn = any(_is_drawing(one) for one in before)
    return now if was_drawn else Counter({one: number for one, number in now.items() if not _is_drawing(one)})


def _is_drawing(one: object) -> bool:
    return bool(DRAWING.match(str(one[0]))) if isinstance(one, tuple) else False


def decided(path: Path, data: bytes) -> dict[str, str]:
    """What our own reader makes of every decision."""
    others = {other.name: other.read_bytes() for other in path.parent.glob("*.dmn") if other != path}
    return {id: model.graph for id, model in dmn.read(path.name, data, others, draft=True).items()}


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the DMN TCK is not at {DATA}")
def test_every_file_comes_back_from_the_editor_as_it_went(arrive: Arrive) -> None:
    assert len(FILES) == 111 + len(list(PROCESSES.rglob("*.dmn")))
    person = opened(arrive("ruan-jie"))
    for path in FILES:
        if path.name == DRAWS_IMPORTED:
            continue
        original = path.read_bytes()
        editable, text = person.page.evaluate(THROUGH, for_editor(path.name, original).decode())
        back = from_editor(path.name, text.encode())
        assert editable, path.name
        assert _undrawn(held(back), held(original)) == held(original), path.name
        assert decided(path, back) == decided(path, original), path.name


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the DMN TCK is not at {DATA}")
def test_what_the_editor_would_lose_is_only_shown(arrive: Arrive) -> None:
    person = opened(arrive("ruan-jie"))
    path = next(one for one in FILES if one.name == DRAWS_IMPORTED)
    sent = for_editor(path.name, path.read_bytes()).decode()
    editable, _ = person.page.evaluate(THROUGH, sent)
    assert not editable
    expect(person.page.locator("[data-bars]")).to_contain_text("此文件只能查看")


def test_a_table_is_changed_by_keyboard_and_tried(arrive: Arrive) -> None:
    person = opened(arrive("ruan-jie"))
    page = person.page
    page.select_option("[data-views]", "intake_window")
    cell = page.locator('td[data-element-id="intake_window_rule4_in1"] [contenteditable]').first
    cell.focus()
    # Up and down by arrows, down by Enter; Enter in the last rule makes another.
    for key in ("ArrowUp", "ArrowDown", "Enter", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector('td[data-coords="5:0"] .cm-content:focus')
    page.keyboard.type('"resident"')
    page.keyboard.press("ArrowRight")
    page.keyboard.type("stre")
    page.click(".cm-tooltip-autocomplete li:has-text('street')")
    page.wait_for_selector('td[data-coords="5:1"]:has-text("street")')
    # What the server finds leads back to its cell.
    page.keyboard.type(" +")
    page.wait_for_selector(".finding-error:has-text('street +')")
    page.focus("[data-views]")
    page.click(".finding-error button")
    page.wait_for_selector('td[data-coords="5:1"] .cm-content:focus')
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.wait_for_selector("[data-findings]:has-text('没有问题')")
    page.fill('[name="channel"]', "resident")
    page.fill('[name="street"]', "gumei")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-result]:has-text('第 3、6 条规则同时命中')")
    expect(page.locator("[data-result]")).to_contain_text("收窄其中一条")
    clash = page.locator("td.rule-index").nth(5).evaluate("one => getComputedStyle(one).backgroundColor")
    assert clash != page.locator("td.rule-index").nth(1).evaluate("one => getComputedStyle(one).backgroundColor")

    page.click("[data-act=undo]")
    page.click("[data-act=remove-rule]")
    page.wait_for_selector("[data-result] h3:has-text('结果')")
    expect(page.locator("[data-result]")).to_contain_text("gumei-grid")
    page.fill("[data-name]", "居民来电")
    page.keyboard.press("Enter")
    page.click("text=试算全部示例")
    page.wait_for_selector(".trial-same")

    page.click("[data-sheet] summary")
    page.wait_for_selector("[data-sheet] td:has-text('系统默认值：居民')")
    assert person.violations() == []
    page.wait_for_selector('[data-saving="saved"]')


def test_who_may_not_draw_reads_the_same(arrive: Arrive) -> None:
    person = opened(arrive("luo-cheng", viewport=PHONE))
    expect(person.page.locator("[data-act]:visible")).to_have_count(0)
    person.page.select_option("[data-views]", "intake_window")
    person.page.wait_for_selector("td:has-text('grid-inspector')")
    expect(person.page.locator("[data-dmn] [contenteditable=true]")).to_have_count(0)
    person.page.fill('[name="channel"]', "hotline")
    person.page.keyboard.press("Enter")
    person.page.wait_for_selector("[data-result]:has-text('命中第 5 条规则')")
    assert person.overflow() == 0
    assert person.violations() == []
