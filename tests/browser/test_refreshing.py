"""Choices whose options hang on another answer follow it on the page, and whoever fills the form in keeps the place."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Arrive, Person, Tiaokuai

pytestmark = pytest.mark.browser

PROCEDURE = Path(__file__).parent / "grading"


@pytest.fixture
def inspector(arrive: Arrive, tiaokuai: Tiaokuai) -> Person:
    """Somebody at the form that grades three units."""
    tiaokuai("deploy", str(PROCEDURE))
    person = arrive("zhang-wei")
    person.open("/procedures/unit_grading")
    return person


def offered(page: Page, key: str) -> Locator:
    return page.locator(f"#field-{key} .choice")


def option(page: Page, key: str, unit: str) -> Locator:
    return page.locator(f"#field-{key}").get_by_label(unit)


def test_a_unit_with_one_grade_is_offered_under_no_other(inspector: Person) -> None:
    page = inspector.page
    expect(offered(page, "fair")).to_have_text(["甲 队", "乙 队", "丙 队"])
    option(page, "good", "甲 队").check()
    expect(offered(page, "fair")).to_have_text(["乙 队", "丙 队"])
    option(page, "fair", "乙 队").check()
    expect(offered(page, "poor")).to_have_text(["丙 队"])
    assert inspector.violations() == []

    option(page, "good", "甲 队").uncheck()
    expect(offered(page, "fair")).to_have_text(["甲 队", "乙 队", "丙 队"])
    expect(offered(page, "poor")).to_have_text(["甲 队", "丙 队"])
    expect(option(page, "fair", "乙 队")).to_be_checked()
    expect(page.locator("#field-fair > :nth-child(2)")).to_have_text("未评优秀的单位。")
    assert page.locator("#form-fields [id]").evaluate_all("all => new Set(all.map(one => one.id)).size === all.length")


def test_an_answer_that_another_makes_impossible_goes_alone(inspector: Person) -> None:
    page = inspector.page
    option(page, "fair", "甲 队").check()
    option(page, "fair", "乙 队").check()
    page.locator("#field-reasons").fill("两次未按时到场。")
    option(page, "good", "甲 队").check()
    expect(offered(page, "fair")).to_have_text(["乙 队", "丙 队"])
    expect(option(page, "fair", "乙 队")).to_be_checked()
    expect(offered(page, "poor")).to_have_text(["丙 队"])
    expect(page.locator("#field-reasons")).to_have_value("两次未按时到场。")


def test_the_only_option_left_is_chosen_and_a_choice_of_several_stays(inspector: Person) -> None:
    page = inspector.page
    best = page.locator("#field-best")
    option(page, "good", "丙 队").check()
    expect(best).to_have_value("丙 队")
    option(page, "good", "甲 队").check()
    expect(best.locator("option")).to_have_text(["请选择", "甲 队", "丙 队"])
    expect(best).to_have_value("丙 队")
    option(page, "good", "丙 队").uncheck()
    expect(best).to_have_value("甲 队")


def test_by_keyboard_nothing_typed_is_lost_and_the_focus_stays(inspector: Person) -> None:
    page = inspector.page
    page.locator("#field-occasion").press_sequentially("半年评定")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(offered(page, "fair")).to_have_text(["乙 队", "丙 队"])
    expect(option(page, "good", "甲 队")).to_be_focused()
    expect(page.locator("#field-occasion")).to_have_value("半年评定")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(option(page, "fair", "乙 队")).to_be_focused()
    page.keyboard.press("Space")
    expect(offered(page, "poor")).to_have_text(["丙 队"])
    expect(option(page, "fair", "乙 队")).to_be_focused()


def test_who_stands_on_an_option_that_goes_is_led_to_the_next(inspector: Person) -> None:
    page = inspector.page
    held: list[Route] = []
    page.route("**/fields", lambda route: held.append(route))
    with page.expect_request("**/fields"):
        option(page, "good", "甲 队").check()
    option(page, "fair", "甲 队").focus()
    with page.expect_response("**/fields"):
        for route in held:
            route.continue_()
    expect(offered(page, "fair")).to_have_text(["乙 队", "丙 队"])
    expect(option(page, "fair", "乙 队")).to_be_focused()


def test_an_answer_before_the_script_has_come_is_heard(inspector: Person) -> None:
    page = inspector.page
    held: list[Route] = []
    page.route("**/built/page.js*", lambda route: held.append(route))
    with page.expect_request("**/built/page.js*"):
        page.goto(page.url, wait_until="commit")
    option(page, "good", "甲 队").check()
    expect(offered(page, "fair")).to_have_text(["甲 队", "乙 队", "丙 队"])
    for route in held:
        route.continue_()
    expect(offered(page, "fair")).to_have_text(["乙 队", "丙 队"])
    expect(page.locator("#field-best")).to_have_value("甲 队")


def test_answers_that_the_browser_brings_back_are_heard(inspector: Person) -> None:
    page, address = inspector.page, inspector.page.url
    page.locator("#field-occasion").fill("半年评定")
    option(page, "good", "乙 队").check()
    expect(offered(page, "fair")).to_have_text(["甲 队", "丙 队"])
    inspector.open("/messages")
    page.go_back()
    expect(page).to_have_url(address)
    expect(page.locator("#field-occasion")).to_have_value("半年评定")
    expect(option(page, "good", "乙 队")).to_be_checked()
    expect(offered(page, "fair")).to_have_text(["甲 队", "丙 队"])
