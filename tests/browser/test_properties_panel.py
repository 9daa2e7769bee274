"""The properties panel, completion and findings in a real browser, as a policy officer meets them."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from panel_specimen import seldom_used, specimen
from playwright.sync_api import expect

from engine.diagrams.model import (
    Activity,
    BehaviorThrow,
    Diagram,
    EscalationDefinition,
    Expression,
    FlowNode,
    MultiInstance,
    ReceiveTask,
    SendTask,
    SignalDefinition,
    UserTask,
)
from engine.diagrams.reader import examine
from tests.browser.conftest import DESK, Person

pytestmark = pytest.mark.browser

COVERAGE = json.loads(
    (Path(__file__).parents[2] / "web/assets/modeler/diagram/panel/coverage.json").read_text(encoding="utf-8")
)
Arrive = Callable[..., Person]

PUT = """async ([address, text]) => {
  const { token } = await (await fetch('/workshop/token')).json();
  const now = await fetch(address);
  const base = now.ok ? now.headers.get('ETag').replace(/^W[/]/, '') : '"removed"';
  const saved = await fetch(address, {method: 'PUT', body: text, headers: {'X-CSRFToken': token, 'If-Match': base}});
  return saved.status;
}"""
UNDO = """async (address) => {
  const { token } = await (await fetch('/workshop/token')).json();
  return (await fetch(address, {method: 'POST', headers: {'X-CSRFToken': token}})).status;
}"""
SHOWN = """async (id) => {
  document.querySelector(`[data-act="select"][data-id="${id}"]`).click();
  const name = () => document.querySelector('.bio-properties-panel-header-label')?.textContent ?? '';
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  // Elements of the specimen are called by their ids; its one line without a name has none.
  for (let waited = 0; waited < 600 && name() !== (id === 'writes' || id === 'flow' ? '' : id); waited++) await frame();
  await frame();
  return [...document.querySelectorAll('.bio-properties-panel [data-entry-id], .bio-properties-panel [data-group-id]')]
    .map((one) => one.dataset.entryId ?? one.dataset.groupId.replace('group-', ''));
}"""
TEXT = "async (address) => (await fetch(address)).text()"
LABELS = """() => [...document.querySelectorAll('.bio-properties-panel-group-header-title, .bio-properties-panel-label')]
  .map((one) => one.innerText.trim()).filter(Boolean)"""


@pytest.fixture
def officer(arrive: Arrive) -> Person:
    return arrive("ruan-jie", viewport={**DESK, "height": 1000})


def opened(person: Person, procedure: str, file: str, content: bytes) -> None:
    address = f"/workshop/{procedure}/files/{file}"
    assert person.page.evaluate(PUT, [address, content.decode()]) == 200
    person.open(f"/workshop/{procedure}/edit/{file}")
    person.page.wait_for_selector("[data-part=sheet][data-ready]")


def select(person: Person, element: str) -> None:
    person.page.locator("#tab-elements").click()
    person.page.locator(f'[data-act="select"][data-id="{element}"]').click()
    person.page.locator("#tab-properties").click()


def test_everything_of_one_diagram(officer: Person) -> None:
    """On one page, because opening it is what takes the time."""
    opened(officer, "information_sharing", "panel_specimen.bpmn", specimen())
    every_field_of_the_dialect_is_there_and_speaks_chinese(officer)
    a_handler_becomes_fields_and_the_file_says_it_as_ever(officer)
    clauses_are_found_by_their_words_and_taken_away_again(officer)
    expressions_complete_what_is_known_and_say_what_is_wrong(officer)
    everything_is_said_in_english(officer)
    officer.open("/workshop/")
    assert officer.page.evaluate(UNDO, "/workshop/information_sharing/undo/panel_specimen.bpmn") == 200


def every_field_of_the_dialect_is_there_and_speaks_chinese(officer: Person) -> None:
    page = officer.page
    page.locator("#tab-elements").click()
    ids = page.eval_on_selector_all('[data-act="select"]', "found => found.map(one => one.dataset.id)")
    seen: set[str] = set()
    english: set[str] = set()
    for identity in ids:
        seen |= set(page.evaluate(SHOWN, identity))
        english |= {label for label in page.evaluate(LABELS) if not re.search("[\u4e00-\u9fff]", label)}
    assert set(COVERAGE["fields"].values()) - seen == set()
    assert english <= {"fx", "="}


def a_handler_becomes_fields_and_the_file_says_it_as_ever(officer: Person) -> None:
    page = officer.page
    select(officer, "notify")
    handler = page.locator("[data-entry-id=handlerType] select")
    expect(handler).to_have_value("notify")
    handler.select_option("report-to-system")
    page.locator("[data-entry-id=input-event] select").select_option(label="已结案")
    number = page.locator("[data-entry-id=output-reportReceipt] input")
    number.fill("receipt")
    number.press("Enter")
    officer.until(
        """async () => {
          const text = await (await fetch('/workshop/information_sharing/files/panel_specimen.bpmn')).text();
          const file = new DOMParser().parseFromString(text, 'text/xml');
          const task = file.querySelector('[id="notify"]');
          const said = (name) => [...task.getElementsByTagName(name)].map((one) => [...one.attributes].map((a) => a.value).join(' -> '));
          return said('zeebe:taskDefinition')[0] === 'report-to-system'
            && said('zeebe:input')[0] === '="closed" -> event' && said('zeebe:output')[0] === '=reportReceipt -> receipt';
        }"""
    )
    assert "modelerTemplate" not in page.evaluate(
        "async () => (await fetch('/workshop/information_sharing/files/panel_specimen.bpmn')).text()"
    )


def clauses_are_found_by_their_words_and_taken_away_again(officer: Person) -> None:
    page = officer.page
    select(officer, "ask")
    page.locator("[data-group-id=group-basis] .bio-properties-panel-group-header").click()
    search = page.locator("[data-entry-id=basis] input")
    search.fill("一口受理")
    offer = page.locator(".workshop-offers button").first
    expect(offer).to_contain_text("2.1.2.b")
    offer.click()
    chosen = page.locator("[data-entry-id=basis] > ul").first
    expect(chosen).to_contain_text("2.1.2.b")
    chosen.get_by_role("button", name="去掉 2.1.2.b").click()
    expect(page.locator("[data-entry-id=basis] > ul")).to_have_count(0)


def expressions_complete_what_is_known_and_say_what_is_wrong(officer: Person) -> None:
    page = officer.page
    with page.expect_response("**/variables"):  # What was known before the last change is asked anew.
        select(officer, "flow")
    field = page.locator("[data-entry-id=conditionExpression]")
    field.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("window.")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("registerHours数字")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+A")
    page.keyboard.type("add wor")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("add working days(date, number)")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+A")
    page.keyboard.type("1 +")
    expect(field.locator(".bio-properties-panel-error")).to_have_text("FEEL 表达式写得不对，系统看不懂。")


def everything_is_said_in_english(officer: Person) -> None:
    page = officer.page
    expect(page.locator("[data-saving]")).to_contain_text("已保存")
    officer.speak("English")
    officer.open("/workshop/information_sharing/edit/panel_specimen.bpmn")
    page.wait_for_selector("[data-part=sheet][data-ready]")
    select(officer, "ask")
    labels: list[Any] = page.evaluate(LABELS)
    assert [label for label in labels if re.search("[\u4e00-\u9fff]", label)] == []
    expect(page.locator("[data-entry-id=excludedUsers]")).to_contain_text("People who may not do it")
    expect(page.locator(".findings summary")).to_contain_text("Checks")
    officer.speak("中文")


def test_what_few_diagrams_hold(officer: Person) -> None:
    """Set by hand, saved, and read back by the engine: events of instances, keys of several items, shared tasks."""
    opened(officer, "information_sharing", "seldom.bpmn", seldom_used())
    instances_throw_events_as_they_complete(officer)
    messages_find_their_case_by_a_key(officer)
    call_activities_share_a_task(officer)
    officer.open("/workshop/")
    assert officer.page.evaluate(UNDO, "/workshop/information_sharing/undo/seldom.bpmn") == 200


def saved(person: Person, *texts: str) -> Diagram:
    """What the engine reads from the server, once that holds all the texts."""
    address = "/workshop/information_sharing/files/seldom.bpmn"
    for text in texts:
        person.wait_until(address, text)
    return examine("seldom.bpmn", person.page.evaluate(TEXT, address).encode()).diagram


def node(diagram: Diagram, identity: str) -> FlowNode:
    return diagram.processes["seldom"].scope.nodes[identity]


def repeated(diagram: Diagram) -> MultiInstance:
    activity = node(diagram, "vote")
    assert isinstance(activity, Activity)
    assert activity.multi_instance is not None
    return activity.multi_instance


def compute(person: Person, entry: str, feel: str) -> None:
    """Type an expression into a field that takes nothing else."""
    person.page.locator(f"[data-entry-id={entry}] .cm-content").click()
    person.page.keyboard.type(feel)


def instances_throw_events_as_they_complete(officer: Person) -> None:
    page = officer.page
    behavior = page.locator("[data-entry-id=behavior] select")
    select(officer, "vote")
    behavior.select_option(label="第一份抛出事件")
    page.locator("[data-entry-id=thrown] select").select_option(label="信号：alarm")
    loop = repeated(saved(officer, "oneBehaviorEventRef"))
    assert (loop.behavior, loop.throws) == ("one", (BehaviorThrow(SignalDefinition("alarm"), None),))
    behavior.select_option(label="满足条件时抛出事件")
    page.get_by_role("button", name="撤销").click()
    expect(behavior).to_have_value("One")
    expect(page.locator("[data-entry-id=thrown] select")).to_have_value("alarm")
    behavior.select_option(label="满足条件时抛出事件")
    page.locator("[data-group-id=group-multiInstanceEvents] .bio-properties-panel-add-entry").click()
    compute(officer, "multiInstanceEvents-0-condition", "numberOfCompletedInstances = 2")
    page.locator("[data-entry-id=multiInstanceEvents-0-thrown] select").select_option(label="新建升级……")
    code = page.locator("[data-entry-id=multiInstanceEvents-0-thrownCode] input")
    code.fill("HALF")
    code.press("Tab")
    diagram = saved(officer, 'escalationCode="HALF"', "numberOfCompletedInstances = 2")
    half = BehaviorThrow(EscalationDefinition("HALF"), Expression("numberOfCompletedInstances = 2"))
    assert (repeated(diagram).behavior, repeated(diagram).throws) == ("complex", (half,))
    expect(page.locator(".findings-counts")).to_have_text("2 个错误")


def messages_find_their_case_by_a_key(officer: Person) -> None:
    page = officer.page
    select(officer, "seldom_pool")
    keys = page.locator("[data-group-id=group-correlationKeys]")
    keys.locator(".bio-properties-panel-add-entry").click()
    items = page.locator("[data-group-id=group-correlationProperties]")
    items.locator(".bio-properties-panel-collapsible-entry-header").click()
    compute(officer, "correlationProperties-0-question", "sent.number")
    compute(officer, "correlationProperties-0-answer", "about")
    binding = page.locator("[data-group-id=group-correlationBindings]")
    binding.locator(".cm-content").click()
    page.keyboard.type("mine")
    diagram = saved(officer, "=sent.number", "=about", "=mine")
    assert key_of(diagram, "ask") == Expression("sent.number")
    assert key_of(diagram, "wait") == Expression("mine")
    expect(page.locator(".findings-counts")).to_have_text("1 个错误")


def call_activities_share_a_task(officer: Person) -> None:
    page = officer.page
    page.locator("[data-group-id=group-globalTasks] .bio-properties-panel-add-entry").click()
    groups = page.locator("[data-entry-id=globalTasks-0-candidateGroups] input")
    groups.fill("clerk@centre")
    groups.press("Tab")
    compute(officer, "globalTasks-0-excludedUsers", "[applicant]")
    select(officer, "look")
    called = page.locator("[data-entry-id=calledProcess]")
    called.locator("select").select_option(called.locator("option", has_text="新任务").get_attribute("value"))
    diagram = saved(officer, "clerk@centre", "[applicant]", "zeebe:calledElement")
    task = node(diagram, "look")
    assert isinstance(task, UserTask)
    assert (task.candidate_groups, task.excluded_users) == ("clerk@centre", Expression("[applicant]"))
    expect(page.locator(".findings-counts")).to_have_text("没有发现问题")


def key_of(diagram: Diagram, identity: str) -> Expression | None:
    task = node(diagram, identity)
    assert isinstance(task, SendTask | ReceiveTask)
    return task.message.correlation_key


def test_findings_are_marked_listed_and_lead_to_their_element(officer: Person) -> None:
    intake = Path(__file__).parents[2] / "processes/case_intake/case_intake.bpmn"
    wrong = intake.read_bytes().replace(b'type="allot-case-number"', b'type="allot-nothing"')
    opened(officer, "case_intake", "case_intake.bpmn", wrong)
    page = officer.page
    counts = page.locator(".findings-counts")
    expect(counts).to_have_text("1 个错误")
    expect(page.locator(".finding-mark.finding-error")).to_have_text("✕")
    page.locator(".findings summary").click()
    row = page.locator(".finding").first
    expect(row).to_contain_text("没有名为 allot-nothing 的处理程序")
    expect(row).to_contain_text("错误")
    row.get_by_role("button", name="编列案件编号").press("Enter")
    expect(page.locator("[data-entry-id=handlerType] select")).to_have_value("allot-nothing")
    assert officer.violations() == []
    page.locator("[data-entry-id=handlerType] select").select_option("allot-case-number")
    expect(counts).to_have_text("没有发现问题")
    expect(page.locator(".finding-mark")).to_have_count(0)
    # The draft is again as what is in force: nothing is left of this test.
    officer.wait_until("/workshop/case_intake/files/case_intake.bpmn", 'type="allot-case-number"')
