"""A scenario recorded from a real case: nobody in it can be recognised, it plays as the case went, and goes into the draft."""

import re

import pytest

from engine.runtime.permissions import Actor
from tests.unit.web.conftest import Browser, World
from web.modeler import library, runs
from web.modeler.trials.recording.acting import Needed, replacements
from web.modeler.trials.recording.removing import Known, Remover
from web.organisation import Organisation, Person

SECRETS = {"place": "东川路 800 弄 3 号 501 室", "why": "王小明的车轮爆了", "caller": "13912345678"}
MEI = Actor("mei", frozenset({"mender@east"}))


def filled(world: World) -> str:
    """A case that was reported and filled, two hours later."""
    case = world.start(**SECRETS, danger="yes")
    world.clock.advance(2 * 3_600_000)
    world.engine.complete(case, world.token(case), {"hours": 2, "material": ["gravel"], "quality": "poor"}, MEI)
    return case


def seen_by_officers(world: World) -> None:
    """Policy officers are in the menders' unit here, so that they may see its cases."""
    from web.organisation import register

    assert register.join(world.engine.database, "zhi", "mender", "east", "", "")


def recorded(world: World, officer: Browser, case: str) -> str:
    answer = officer.send(f"/cases/{case}", "/workshop/record", instance=case)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    with world.app.app_context():
        assert runs.run_until_idle() == 1
    return str(answer.request.path)


@pytest.fixture
def officer(world: World) -> Browser:
    seen_by_officers(world)
    return world.signed_in("zhi")


def test_a_recorded_case_holds_nothing_personal_and_plays_as_it_went(world: World, officer: Browser) -> None:
    case = filled(world)
    assert "录制为情景" in officer.get(f"/cases/{case}")
    address = recorded(world, officer, case)
    page = officer.get(address)
    assert "录制的情景通过" in page
    for secret in (*SECRETS.values(), "王小明", "139", "rong", "mei"):
        assert secret not in page.partition("<main")[2], secret
    with world.app.app_context():
        result = runs.get(address.rpartition("/")[2]).result
    assert result["code"] == ""
    assert {one["key"]: one["reason"] for one in result["removed"]} == {
        "place": "text",
        "why": "text",
        "caller": "personal",
    }
    assert [one["groups"] for one in result["acts"]] == [[], ["mender@east"]]
    assert "quality: poor" in result["text"]
    assert "hours: 2" in result["text"]
    assert "ended: 已填平" in result["text"]


def test_it_goes_into_the_draft_under_the_name_that_is_given(world: World, officer: Browser) -> None:
    address = recorded(world, officer, filled(world))
    saving = f"/workshop/recordings/{address.rpartition('/')[2]}/save"
    officer.send(address, saving, title="下雨之后：坑洞", file="after_rain")
    with world.app.app_context():
        files = library.draft_files("pothole")
    assert "name: '下雨之后：坑洞'" in files["scenarios/after_rain.yaml"].decode()
    again = officer.send(address, saving, title="再来", file="after_rain.yaml")
    assert "已有同名的情景文件" in again.get_data(as_text=True)
    wrong = officer.send(address, saving, title="", file="../x")
    assert "请填写标题" in wrong.get_data(as_text=True)
    answer = officer.send("/workshop/pothole/", "/workshop/pothole/trials")
    with world.app.app_context():
        runs.run_until_idle()
    assert "1 个情景通过" in re.sub(r"<[^>]+>", "", officer.get(str(answer.request.path)))


def test_where_the_draft_goes_another_way_the_page_says_at_which_step(world: World, officer: Browser) -> None:
    from pathlib import Path

    from web.modeler.drafts import saving

    case = filled(world)
    drawn = (Path(__file__).parents[1] / "procedure" / "pothole.bpmn").read_text(encoding="utf-8")
    changed = drawn.replace('name="填平坑洞"', 'name="铺平坑洞"').encode()
    saving.change(world.engine, "pothole", {"pothole.bpmn": changed}, who="zhi", at=world.clock.now())
    page = re.sub(r"<[^>]+>", "", officer.get(recorded(world, officer, case)))
    assert "按草稿演练，走法不同" in page
    assert "没有待办任务“填平坑洞”" in page


@pytest.mark.parametrize("person", ["rong", "shen", "yun"])
def test_only_policy_officers_record(world: World, person: str) -> None:
    case = filled(world)
    assert world.signed_in(person).send("/tasks", "/workshop/record", instance=case).status_code == 403


def test_a_case_that_the_officer_may_not_see_is_not_recorded(world: World) -> None:
    case = filled(world)
    officer = world.signed_in("zhi")
    assert officer.send("/tasks", "/workshop/record", instance=case).status_code == 403
    assert "没有您可以查看的本流程案件" in officer.get("/workshop/pothole/record")


def test_four_eyes_stay_four() -> None:
    demo = Organisation([], [], [Person(one, one, one, ["clerk@office"], demo=True) for one in ("ann", "bob")])
    needed = {one: Needed([frozenset({"clerk@office"})], {"clerk@office"}) for one in ("real-1", "real-2", "real-3")}
    acts, standing = replacements(needed, demo, 0)
    assert acts == {"real-1": "ann", "real-2": "bob", "real-3": "stand-in-1"}
    assert standing == {"stand-in-1": ["clerk@office"]}


def test_what_stands_in_no_form_is_replaced_unless_it_is_a_known_code() -> None:
    remover = Remover(Known({}, {"jiangchuan"}), {"江川〔2026〕1号": "江川〔2026〕9号"})
    values = {
        "street": "jiangchuan",
        "said": "张三说",
        "number": "江川〔2026〕1号",
        "at": "2026-03-02",
        "inner": {"who": "李四"},
    }
    kept = remover.values(values)
    assert kept["street"] == "jiangchuan"
    assert kept["number"] == "江川〔2026〕9号"
    assert kept["at"] == "2026-03-02"
    assert "张三" not in str(kept)
    assert "李四" not in str(kept)
    assert remover.value("said", "张三说") == kept["said"]
    assert remover.value("said", "王五说") != kept["said"]
