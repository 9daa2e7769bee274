"""A task that is renamed in the diagram: the scenarios that name it are told of, and follow by one button."""

import re

import pytest

from tests.unit.web.conftest import HERE, Browser, World
from tests.unit.web.modeler.test_diagram_questions import posted
from web.modeler import library
from web.modeler.drafts import saving
from web.modeler.examples import renaming

DRAWN = (HERE / "procedure" / "pothole.bpmn").read_text(encoding="utf-8")
SCENARIO = """# 雨后的坑
name: 雨后
name_en: After rain
process: pothole
clock: '2026-03-02T09:00:00+08:00'
start: {by: rong, form: {place: 东川路, danger: 'no', seen: '2026-03-01'}}
steps:
  - expect: {open: {填平坑洞: [mender@east]}}
  - complete: 填平坑洞  # 两小时内
    by: mei
    form: {hours: 2}
  - expect:
      ended: 已填平
"""
OTHER = SCENARIO.replace("雨后的坑", "又一个坑").replace("ended: 已填平", "ended: 别的")
RENAMED = DRAWN.replace('name="填平坑洞"', 'name="铺平坑洞"').replace('name="已填平"', 'name="已经铺平"')


def draw(world: World, drawn: str, **scenarios: str) -> None:
    files: dict[str, bytes | None] = {f"scenarios/{name}.yaml": text.encode() for name, text in scenarios.items()}
    with world.app.app_context():
        saving.change(
            world.engine, "pothole", {**files, "pothole.bpmn": drawn.encode()}, who="zhi", at=world.clock.now()
        )


def files(world: World) -> dict[str, bytes]:
    with world.app.app_context():
        return library.draft_files("pothole")


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


@pytest.fixture
def officer(world: World) -> Browser:
    return world.signed_in("zhi")


def test_pages_name_what_is_called_otherwise_and_one_button_writes_it_into_all_scenarios(
    world: World, officer: Browser
) -> None:
    draw(world, RENAMED, rain=SCENARIO, again=OTHER)
    for address in ("/workshop/pothole/", "/workshop/pothole/example/scenarios/rain.yaml"):
        page = plain(officer.get(address))
        assert "“填平坑洞”现在叫“铺平坑洞”" in page
        assert "“已填平”现在叫“已经铺平”" in page
    assert "“已填平”" not in plain(officer.get("/workshop/pothole/example/scenarios/again.yaml"))
    assert "在所有情景中使用新名称" not in world.signed_in("shen").get("/workshop/pothole/")
    answer = officer.send("/workshop/pothole/", "/workshop/pothole/example-names")
    assert "已在 2 个情景中换成新名称" in answer.get_data(as_text=True)
    assert "outdated-names" not in answer.get_data(as_text=True)
    now = files(world)
    assert now["scenarios/rain.yaml"].decode() == SCENARIO.replace("填平坑洞", "铺平坑洞").replace("已填平", "已经铺平")
    assert now["scenarios/again.yaml"].decode() == OTHER.replace("填平坑洞", "铺平坑洞")


def test_only_policy_officers_press_it(world: World) -> None:
    draw(world, RENAMED, rain=SCENARIO)
    assert world.signed_in("shen").send("/workshop/", "/workshop/pothole/example-names").status_code == 403
    assert files(world)["scenarios/rain.yaml"].decode() == SCENARIO


def test_nothing_is_written_where_somebody_saved_meanwhile(world: World) -> None:
    draw(world, RENAMED, rain=SCENARIO, again=OTHER)
    with world.app.app_context():
        before, after = renaming.followed("pothole")
        expected = {file: saving.revision(body) for file, body in before.items()}
        draw(world, RENAMED, again=OTHER + "# 王改过\n")
        with pytest.raises(saving.Conflict):
            saving.change(world.engine, "pothole", after, who="zhi", at=0, expected=expected)
    assert files(world)["scenarios/rain.yaml"].decode() == SCENARIO


def test_a_task_that_is_gone_is_named_without_a_button(world: World, officer: Browser) -> None:
    draw(world, DRAWN.replace('id="Fill" name="填平坑洞"', 'id="Fill2" name="封路"'), rain=SCENARIO)
    page = officer.get("/workshop/pothole/")
    assert "草稿中已没有“填平坑洞”" in plain(page)
    assert "在所有情景中使用新名称" not in page


def test_a_new_name_that_two_tasks_bear_is_left_to_people(world: World, officer: Browser) -> None:
    twin = '<bpmn:userTask id="Twin" name="铺平坑洞"/>'
    draw(
        world,
        RENAMED.replace('name="已经铺平"', 'name="已填平"').replace("<bpmn:endEvent", f"{twin}<bpmn:endEvent", 1),
        rain=SCENARIO,
    )
    page = officer.get("/workshop/pothole/")
    assert "有两个环节同用" in plain(page)
    assert "在所有情景中使用新名称" not in page


def test_a_step_of_another_procedure_keeps_its_task(world: World) -> None:
    draw(world, RENAMED, rain=SCENARIO.replace("    by: mei", "    process: elsewhere\n    by: mei"))
    with world.app.app_context():
        _, after = renaming.followed("pothole")
    assert "complete: 填平坑洞" in after["scenarios/rain.yaml"].decode()
    assert "open: {铺平坑洞: [mender@east]}" in after["scenarios/rain.yaml"].decode()


def test_the_checks_beside_the_drawing_tell_it_before_it_is_saved(world: World, officer: Browser) -> None:
    draw(world, DRAWN, rain=SCENARIO)
    assert "scenario.name" not in [one["rule"] for one in posted(officer, "pothole/lint", DRAWN)["findings"]]
    answer = posted(officer, "pothole/lint", RENAMED)
    (found,) = [one for one in answer["findings"] if one["element"] == "Fill" and one["rule"] == "scenario.name"]
    assert (found["severity"], found["name"]) == ("warning", "铺平坑洞")
    assert "“填平坑洞”现在叫“铺平坑洞”" in found["message"]
    assert "scenarios/rain.yaml" in found["message"]
    assert answer["counts"]["warning"] >= 2
