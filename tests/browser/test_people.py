"""A case from sign-in to its end through three people, and the pages on the way."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import PHONE, Arrive, Person

pytestmark = pytest.mark.browser

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def choose(person: Person, label: str) -> None:
    person.page.get_by_label(label, exact=True).check()


def fill(person: Person, **fields: str) -> None:
    for name, text in fields.items():
        person.page.locator(f'[name="{name}"]').fill(text)


def take_up(person: Person, task: str, title: str) -> None:
    """Open a task from the group's tab and take it on."""
    person.open("/tasks?tab=group")
    row = person.page.locator(".rows > li").filter(has_text=title).filter(has_text=task)
    row.get_by_role("button", name="领取").click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text(task)
    expect(person.page.get_by_text("您已领取这项任务")).to_be_visible()


def complete(person: Person) -> None:
    person.page.get_by_role("button", name="办结", exact=True).click()
    expect(person.page.get_by_role("status")).to_contain_text("已办结")


def test_a_start_form_offers_the_units_of_the_visitor_with_the_only_one_chosen(arrive: Arrive) -> None:
    writer = arrive("shen-yan")
    writer.open("/procedures/district_report")
    street = writer.page.locator('[name="street"]')
    expect(street.locator("option")).to_have_count(2)
    expect(street).to_have_value("gumei")
    assert writer.violations() == []
    writer.speak("English")
    expect(writer.page.locator('[name="street"] option').nth(1)).to_have_text("Gumei Road Street")


def test_three_people_bring_a_special_report_from_request_to_instruction(arrive: Arrive) -> None:
    title = "沪闵路高架下长期堆物"
    writer = arrive("sun-li")
    writer.page.get_by_role("link", name="发起").click()
    writer.page.get_by_role("link", name="专报区人民政府").click()
    writer.page.locator('[name="street"]').select_option(label="江川路街道")
    fill(writer, title=title, description="多个部门职责交叉，街道协调未能解决。")
    choose(writer, "经协调未能解决")
    writer.page.get_by_label("一般").check()
    writer.page.get_by_role("button", name="发起", exact=True).click()
    expect(writer.page.get_by_role("heading", level=1)).to_have_text(title)
    case = writer.page.url.removeprefix(writer.address)

    diagram = writer.page.locator(".diagram[data-ready]")
    expect(diagram.locator('[data-element-id="Task_Draft"].at')).to_be_visible()
    expect(diagram.get_by_text("当前位置")).to_be_visible()
    expect(diagram.locator(".bjs-powered-by")).to_be_visible()
    expect(writer.page.locator(".standing")).to_contain_text("起草专报")

    take_up(writer, "起草专报", title)
    complete_button = writer.page.get_by_role("button", name="办结", exact=True)
    complete_button.click()
    summary = writer.page.get_by_role("alert")
    expect(summary).to_contain_text("请填写此项")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    fill(
        writer,
        reportTitle="关于沪闵路高架下堆物问题的专报",
        situation="高架下长期堆物，存在火灾隐患。",
        efforts="街道已三次召集有关单位协调。",
        request="请明确牵头部门。",
    )
    complete(writer)

    head = arrive("gu-weimin")
    take_up(head, "签批专报", title)
    choose(head, "同意上报")
    fill(head, signOffNote="已阅。", signer="顾为民")
    complete(head)

    clerk = arrive("he-zhiqiang")
    clerk.wait_until("/tasks?tab=group", title)
    take_up(clerk, "登记批示", title)
    fill(clerk, instructedBy="李明", instruction="请区绿容局牵头清理。")
    fill(clerk, **{"instructedOn.year": "2026", "instructedOn.month": "3", "instructedOn.day": "5"})
    complete(clerk)

    writer.wait_until(case, "案件已结束")
    writer.open(case)
    expect(writer.page.locator(".badge-completed").first).to_have_text("已办结")
    expect(writer.page.locator(".steps")).to_contain_text("何志强")
    expect(writer.page.locator(".data").first).to_contain_text("2026年3月5日")
    with writer.page.expect_download() as download:
        writer.page.get_by_role("link", name="PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    writer.open("/messages")
    expect(writer.page.get_by_role("main")).to_contain_text("批示已返回")


def test_the_second_of_two_reads_who_was_first_and_loses_no_words(arrive: Arrive) -> None:
    clerk, colleague = arrive("wang-fang"), arrive("zhu-lei")
    for person in (clerk, colleague):
        person.open("/tasks?tab=group")
        person.page.get_by_role("link", name="登记并查重").first.click()
        person.page.get_by_label("在本街道辖区").check()
        person.page.locator('[name="kind"]').select_option("facility")
    complete(clerk)
    colleague.page.get_by_role("button", name="办结", exact=True).click()
    main = colleague.page.get_by_role("main")
    expect(main).to_contain_text("王芳已经办结了这项任务")
    expect(main).to_contain_text("您填写的内容")


def test_an_answer_brings_up_the_fields_that_fit_it(arrive: Arrive) -> None:
    handler = arrive("zhao-gang")
    handler.open("/tasks?tab=group")
    handler.page.get_by_role("link", name="处置并反馈").first.click()
    evidence = handler.page.locator('[name="evidence"]')
    expect(evidence).to_have_count(0)
    handler.page.get_by_label("已处置").check()
    expect(evidence).to_be_visible()
    handler.page.get_by_label("本单位无法解决").check()
    expect(evidence).to_have_count(0)


def test_who_types_on_while_fields_are_refreshed_loses_nothing(arrive: Arrive) -> None:
    handler = arrive("zhao-gang")
    page = handler.page
    handler.open("/tasks?tab=group")
    page.get_by_role("link", name="处置并反馈").first.click()
    held: list[Route] = []
    page.route("**/fields", lambda route: held.append(route))
    with page.expect_request("**/fields"):
        page.get_by_label("已处置").check()
    fill(handler, feedback="正在协调施工单位")
    with page.expect_response("**/fields"):
        for route in held:
            route.continue_()
    expect(page.locator('[name="evidence"]')).to_be_visible()
    feedback = page.locator('[name="feedback"]')
    expect(feedback).to_have_value("正在协调施工单位")
    expect(feedback).to_be_focused()


def test_an_auditor_steps_through_a_closed_case_by_keyboard_and_verifies_it(arrive: Arrive) -> None:
    auditor = arrive("luo-cheng")
    page = auditor.page
    auditor.open("/audit?q=东川路人行道占道洗车")
    intake = page.locator(".rows > li").filter(has_text="东川路人行道占道洗车").filter(has_text="问题受理")
    intake.get_by_role("link").first.click()
    page.locator(".diagram[data-ready]").first.wait_for()
    said = page.locator("#step-said")
    expect(said).to_contain_text("第 10 步")
    page.locator("body").press("Home")
    expect(said).to_contain_text("马晓龙发起了案件")
    expect(page.locator('[data-element-id="Task_Register"].at')).to_be_visible()
    page.locator("body").press("ArrowRight")
    expect(said).to_contain_text("朱磊办结了“登记并查重”")
    expect(page.locator('[data-element-id="Task_Register"].passed')).to_be_visible()
    expect(page.locator('.journal > li[aria-current="step"]')).to_contain_text("登记并查重")
    page.get_by_role("button", name="核验本案").click()
    expect(page.get_by_role("status")).to_contain_text("核验通过")


MAIN_PAGES = {
    "zhang-wei": ["/tasks", "/procedures", "/procedures/case_intake", "/cases", "/messages"],
    "zhao-gang": ["/tasks?tab=group"],
    "luo-cheng": ["/audit", "/stores", "/choices"],
    "zhou-jing": ["/operations", "/stores"],
    "ding-kai": ["/operations"],
}


@pytest.mark.parametrize("size", [{}, {"viewport": PHONE}], ids=["desk", "phone"])
def test_no_main_page_has_barriers_or_is_wider_than_the_window(arrive: Arrive, size: dict[str, object]) -> None:
    visitor = arrive(**size)
    visitor.open("/sign-in")
    assert visitor.violations() == []
    assert visitor.overflow() <= 0
    for account, pages in MAIN_PAGES.items():
        person = arrive(account, **size)
        for path in pages:
            person.open(path)
            assert person.violations() == [], path
            assert person.overflow() <= 0, path
            inner = person.page.locator("main .row-title a").first
            if path in ("/tasks?tab=group", "/cases", "/audit"):
                inner.click()
                person.page.wait_for_load_state("networkidle")
                assert person.violations() == [], person.page.url
                assert person.overflow() <= 0, person.page.url


def test_the_keyboard_alone_reaches_a_task_and_opens_it(arrive: Arrive) -> None:
    person = arrive("zhao-gang")
    person.open("/tasks?tab=group")
    page = person.page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    target = page.locator(".row-title a").first
    for _ in range(20):
        page.keyboard.press("Tab")
        if target.evaluate("link => link === document.activeElement"):
            break
    outline = target.evaluate("link => getComputedStyle(link).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="办结", exact=True)).to_be_visible()


def test_a_task_can_be_done_without_javascript(arrive: Arrive) -> None:
    reporter = arrive(java_script_enabled=False)
    reporter.open("/sign-in?account=zhang-wei")
    reporter.page.locator("#password").fill("tiaokuai-demo")
    reporter.page.get_by_role("button", name="登录").click()
    reporter.open("/procedures/case_intake")
    reporter.page.get_by_label("网格监督员巡视").check()
    reporter.page.locator('[name="street"]').select_option("jiangchuan")
    reporter.page.locator('[name="kind"]').select_option("litter")
    fill(reporter, title="无脚本上报的垃圾", description="垃圾堆放。", location="华宁路口")
    reporter.page.get_by_role("button", name="发起", exact=True).click()
    expect(reporter.page.get_by_role("heading", level=1)).to_have_text("无脚本上报的垃圾")
    expect(reporter.page.locator(".standing")).to_contain_text("登记并查重")


def test_in_english_only_data_is_chinese(arrive: Arrive) -> None:
    visitor = arrive()
    visitor.open("/sign-in")
    visitor.speak("English")
    for account, pages in MAIN_PAGES.items():
        person = arrive(account)
        person.speak("English")
        for path in pages:
            person.open(path)
            assert chinese_words(person) == [], path
        person.speak("中文")


def chinese_words(person: Person) -> list[str]:
    """Chinese in the page's own words: all but titles and texts that people entered, and the switch back."""
    said: list[str] = person.page.evaluate(
        """() => {
          const data = '[lang="zh-CN"], .row-title, .row-detail strong, .row-detail span, .row-side .visually-hidden, .message-body';
          const skipped = new Set([...document.querySelectorAll(`body ${data}`)]);
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            let inside = false;
            for (let one = walker.currentNode.parentElement; one; one = one.parentElement) inside ||= skipped.has(one);
            if (!inside) found.push(walker.currentNode.textContent.trim());
          }
          return found;
        }"""
    )
    return [text for text in said if CHINESE.search(text)]


def test_a_case_says_first_where_it_stands_and_shows_its_whole_diagram(arrive: Arrive) -> None:
    clerk = arrive("wang-fang")
    clerk.open("/cases?status=active")
    clerk.page.locator(".rows a").first.click()
    clerk.page.locator(".diagram[data-ready]").first.wait_for()
    boxes = clerk.page.evaluate(
        """() => [".case-now", ".case-diagram", ".diagram svg", ".diagram svg .viewport"].map((one) => {
          const { left, right, top, bottom } = document.querySelector(one).getBoundingClientRect();
          return { left, right, top, bottom };
        })"""
    )
    now, panel, sheet, drawn = boxes
    assert now["bottom"] <= panel["top"]
    assert sheet["left"] <= drawn["left"]
    assert drawn["right"] <= sheet["right"]
    assert sheet["top"] <= drawn["top"]
    assert drawn["bottom"] <= sheet["bottom"]


def test_people_and_one_s_own_account_by_keyboard(arrive: Arrive) -> None:
    officer = arrive("zhou-jing")
    officer.page.get_by_role("link", name="人员", exact=True).click()
    officer.page.get_by_label("姓名或用户名").fill("金雯")
    officer.page.keyboard.press("Enter")
    officer.page.get_by_role("link", name="金雯").click()
    assert officer.violations() == []
    officer.page.get_by_role("button", name="添加", exact=True).press("Enter")
    summary = officer.page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("单位：请从列出的选项中选择。")
    assert officer.violations() == []
    officer.page.get_by_label("单位", exact=True).select_option(label="区人民政府办公室")
    officer.page.get_by_label("角色", exact=True).select_option(label="审计人员")
    officer.page.get_by_role("button", name="添加", exact=True).press("Enter")
    expect(officer.page.get_by_role("row", name="审计人员")).to_be_visible()

    clerk = arrive("jin-wen", viewport=PHONE)
    clerk.page.get_by_role("link", name="金雯").click()
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("我的账户")
    assert clerk.overflow() == 0
    clerk.page.get_by_role("button", name="指定代办人").press("Enter")
    expect(clerk.page.get_by_role("alert")).to_contain_text("代办人：请从列出的选项中选择。")
    for field, day in (("第一天", "2030-01-01"), ("最后一天", "2030-01-31")):
        clerk.page.get_by_label(field).fill(day)
    clerk.page.get_by_label("代办人", exact=True).select_option(label="何志强")
    clerk.page.get_by_role("button", name="指定代办人").press("Enter")
    expect(clerk.page.get_by_role("status")).to_contain_text("任务由代办人办理")
    expect(clerk.page.get_by_text("代办人：何志强")).to_be_visible()
    assert clerk.violations() == []
