"""A form and a scenario are changed in the workshop: by keyboard, in words, beside what caseworkers get; nothing is lost."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.diagrams import forms
from tests.browser.conftest import PHONE, ROOT, Arrive, Person
from web.scenarios import Stage, play
from web.scenarios.script import parse

pytestmark = pytest.mark.browser

PROCESSES = ROOT / "processes"
FORM = "/workshop/team_command/edit/team_report.form.json"
WHOLE = """async () => {
  const [canvas, mark] = ['.form-canvas [data-part=canvas]', '.form-canvas .fjs-powered-by']
    .map((one) => document.querySelector(one).getBoundingClientRect());
  return mark.width > 0 && mark.left >= canvas.left && mark.right <= canvas.right;
}"""
ROUND = """async (texts) => {
  const { show, current, act } = document.getElementById('editor').formEditor;
  const saved = {};
  for (const [name, text] of Object.entries(texts)) {
    await show(text);
    const opened = current();
    const of = act();
    of.select(of.schema().components.at(-1).id);
    of.add('textfield');
    of.up(of.selected());
    const added = current();
    of.remove(of.selected());
    saved[name] = [opened, added, current()];
  }
  return saved;
}"""
SAID = """() => {
  const walker = document.createTreeWalker(document.querySelector('[data-part=canvas]'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const seen = parent.checkVisibility() && !parent.closest('.flatpickr-calendar');
    if (seen && /[A-Za-z]{3}/.test(walker.currentNode.data)) found.push(walker.currentNode.data);
  }
  return found;
}"""
UNDONE = """async ([address, text]) => {
  const undo = document.querySelector('[data-does=undo][aria-disabled=false]');
  undo?.click();
  return !undo && (await (await fetch(address)).text()) === text;
}"""
READ = "async (address) => (await fetch(address)).text()"


def editor(person: Person, path: str) -> None:
    person.open(path)
    person.page.wait_for_selector("#editor[data-ready]")
    person.page.wait_for_selector("#preview-form")


def test_every_form_comes_back_as_it_was_and_unknown_properties_survive(arrive: Arrive) -> None:
    texts = {str(one): one.read_text(encoding="utf-8") for one in sorted(PROCESSES.glob("*/*.form.json"))}
    strange = json.loads(texts[str(PROCESSES / "team_command" / "team_report.form.json")])
    strange |= {"exporter": {"name": "another editor"}, "x-own": [1, {"kept": None}]}
    strange["components"][0] |= {"x-note": {"deep": ["a", 1]}, "layout": {"row": "R1", "columns": 8}}
    strange["components"][0]["properties"] = {"label_en": "A", "x-mine": "b"}
    texts["strange"] = json.dumps(strange, ensure_ascii=False, indent=2) + "\n"
    auditor = arrive("luo-cheng")
    editor(auditor, FORM)
    for name, (opened, added, removed) in auditor.page.evaluate(ROUND, texts).items():
        assert opened == texts[name]
        assert json.loads(removed) == json.loads(texts[name])
        if name != "strange":
            before, after = (forms.read(name, one.encode()) for one in (texts[name], added))
            assert len(list(after.walk())) == len(list(before.walk())) + 1
            assert [one for one in after.fields if one in before.fields] == list(before.fields)


def test_a_form_is_changed_by_keyboard_beside_the_server_s_rendering(arrive: Arrive) -> None:
    zhou = arrive("zhou-jing")
    editor(zhou, FORM)
    page = zhou.page
    before = page.evaluate(READ, "/workshop/team_command/files/team_report.form.json")
    page.locator("[data-part=outline] button").first.focus()
    page.keyboard.press("Enter")
    page.locator("[data-part=outline] button:focus[aria-current=true]").wait_for()
    page.locator("[data-part=palette] [data-field-type=number]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-part=properties] input:focus").wait_for()
    properties = page.locator("[data-part=properties]")
    names = properties.get_by_role("group", name="名称")
    names.get_by_label("中文", exact=True).fill("出动车辆")
    names.get_by_label("英文", exact=True).fill("Vehicles sent")
    properties.get_by_label("变量名").fill("vehicles")
    properties.get_by_label("必填").check()
    properties.get_by_label("最大值").fill("5")
    page.locator("#preview-form").get_by_label("出动车辆").wait_for()
    page.get_by_role("button", name="上移").focus()
    page.keyboard.press("Enter")
    page.locator("[data-part=outline] li:first-child button", has_text="出动车辆").wait_for()
    page.locator("#preview-form").get_by_label("出动车辆").fill("9")
    page.get_by_role("button", name="检查所填内容").click()
    page.locator(".error-summary").get_by_text("出动车辆").wait_for()
    page.locator("[data-speak=en]").click()
    page.locator("#preview-form").get_by_text("Vehicles sent").first.wait_for()
    page.locator("[data-saving]").get_by_text("已保存").wait_for()
    saved = page.evaluate(READ, "/workshop/team_command/files/team_report.form.json")
    (added,) = [one for one in forms.read("f", saved.encode()).fields if one.key == "vehicles"]
    assert (added.label, added.label_en, added.required, added.maximum) == ("出动车辆", "Vehicles sent", True, 5.0)
    assert [one for one in before.splitlines() if one.rstrip(",") not in saved.replace(",\n", "\n").splitlines()] == []

    properties.get_by_label("变量名").fill("report")
    page.locator("#properties-title ~ fieldset .error:visible").wait_for()
    assert zhou.violations() == []
    page.locator("[data-part=canvas] .fjs-editor-selected").press("Delete")
    zhou.until(
        "async (text) => (await (await fetch('/workshop/team_command/files/team_report.form.json')).text()) === text",
        before,
    )


def test_the_canvas_speaks_chinese_and_faults_stand_at_their_component(arrive: Arrive) -> None:
    zhou = arrive("zhou-jing", viewport=PHONE)
    editor(zhou, "/workshop/team_command/edit/team_period.form.json")
    page = zhou.page
    before = page.evaluate(READ, "/workshop/team_command/files/team_period.form.json")
    for one in page.locator("[data-part=palette] [data-field-type]").all():
        one.click()
    assert [said for said in page.evaluate(SAID) if not said.startswith("=")] == []
    page.locator("[data-part=outline] button", has_text="单选（全部列出）").last.click()
    page.locator("[data-part=properties] .form-rows").get_by_role("button", name="去掉").click()
    page.locator("[data-part=findings] li button").first.wait_for()
    expect(page.locator("[data-part=outline] button[data-faults]")).to_have_count(1)
    assert zhou.overflow() <= 0
    assert zhou.violations() == []
    zhou.until(UNDONE, ["/workshop/team_command/files/team_period.form.json", before])
    editor(zhou, "/workshop/matter_admission/edit/matter_review.form.json")
    zhou.until(WHOLE)


def test_a_scenario_is_written_from_nothing_in_words_and_passes(arrive: Arrive, tmp_path: Path) -> None:
    zhou = arrive("zhou-jing")
    page = zhou.page
    zhou.open("/workshop/unadmitted_matter/")
    page.get_by_text("新建文件").click()
    page.locator("#kind").select_option("scenario")
    page.locator("#new-name").fill("written_here")
    page.get_by_role("button", name="新建并打开").click()
    page.locator("#step-head").get_by_role("link", name="修改").click()
    page.locator("#head-name").fill("街道执行")
    page.locator("#head-name-en").fill("The street carries it")
    done(zhou)
    page.locator("#step-start").get_by_role("link", name="修改").click()
    with page.expect_navigation():
        page.locator("#how-person").check()
    page.locator("#step-by").select_option("shen-yan")
    page.locator("#field-street").select_option("gumei")
    page.locator("#field-department").select_option("housing")
    page.locator("#field-matter").fill("楼道堆物日常清理")
    page.locator("#field-matterKind").select_option("other")
    page.locator("input[name=handedDownBy]").first.check()
    for part, text in (("year", "2026"), ("month", "2"), ("day", "10")):
        page.locator(f"#field-handedDownOn-{part}").fill(text)
    page.locator("#field-documentTitle").fill("关于开展楼道堆物整治的通知")
    page.locator("#field-burden").fill("抽调网格力量四名。")
    done(zhou)
    with page.expect_navigation():  # The new file waits an hour; this scenario has better things to do.
        page.locator("#step-1 button[value=delete]").click()
    add(zhou, "step-start", "complete")
    task(
        zhou,
        "说明下沉情况",
        "hou-liang",
        {"statement": "整治任务紧。", "legalBasis": "《上海市住宅物业管理规定》", "resources": "经费。"},
    )
    add(zhou, "step-1", "complete")
    task(zhou, "明确是否执行", "zhou-jing", {"rulingReason": "属于街道清单事项。"}, "执行")
    add(zhou, "step-2", "expect")
    page.locator("#step-ended").select_option("已经明确")
    page.locator("#saving").get_by_text("已保存").wait_for()
    assert zhou.violations() == []
    done(zhou)

    text = page.evaluate(READ, "/workshop/unadmitted_matter/files/scenarios/written_here.yaml")
    scenario = parse(text.encode(), "written_here.yaml")
    stage = Stage.of_folder(PROCESSES)
    try:
        assert play(scenario, stage).failure == "", text
    finally:
        stage.close()
    page.set_viewport_size(PHONE)
    assert zhou.overflow() <= 0
    assert zhou.violations() == []
    page.get_by_role("button", name="演练情景").wait_for()
    remove(zhou, "unadmitted_matter", "scenarios/written_here.yaml")


def test_two_people_at_one_scenario_are_asked_whose_holds(arrive: Arrive) -> None:
    path = "/workshop/team_command/example/scenarios/late.yaml"
    zhou, fan = arrive("zhou-jing"), arrive("fan-rui")
    address = "/workshop/team_command/files/scenarios/late.yaml"
    zhou.open(f"{path}?open=head")
    before = zhou.page.evaluate(READ, address)
    fan.open(f"{path}?open=head")
    zhou.page.locator("#head-name-en").fill("Zhou was here")
    zhou.page.locator("#saving").get_by_text("已保存").wait_for()
    fan.page.locator("#head-name").fill("范的名称")
    fan.page.locator("#saving").get_by_text("周静").wait_for()
    done(fan)
    expect(fan.page.get_by_text("周静在此期间保存了这个情景")).to_be_visible()
    assert "Zhou was here" in fan.page.evaluate(READ, address)
    fan.page.get_by_role("button", name="把我的写入对方的版本").click()
    fan.page.wait_for_url("**/example/**")
    assert "范的名称" in fan.page.evaluate(READ, address)
    fan.page.goto(f"{fan.address}{path}?as=text")
    fan.page.locator("#as-text").fill(before)
    fan.page.get_by_role("button", name="保存", exact=True).click()
    fan.page.wait_for_url("**/late.yaml")
    assert fan.page.evaluate(READ, address) == before


def done(person: Person) -> None:
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="完成修改").click()


def add(person: Person, after: str, kind: str) -> None:
    form = person.page.locator(f"#{after} .scenario-add")
    form.locator("select").select_option(kind)
    with person.page.expect_navigation():
        form.get_by_role("button").click()


def task(person: Person, name: str, who: str, answers: dict[str, str], choice: str = "") -> None:
    page = person.page
    if page.locator("#step-task").evaluate("one => one.value") != name:
        with page.expect_navigation():
            page.locator("#step-task").select_option(name)
    page.locator("#step-by").select_option(who)
    if choice:
        page.locator(".scenario-answers").get_by_label(choice, exact=True).check()
    for key, text in answers.items():
        page.locator(f"#field-{key}").fill(text)
    done(person)


def remove(person: Person, procedure: str, file: str) -> None:
    """Take the file out of the draft again: others work on the same server."""
    status = person.page.evaluate(
        """async ([address]) => {
          const {token} = await (await fetch('/workshop/token')).json();
          return (await fetch(address, {method: 'POST', body: new URLSearchParams({csrf_token: token})})).status;
        }""",
        [f"/workshop/{procedure}/remove/{file}"],
    )
    assert status == 200
