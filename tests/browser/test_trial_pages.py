"""A policy officer tries a draft: plays its scenarios, steps through one, sees what is passed, and records one from a case."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Arrive, Person

pytestmark = pytest.mark.browser

PROCEDURE = "unadmitted_matter"
PATIENCE = 90_000
"""A trial takes seconds; the machine of a test run may be busy with others."""


def tried(officer: Person) -> str:
    """Play the scenarios from the procedure's page; the path of the result."""
    officer.open(f"/workshop/{PROCEDURE}/")
    officer.page.get_by_role("button", name="演练情景").click()
    expect(officer.page.locator("progress, #scenarios-title").first).to_be_visible()
    assert officer.violations() == []
    expect(officer.page.locator("#scenarios-title")).to_contain_text("个情景通过", timeout=PATIENCE)
    return officer.page.url.removeprefix(officer.address)


def test_a_draft_is_tried_by_its_scenarios(arrive: Arrive) -> None:
    officer = arrive("zhou-jing")
    page = officer.page
    result = tried(officer)
    for sheet in page.locator("[data-covered]").all():
        expect(sheet).to_have_attribute("data-ready", "yes")
    assert officer.violations() == []
    all_passed = page.locator(".passed").count()
    expect(page.locator(".missed")).to_have_count(0)
    page.locator("#coverage-scenario").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#coverage-said")).to_contain_text("所选情景走到")
    assert 0 < page.locator(".passed").count() < all_passed
    expect(page.locator(".here-missed").first).to_have_text("未走到")

    page.locator("table.scenarios a").first.click()
    expect(page.locator(".diagram-audit").first).to_have_attribute("data-ready", "yes")
    assert officer.violations() == []
    page.keyboard.press("Home")
    expect(page.locator("#step-said")).to_have_text(re.compile("^第 1 步"))
    expect(page.locator(".djs-element.at").first).to_be_attached()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".journal > li.current")).to_have_attribute("data-step", "1")

    phone = arrive("zhou-jing", viewport=PHONE)
    phone.open(result)
    expect(phone.page.locator("[data-covered]").first).to_have_attribute("data-ready", "yes")
    assert phone.overflow() <= 0
    assert phone.violations() == []


def test_a_scenario_is_recorded_from_a_case(arrive: Arrive) -> None:
    officer = arrive("zhou-jing")
    page = officer.page
    officer.open("/workshop/matter_admission/record")
    assert officer.violations() == []
    expect(page.locator("h1")).to_have_text("从案件录制情景")
    page.get_by_role("button", name=re.compile("^录制")).first.click()
    expect(page.locator("#played-title")).to_have_text("按草稿演练，走法与案件一致", timeout=PATIENCE)
    assert officer.violations() == []
    assert officer.overflow() <= 0
    page.get_by_label("情景标题").fill("录自一个实际案件")
    page.get_by_label("文件名").fill("from_a_case")
    page.get_by_role("button", name="放入草稿").click()
    page.wait_for_url(re.compile("from_a_case"))
