"""A person chooses in the inbox which steps of an ad hoc subprocess to start, by mouse and by keyboard."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Arrive, Person, Tiaokuai
from tests.browser.test_people import chinese_words, complete, fill

pytestmark = pytest.mark.browser

PROCEDURE = Path(__file__).parent / "procedure"


def begin(inspector: Person, site: str) -> str:
    """Start a case by its form; returns the address of its page."""
    inspector.open("/procedures/site_check")
    fill(inspector, site=site)
    inspector.page.get_by_role("button", name="发起", exact=True).click()
    expect(inspector.page.locator(".standing")).to_contain_text("检查现场")
    return inspector.page.url.removeprefix(inspector.address)


@pytest.mark.parametrize("size", [{}, {"viewport": PHONE}], ids=["desk", "phone"])
def test_a_dispatcher_chooses_steps_until_it_is_enough(
    arrive: Arrive, tiaokuai: Tiaokuai, size: dict[str, object]
) -> None:
    site = "华宁路口" if size else "沪闵路桥下"
    tiaokuai("deploy", str(PROCEDURE))
    case = begin(arrive("zhang-wei"), site)

    dispatcher = arrive("liu-qiang", **size)
    page = dispatcher.page
    dispatcher.open("/tasks")
    page.get_by_role("link", name="自选环节").click()
    assert dispatcher.violations() == []
    assert dispatcher.overflow() <= 0
    page.locator(".rows > li").filter(has_text=site).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("检查现场")
    expect(page.get_by_text("还没有启动任何环节")).to_be_visible()

    look = page.get_by_role("button", name=re.compile("启动.*查看现场"))
    look.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已启动：查看现场")
    page.get_by_role("button", name=re.compile("启动.*询问商户")).click()
    expect(page.locator(".steps > li")).to_have_count(2)
    expect(page.locator(".steps")).to_contain_text("刘强")
    assert dispatcher.violations() == []
    assert dispatcher.overflow() <= 0

    clerk = arrive("wang-fang")
    for step in ("查看现场", "询问商户"):
        clerk.open("/tasks?tab=group")
        clerk.page.locator(".rows > li").filter(has_text=site).get_by_role("link", name=step).click()
        complete(clerk)

    page.reload()
    expect(page.locator(".steps .badge")).to_have_text(["已办结", "已办结"])
    page.get_by_role("button", name="不再启动其他环节").click()
    expect(page).to_have_url(dispatcher.address + case)
    expect(page.locator(".standing")).to_contain_text("汇总检查情况")
    page.locator(".diagram[data-ready]").first.wait_for()
    expect(page.locator('[data-element-id="Sum"].at')).to_be_visible()


def test_the_diagram_marks_where_somebody_has_to_choose_and_english_is_complete(
    arrive: Arrive, tiaokuai: Tiaokuai
) -> None:
    tiaokuai("deploy", str(PROCEDURE))
    case = begin(arrive("zhang-wei"), "银都路")
    dispatcher = arrive("liu-qiang")
    page = dispatcher.page
    dispatcher.speak("English")
    dispatcher.open(case)
    page.locator(".diagram[data-ready]").first.wait_for()
    expect(page.locator('[data-element-id="Check"].at').first).to_be_visible()
    page.get_by_role("link", name="Choose what to start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the site")
    expect(page.get_by_role("button", name=re.compile("Start this step.*Ask the shops"))).to_be_visible()
    assert chinese_words(dispatcher) == []
    dispatcher.open("/choices")
    assert chinese_words(dispatcher) == []
    dispatcher.speak("中文")
