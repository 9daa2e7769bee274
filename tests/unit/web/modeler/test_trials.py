"""Scenarios of a draft in the browser: played apart from the district's cases, told, stepped through, and what they pass."""

import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from engine.store.metadata import metadata
from tests.unit.web.conftest import Browser, World
from web.modeler import runs
from web.modeler.drafts import saving
from web.modeler.trials import kept

PROCEDURE = Path(__file__).parents[1] / "procedure"

FILLED = """
name: 填平
name_en: Filled
process: pothole
clock: 2026-03-02T09:00:00+08:00
start:
  by: rong
  form: {place: 东川路 800 号, danger: "no", seen: 2026-03-01}
steps:
  - expect: {open: {填平坑洞: [mender@east]}}
  - complete: 填平坑洞
    by: mei
    form: {hours: 2}
  - expect: {ended: 已填平}
"""


def save(world: World, file: str, body: str | bytes) -> None:
    data = body.encode() if isinstance(body, str) else body
    saving.change(world.engine, "pothole", {file: data}, who="zhi", at=world.clock.now())


def tried(world: World, officer: Browser) -> str:
    """Play the draft's scenarios as an officer does; the address of the result."""
    answer = officer.send("/workshop/pothole/", "/workshop/pothole/trials")
    assert answer.status_code == 200
    with world.app.app_context():
        assert runs.run_until_idle() == 1
    return str(answer.request.path)


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def result(world: World, address: str) -> Any:
    with world.app.app_context():
        run = runs.get(address.rpartition("/")[2])
    assert run.state == "done", run.message
    return run.result


def rows(world: World) -> dict[str, int]:
    """How many rows every table has, but for those that the trial itself, and looking at it, write."""
    own = {"workshop_run", "trial", "trial_play", "access_record"}
    with world.engine.database.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
            if name not in own and sa.inspect(connection).has_table(name)
        }


def test_failures_name_people_and_procedures_and_no_ids(world: World) -> None:
    save(world, "scenarios/stranger.yaml", FILLED.replace("by: mei", "by: rong"))
    save(world, "scenarios/unwilling.yaml", FILLED.replace('danger: "no", ', "").replace("place: 东川路 800 号, ", ""))
    officer = world.signed_in("zhi")
    address = tried(world, officer)
    page = plain(officer.get(address))
    assert "第 2 步：荣华 办理“填平坑洞”" in page
    assert "开始：荣华 填表发起 路面坑洞" in page
    officer.send("/tasks", "/language", language="en", next="/tasks")
    page = plain(officer.get(address))
    assert "Step 2: Rong Hua does “填平坑洞”" in page
    assert "Rong Hua is neither the assignee nor a candidate of this task." in page
    assert "Beginning: Rong Hua starts Pothole by its form" in page


def test_a_drafts_scenarios_are_played_and_nothing_of_it_reaches_the_districts_cases(world: World) -> None:
    save(world, "scenarios/filled.yaml", FILLED)
    save(world, "scenarios/wrong.yaml", FILLED.replace("ended: 已填平", "ended: 未填平"))
    officer = world.signed_in("zhi")
    before = rows(world)
    address = tried(world, officer)
    assert rows(world) == before
    page = plain(officer.get(address))
    assert "1 个情景未通过" in page
    assert "第 3 步：核对此时应有的情况 应以“未填平”结束，实际经过的结束事件为：已填平" in page
    assert "走到 3 个环节中的 3 个、2 条流向中的 2 条" in page
    officer.send("/tasks", "/language", language="en", next="/tasks")
    page = plain(officer.get(address))
    assert "1 scenario fails, 1 scenario passes" in page
    assert "Step 3: What should be so now is compared expected to end by 未填平, passed 已填平" in page


def test_one_scenario_is_stepped_through_on_the_drafts_own_diagram(world: World) -> None:
    drawn = (PROCEDURE / "pothole.bpmn").read_bytes()
    save(world, "pothole.bpmn", drawn.replace("填平坑洞".encode(), "修补路面".encode()))
    save(world, "scenarios/filled.yaml", FILLED.replace("填平坑洞", "修补路面"))
    officer = world.signed_in("zhi")
    address = tried(world, officer)
    page = officer.get(f"/workshop/trials/{address.rpartition('/')[2]}/scenario?name=pothole/scenarios/filled.yaml")
    assert "这个情景通过" in page
    assert "修补路面" in plain(page)
    diagram = re.search(r'data-diagram="([^"]+)"', page)
    assert diagram
    assert "修补路面" in officer.get(diagram[1].replace("&amp;", "&"))


def test_what_no_scenario_passes_is_painted_and_listed(world: World) -> None:
    whole = FILLED.partition("  - complete")[0]
    save(world, "scenarios/begun.yaml", whole)
    officer = world.signed_in("zhi")
    page = officer.get(tried(world, officer))
    assert "走到 3 个环节中的 2 个、2 条流向中的 1 条" in plain(page)
    missed = re.search(r'<ul class="missed-list">(.*?)</ul>', page, re.DOTALL)
    assert missed
    assert "已填平" in missed[1]
    assert "从“填平坑洞”到“已填平”" in missed[1]
    assert '"End": []' in page.replace("&#34;", '"')


def test_a_handler_that_is_not_there_is_refused_by_its_name(world: World) -> None:
    drawn = (PROCEDURE / "pothole.bpmn").read_text(encoding="utf-8")
    broken = drawn.replace("<zeebe:userTask/>", '<zeebe:taskDefinition type="fill-by-robot"/>')
    broken = broken.replace("bpmn:userTask", "bpmn:serviceTask")
    broken = re.sub(
        r"<zeebe:(formDefinition formId=.pothole_fill.|assignmentDefinition[^>]*|taskSchedule[^>]*)/>", "", broken
    )
    save(world, "pothole.bpmn", broken)
    save(world, "scenarios/filled.yaml", FILLED)
    officer = world.signed_in("zhi")
    page = plain(officer.get(tried(world, officer)))
    assert "无法试运行" in page
    assert "fill-by-robot" in page


def test_a_scenario_that_cannot_be_read_fails_by_itself(world: World) -> None:
    save(world, "scenarios/filled.yaml", FILLED)
    save(world, "scenarios/torn.yaml", "name: [")
    officer = world.signed_in("zhi")
    played = {one["name"]: one["code"] for one in result(world, tried(world, officer))["played"]}
    assert played == {"pothole/scenarios/filled.yaml": "", "pothole/scenarios/torn.yaml": "invalid"}


def test_only_policy_officers_begin_trials_and_auditors_may_look(world: World) -> None:
    save(world, "scenarios/filled.yaml", FILLED)
    officer = world.signed_in("zhi")
    address = tried(world, officer)
    step = f"/workshop/trials/{address.rpartition('/')[2]}/scenario?name=pothole/scenarios/filled.yaml"
    for person, sees in (("shen", 200), ("rong", 403), ("yun", 403)):
        browser = world.signed_in(person)
        assert browser.client.get(address).status_code == sees
        assert browser.client.get(step).status_code == sees
        assert browser.send("/tasks", "/workshop/pothole/trials").status_code == 403
    assert officer.client.get(step.replace("filled", "nothing")).status_code == 404


def test_journals_of_old_trials_go_and_their_results_stay(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT", 1)
    save(world, "scenarios/filled.yaml", FILLED)
    officer = world.signed_in("zhi")
    first = tried(world, officer)
    world.clock.advance(1000)
    second = tried(world, officer)
    assert "逐步回放" in plain(officer.get(second))
    page = plain(officer.get(first))
    assert "1 个情景通过" in page
    assert "不再保存" in page
    step = f"/workshop/trials/{first.rpartition('/')[2]}/scenario?name=pothole/scenarios/filled.yaml"
    assert officer.client.get(step).status_code == 404
