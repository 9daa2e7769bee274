"""Two versions side by side: words, marks that need no colour, drawings that move together, readable on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Arrive, Person

pytestmark = pytest.mark.browser

PUT = """async ([address, changes]) => {
  const {token} = await (await fetch('/workshop/token')).json();
  const read = await fetch(address);
  let text = await read.text();
  for (const [old, now] of changes) {
    if (!text.includes(old)) throw new Error('nothing to change: ' + old);
    text = text.replace(old, now);
  }
  const answer = await fetch(address, {method: 'PUT', body: text,
    headers: {'If-Match': read.headers.get('ETag'), 'X-CSRFToken': token}});
  return answer.status;
}"""
SEEN = """() => [...document.querySelectorAll('[data-side] .viewport')]
  .map(one => one.getAttribute('transform').match(/-?[0-9.]+/g).map(number => Math.round(number * 100)))"""


def change(person: Person, file: str, *changes: tuple[str, str]) -> None:
    address = f"/workshop/grid_inclusion/files/{file}"
    assert person.page.evaluate(PUT, [address, [list(one) for one in changes]]) == 200


def test_a_draft_beside_what_is_in_force(arrive: Arrive) -> None:
    zhou = arrive("zhou-jing")
    zhou.open("/workshop/grid_inclusion/")
    text = zhou.page.evaluate("async () => (await fetch('files/grid_inclusion.bpmn')).text()")
    found = re.search(r'<bpmn:userTask id="(\w+)" name="([^"]+)"', text)
    assert found
    task, name = found.groups()
    change(zhou, "grid_inclusion.bpmn", (f'name="{name}"', 'name="复核"'))
    change(zhou, "grid_inclusion.dmn", ("</text>\n        </outputEntry>", " + 0</text>\n        </outputEntry>"))
    zhou.page.reload()
    zhou.page.get_by_role("link", name="与现行版本的差别").click()
    page = zhou.page
    page.wait_for_selector("[data-comparison][data-ready]")
    expect(page.get_by_text("修改：用户任务“复核”").first).to_be_visible()
    expect(page.locator("[data-side=old] .badge-differs.changed")).to_contain_text("≠ ")
    expect(page.locator("[data-side=new] .djs-element.differs-changed")).to_have_attribute("data-element-id", task)
    expect(page.locator("td.cell-changed del")).to_have_count(1)

    page.get_by_role("button", name="放大").focus()
    page.keyboard.press("Enter")
    old, new = page.evaluate(SEEN)
    assert old == new
    page.locator("[data-show]").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(SEEN)[0] == page.evaluate(SEEN)[1] != old
    expect(page.locator("[data-side=new] .djs-element.differs-current")).to_have_attribute("data-element-id", task)
    assert zhou.violations() == []
    page.set_viewport_size(PHONE)
    assert zhou.overflow() <= 0


def test_a_clause_that_changes_is_flagged_in_the_editor_and_looked_at(arrive: Arrive) -> None:
    zhou = arrive("zhou-jing")
    zhou.open("/workshop/clauses/")
    assert zhou.violations() == []
    page = zhou.page
    page.get_by_role("link", name="2.1.2.b", exact=True).click()
    page.locator("summary", has_text="修改条款").click()
    page.locator("#change-text").fill("两个中心实行一口受理、分类处理。")
    page.locator("#change-reason").fill("闵委办发〔2026〕1号")
    page.get_by_role("button", name="保存为新文本").click()
    expect(page.locator("ol.differences del").first).to_be_visible()
    assert zhou.violations() == []
    page.get_by_role("listitem").filter(has_text="登记并查重").get_by_role("link").click()
    flag = page.locator(".clause-flag").first
    flag.wait_for()
    page.wait_for_selector(".djs-element.selected[data-element-id=Task_Register]")
    for flagged in ("Participant_case_intake", "Flow_Written_Letter"):
        expect(page.locator(f'[data-container-id="{flagged}"] .clause-flag')).to_have_count(1)
    page.goto(page.url.split("/workshop")[0] + str(flag.get_attribute("href")))
    page.get_by_label("以上全部").check()
    page.get_by_role("button", name="已核对：仍然正确").click()
    expect(page.get_by_text("已核对 21 个环节")).to_be_visible()
    page.set_viewport_size(PHONE)
    page.reload()
    expect(page.locator(".navigation [aria-current]")).to_be_in_viewport(ratio=1)
    assert zhou.overflow() <= 0
