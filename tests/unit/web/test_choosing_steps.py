"""Ad hoc subprocesses: who is offered them, what may be started, who did, and when it is enough."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine import history
from engine.runtime.permissions import Actor
from tests.unit.web.conftest import World
from web.account.tables import membership

FILES = {file.name: file.read_bytes() for file in (Path(__file__).parent / "ad_hoc").iterdir()}
RONG, MEI = Actor("rong", frozenset({"reporter@east"})), Actor("mei", frozenset({"mender@east"}))
SEQUENTIAL = (b'ordering="Parallel"', b'ordering="Sequential"')
ENOUGH = (
    b"    </bpmn:adHocSubProcess>",
    b"<bpmn:completionCondition>=done = true</bpmn:completionCondition></bpmn:adHocSubProcess>",
)
NOBODY = (b'<zeebe:property name="candidateGroups" value="mender@east"/>', b"")


def started(world: World, *changes: tuple[bytes, bytes], site: str = "华宁路口") -> tuple[str, str]:
    """A case whose ad hoc subprocess is open, and the address of its page."""
    files = dict(FILES)
    for old, new in changes:
        assert old in files["site_check.bpmn"]
        files["site_check.bpmn"] = files["site_check.bpmn"].replace(old, new)
    world.engine.deploy(files, Actor("zhi"))
    case = world.engine.start("site_check", {"site": site}, RONG)
    (record,) = world.engine.ad_hoc(case)
    return case, f"/choices/{case}/{record.token}"


def open_names(world: World, case: str) -> list[str]:
    return [task.name for task in world.engine.case(case).open_tasks]


def test_it_stands_in_the_inbox_of_its_groups_only(world: World) -> None:
    _, address = started(world)
    for person in ("mei", "ming"):
        inbox = world.signed_in(person).get("/choices")
        assert address in inbox
        assert "检查现场" in inbox
        assert "华宁路口" in inbox
        assert "/choices" in world.signed_in(person).get("/tasks")
    assert address not in world.signed_in("xi").get("/choices")
    assert "/choices" not in world.signed_in("xi").get("/tasks")


def test_the_inbox_of_choices_goes_on_past_its_first_page(world: World) -> None:
    for number in range(26):
        world.clock.advance(1000)
        started(world, site=f"第{number}处。")
    mei = world.signed_in("mei")
    first = mei.get("/choices")
    assert "第24处。" in first
    assert "第25处。" not in first
    following = re.search(r'/choices\?after=([^"]+)"', first)
    assert following
    assert "第25处。" in mei.get(f"/choices?after={following[1]}")


def test_a_chosen_step_starts_and_the_page_says_who_started_what(world: World) -> None:
    case, address = started(world)
    mei = world.signed_in("mei")
    page = mei.get(address)
    assert "到现场查看" in page
    assert "2.2.3.b" in page
    assert "还没有启动" in page
    answer = mei.send(address, f"{address}/start", element="Look")
    assert "已启动：查看现场" in answer.text
    assert "梅花" in answer.text
    assert "办理中" in answer.text
    assert open_names(world, case) == ["查看现场"]
    (task,) = world.engine.case(case).open_tasks
    assert f"/tasks/{case}/{task.token}" in answer.text
    world.engine.complete(case, task.token, {}, MEI)
    mei.send(address, f"{address}/start", element="Ask")
    page = mei.get(address)
    assert [said.strip() for said in re.findall(r'<span class="badge[^"]*">([^<]+)</span>', page)] == [
        "办理中",
        "已办结",
    ]


def test_what_is_sent_twice_starts_once(world: World) -> None:
    case, address = started(world)
    mei = world.signed_in("mei")
    for _ in range(2):
        mei.send(address, f"{address}/start", element="Look", command_id="a" * 32)
    assert open_names(world, case) == ["查看现场"]


def test_it_is_enough_when_somebody_says_so(world: World) -> None:
    case, address = started(world)
    mei = world.signed_in("mei")
    assert "不再启动" in mei.get(address)
    answer = mei.send(address, f"{address}/end")
    assert answer.request.path == f"/cases/{case}"
    assert open_names(world, case) == ["汇总检查情况"]
    assert address not in mei.get("/choices")
    late = mei.client.get(address)
    assert late.status_code == 409
    assert "不能再启动" in late.text


def test_what_ends_by_its_condition_is_not_ended_by_hand(world: World) -> None:
    case, address = started(world, ENOUGH)
    mei = world.signed_in("mei")
    assert f"{address}/end" not in mei.get(address)
    answer = mei.send(address, f"{address}/end")
    assert answer.status_code == 409
    assert "条件成立时自行结束" in answer.text
    assert world.engine.ad_hoc(case) != []


def test_one_at_a_time_offers_nothing_while_a_step_runs(world: World) -> None:
    case, address = started(world, SEQUENTIAL)
    mei = world.signed_in("mei")
    assert "disabled" not in mei.get(address)
    page = mei.send(address, f"{address}/start", element="Look").text
    assert page.count("disabled") == 3
    answer = mei.send(address, f"{address}/start", element="Ask")
    assert answer.status_code == 409
    assert "一次只办理一个环节" in answer.text
    assert open_names(world, case) == ["查看现场"]


def test_only_offered_steps_start(world: World) -> None:
    case, address = started(world)
    answer = world.signed_in("mei").send(address, f"{address}/start", element="Sum")
    assert answer.status_code == 409
    assert "不能在这里启动" in answer.text
    assert open_names(world, case) == []


@pytest.mark.parametrize(("language", "title"), [("zh", "不能在这里启动"), ("en", "cannot be started here")])
def test_programs_read_the_refusal_as_a_problem(world: World, language: str, title: str) -> None:
    _, address = started(world)
    mei = world.signed_in("mei")
    mei.send("/tasks", "/language", language=language)
    token = re.search(r'name="csrf_token" value="([^"]+)"', mei.get(address))
    assert token
    answer = mei.client.post(
        f"{address}/start",
        data={"csrf_token": token[1], "element": "Sum"},
        headers={"Accept": "application/problem+json"},
    )
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert answer.json is not None
    assert title in answer.json["title"]


def test_others_may_neither_look_nor_choose(world: World) -> None:
    case, address = started(world)
    for person in ("xi", "rong", "shen"):
        browser = world.signed_in(person)
        assert browser.client.get(address).status_code == 403
        assert browser.send("/tasks", f"{address}/start", element="Look").status_code == 403
        assert browser.send("/tasks", f"{address}/end").status_code == 403
    assert open_names(world, case) == []
    with world.engine.database.connect() as connection:
        denied = connection.exec_driver_sql("SELECT count(*) FROM access_record WHERE outcome = 'denied'").scalar()
    assert denied == 9


def test_without_groups_whoever_takes_part_may_choose(world: World) -> None:
    case, address = started(world, NOBODY)
    with world.engine.database.begin() as connection:
        connection.execute(sa.insert(membership).values(person="xi", role="auditor", unit="district"))
    assert world.signed_in("xi").client.get(address).status_code == 403
    assert world.signed_in("rong").send(address, f"{address}/start", element="Look").status_code == 200
    assert open_names(world, case) == ["查看现场"]


def test_the_case_page_says_that_somebody_has_to_choose(world: World) -> None:
    case, address = started(world)
    mine = world.signed_in("mei").get(f"/cases/{case}")
    assert "检查现场" in mine
    assert "东片 · 修补员" in mine
    assert address in mine
    assert "案件已结束" not in mine
    others = world.signed_in("rong").get(f"/cases/{case}")
    assert "检查现场" in others
    assert address not in others


def test_choices_are_rows_that_verify(world: World) -> None:
    case, _ = started(world)
    assert [one.difference for one in history.verify(world.engine.database, case)] == [None]
    with world.engine.database.begin() as connection:
        connection.exec_driver_sql("UPDATE ad_hoc SET opened_at = 1")
    (found,) = history.verify(world.engine.database, case)
    assert found.difference is not None
    assert found.difference.field.startswith("ad_hoc[")
