"""A drawn change on its way into force, in the fewest clicks, by two people; and every page that they meet."""

import re
from pathlib import Path

import pytest
from conftest import DESK, LANGUAGES, PHONE, Arrive, Person

pytestmark = pytest.mark.browser

PROPOSER, REVIEWER, AUDITOR = "fan-rui", "zhou-jing", "luo-cheng"
PROCEDURE, TASK = "information_sharing", "Rule_Receivers"
NAME = "选定通报对象"
DOCUMENTED = Path(__file__).parents[2] / "docs" / "workshop.md"
COUNT = """document.addEventListener('click', event => {
  if (event.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
}, true)"""
CLICKS = "() => Number(sessionStorage.clicks ?? 0)"


def counted(arrive: Arrive, account: str) -> Person:
    person = arrive(account)
    person.page.add_init_script(COUNT)
    return person


def looked_at(person: Person, path: str) -> None:
    """In both languages, on a desk and on a phone."""
    for language in LANGUAGES:
        person.speak(language)
        for size in (DESK, PHONE):
            person.page.set_viewport_size(size)  # type: ignore[arg-type]
            person.open(path)
            person.page.wait_for_load_state("networkidle")
            assert person.overflow() == 0, (path, language)
            assert person.violations() == [], (path, language)
    person.page.set_viewport_size(DESK)  # type: ignore[arg-type]


def test_a_drawn_change_is_in_force_after_the_documented_clicks(arrive: Arrive) -> None:
    fan, zhou = counted(arrive, PROPOSER), counted(arrive, REVIEWER)
    fan.open("/workshop/")
    page = fan.page
    page.locator(f'th a[href="/workshop/{PROCEDURE}/"]').click()
    page.locator(f'a[href$="/edit/{PROCEDURE}.bpmn"]').first.click()
    page.locator(f'.djs-shape[data-element-id="{TASK}"] .djs-hit').first.dblclick()
    editing = page.locator(".djs-direct-editing-content")
    editing.wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('[data-saving]').textContent.includes('已保存')")
    page.get_by_role("link", name="提请复核…").click()
    page.get_by_role("button", name="提出", exact=True).click()
    page.wait_for_url("**/workshop/proposals/*")
    proposal = page.url.removeprefix(fan.address)

    zhou.open("/workshop/")
    zhou.page.locator(f'a[href="{proposal}"]').click()
    approve = zhou.page.get_by_role("button", name="批准并立即生效")
    approve.wait_for(timeout=120_000)
    approve.click()
    zhou.page.get_by_text("如要退回").wait_for()

    said = re.search(r"\*\*(\d+) clicks\*\*", DOCUMENTED.read_text(encoding="utf-8"))
    assert said
    clicks = page.evaluate(CLICKS) + zhou.page.evaluate(CLICKS)
    assert clicks == int(said[1])
    in_force = zhou.page.request.get(f"{zhou.address}/workshop/{PROCEDURE}/files/{PROCEDURE}.bpmn?version=present")
    assert NAME in in_force.text()

    luo = arrive(AUDITOR)
    for path in (proposal, "/workshop/proposals/", "/workshop/journal"):
        looked_at(luo, path)
    impact = zhou.page
    zhou.open(proposal)
    address = impact.get_by_role("link", name="对每件案件的影响").get_attribute("href")
    assert address
    for path in (f"/workshop/{PROCEDURE}/propose", f"/workshop/{PROCEDURE}/migration", address):
        looked_at(zhou, path)
