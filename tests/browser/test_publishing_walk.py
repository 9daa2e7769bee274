"""A drawn change on its way into force, in the fewest clicks, by two people; and every page that they meet."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, LANGUAGES, PHONE, Arrive, Person

pytestmark = pytest.mark.browser

PROPOSER, REVIEWER, AUDITOR = "fan-rui", "zhou-jing", "luo-cheng"
PROCEDURE, TASK = "information_sharing", "Rule_Receivers"
NAME = "选定通报对象"
DOCUMENTED = Path(__file__).parents[2] / "docs" / "workshop.md"
COUNT = """document.addEventListener('click', event => {
  if (event.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
}, true)"""
MAPPED, OLD, NEW = "district_report", "Task_SignOff", "Task_Approval"
RENAME = """async ([address, old, now]) => {
  const {token} = await (await fetch('/workshop/token')).json();
  const read = await fetch(address);
  const body = (await read.text()).replaceAll(old, now).replace('签批专报', '核准专报');
  const sent = {method: 'PUT', body, headers: {'If-Match': read.headers.get('ETag'), 'X-CSRFToken': token}};
  return (await fetch(address, sent)).status;
}"""
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
    page.get_by_role("button", name="提请复核", exact=True).click()
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


def test_the_mapping_of_running_cases_is_edited_and_tried_before_anything_is_published(arrive: Arrive) -> None:
    fan, zhou = arrive(PROPOSER), arrive(REVIEWER)
    fan.open(f"/workshop/{MAPPED}/")
    address = f"/workshop/{MAPPED}/files/{MAPPED}.bpmn"
    assert fan.page.evaluate(RENAME, [address, OLD, NEW]) == 200
    fan.open(f"/workshop/{MAPPED}/propose")
    fan.page.get_by_role("button", name="提请复核", exact=True).click()
    fan.page.wait_for_url("**/workshop/proposals/*")
    proposal = fan.page.url.removeprefix(fan.address)
    became = fan.page.get_by_label("签批专报").first
    keep = fan.page.get_by_role("button", name="保存对应关系")
    keep.wait_for(timeout=120_000)
    expect(became).to_have_value(NEW)
    expect(fan.page.get_by_text("尚未确认").first).to_be_visible()
    fan.page.get_by_label("生效后按这一对应关系改按新版本办理").check()
    keep.click()
    expect(fan.page.get_by_text("已选定").first).to_be_visible(timeout=120_000)

    zhou.open(proposal)
    expect(zhou.page.get_by_label("签批专报").first).to_have_value(NEW)
    tried = zhou.page.get_by_text("按这一对应关系试运行")
    expect(tried).to_contain_text("0 件不能改办")
    impact = zhou.page.get_by_role("link", name="对每件案件的影响").get_attribute("href")
    assert impact
    for path in (proposal, impact):
        looked_at(zhou, path)
    fan.open(proposal)
    fan.page.get_by_role("button", name="撤回提议").click()
    expect(fan.page.get_by_text("已撤回").first).to_be_visible()
