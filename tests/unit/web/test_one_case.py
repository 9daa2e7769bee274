"""Several procedures serve one case: one page, one line in the list, and no more to see than each of them allows."""

import re
from pathlib import Path

import sqlalchemy as sa

from engine.runtime.permissions import Actor
from engine.store.tables import instance
from tests.unit.web.conftest import World
from web.account.tables import membership

PROCEDURE = Path(__file__).parent / "procedure"
RONG, XI = Actor("rong", frozenset({"reporter@east"})), Actor("xi", frozenset({"mender@west"}))
MEI = Actor("mei", frozenset({"mender@east"}))
NUMBER = "东片〔2026〕00001号"


def deploy(world: World, process: str, name: str, group: str) -> None:
    """A procedure like the pothole's, with a case number, for another group."""
    diagram = (PROCEDURE / "pothole.bpmn").read_text(encoding="utf-8")
    for old, new in (
        ('<bpmn:process id="pothole" name="路面坑洞"', f'<bpmn:process id="{process}" name="{name}"'),
        ('bpmnElement="pothole"', f'bpmnElement="{process}"'),
        ("mender@east", group),
        (
            '<zeebe:property name="titleVariable" value="place"/>',
            '<zeebe:property name="titleVariable" value="place"/>'
            '<zeebe:property name="caseNumberVariable" value="number"/>'
            '<zeebe:property name="mergedIntoVariable" value="original"/>',
        ),
    ):
        assert old in diagram
        diagram = diagram.replace(old, new)
    forms = {file.name: file.read_bytes() for file in PROCEDURE.glob("*.form")}
    world.engine.deploy({f"{process}.bpmn": diagram.encode(), **forms}, Actor("zhi"))


def joined(world: World, number: str = NUMBER) -> tuple[str, str]:
    """A case that menders of the east handle and menders of the west supervise."""
    deploy(world, "repair", "修补处置", "mender@east")
    deploy(world, "oversight", "跟踪督办", "mender@west")
    facts = {"place": "东川路 800 号", "number": number, "caller": "13900000001"}
    repair = world.engine.start("repair", facts, RONG)
    world.clock.advance(60_000)
    return repair, world.engine.start("oversight", {**facts, "place": "督办东川路"}, XI)


def test_the_number_leads_to_the_page_of_the_case(world: World) -> None:
    joined(world)
    page = world.signed_in("mei").get(f"/cases/{NUMBER}")
    assert "东川路 800 号" in page
    assert "修补处置" in page


def test_from_one_journal_an_auditor_goes_to_the_others_of_the_case(world: World) -> None:
    repair, oversight = joined(world)
    alone = world.start()
    shen = world.signed_in("shen")
    page = shen.get(f"/audit/{repair}")
    assert f'<a href="/audit/{oversight}">跟踪督办</a>' in page
    assert f'<a href="/audit/{repair}">修补处置</a>' in shen.get(f"/audit/{oversight}")
    assert "同一案件的历史记录" not in shen.get(f"/audit/{alone}")


def test_who_sees_one_procedure_learns_that_the_other_exists_and_no_more(world: World) -> None:
    repair, oversight = joined(world)
    page = world.signed_in("mei").get(f"/cases/{repair}")
    assert "跟踪督办" in page
    assert "由其他单位办理" in page
    for secret in ("督办东川路", "西片 · 修补员", f"/cases/{oversight}", "西门"):
        assert secret not in page
    denied = world.signed_in("mei").client.get(f"/cases/{oversight}")
    assert denied.status_code == 403
    assert "东川路 800 号" not in world.signed_in("xi").get(f"/cases/{NUMBER}")


def test_who_sees_both_finds_where_both_stand_one_timeline_and_links(world: World) -> None:
    repair, oversight = joined(world)
    world.clock.advance(60_000)
    world.engine.complete(repair, world.token(repair), {"hours": 1}, MEI)
    page = world.signed_in("shen").get(f"/cases/{repair}")
    assert f'href="/cases/{oversight}"' in page
    assert "西片 · 修补员" in page
    steps = re.findall(r"<li><p><strong>([^<]+)</strong>", page[page.index("办理经过") :])
    assert steps == ["修补处置", "填平坑洞", "跟踪督办", "修补处置"]
    assert "案件已结束" not in page


def test_a_case_that_goes_on_elsewhere_is_not_said_to_have_ended(world: World) -> None:
    repair, _ = joined(world)
    world.engine.complete(repair, world.token(repair), {"hours": 1}, MEI)
    page = world.signed_in("mei").get(f"/cases/{repair}")
    assert "案件已结束" not in page
    assert "其他单位的流程" in page


def test_nobody_enters_by_a_number_alone(world: World) -> None:
    joined(world)
    with world.engine.database.begin() as connection:
        connection.execute(sa.delete(membership).where(membership.c.person == "ming"))
    for reference in (NUMBER, "东片〔2026〕00009号"):
        assert world.signed_in("ming").client.get(f"/cases/{reference}").status_code == 403


def test_procedures_without_a_number_are_not_one_case(world: World) -> None:
    repair, oversight = joined(world, number="")
    page = world.signed_in("shen").get(f"/cases/{repair}")
    assert oversight not in page
    assert "跟踪督办" not in page


def lines(page: str) -> list[str]:
    return re.findall(r'<h2 class="row-title"><a href="/cases/([^"]+)"', page)


def test_the_list_shows_a_case_once(world: World) -> None:
    repair, oversight = joined(world)
    page = world.signed_in("shen").get("/cases")
    assert lines(page) == [repair]
    assert "2 个流程" in page
    assert lines(world.signed_in("xi").get("/cases")) == [oversight]
    assert lines(world.signed_in("shen").get("/cases?q=督办")) == [oversight]


def test_a_case_runs_while_one_of_its_procedures_runs(world: World) -> None:
    repair, oversight = joined(world)
    world.engine.complete(repair, world.token(repair), {"hours": 1}, MEI)
    shen = world.signed_in("shen")
    assert lines(shen.get("/cases?status=active")) == [oversight]
    assert lines(shen.get("/cases?status=ended")) == []
    assert "办理中" in shen.get("/cases")
    world.engine.complete(oversight, world.token(oversight), {"hours": 1}, XI)
    assert lines(shen.get("/cases?status=active")) == []
    assert lines(shen.get("/cases?status=ended")) == [repair]


def test_the_list_goes_on_past_its_first_page_case_by_case(world: World) -> None:
    deploy(world, "repair", "修补处置", "mender@east")
    for number in range(27):
        for _ in range(2):
            world.clock.advance(1000)
            world.engine.start("repair", {"place": f"第{number}处。", "number": f"{number}号"}, RONG)
    mei = world.signed_in("mei")
    first = mei.get("/cases")
    assert len(lines(first)) == 25
    following = first.split("after=")[1].split('"')[0]
    second = mei.get(f"/cases?after={following}")
    assert len(lines(second)) == 2
    assert "第0处。" in second


def test_the_family_of_a_case_is_read_by_its_index(world: World) -> None:
    query = sa.select(instance.c.id).where(instance.c.case_number == NUMBER)
    with world.engine.database.connect() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN " + str(query.compile(compile_kwargs={"literal_binds": True}))
        ).all()
    assert any("ix_instance_case_number" in str(row) for row in plan)


def test_a_merged_duplicate_points_to_the_case_it_went_into(world: World) -> None:
    joined(world)
    duplicate = world.engine.start("repair", {"place": "同一处", "original": NUMBER}, RONG)
    page = world.signed_in("mei").get(f"/cases/{duplicate}")
    assert "并入案件" in page
    assert NUMBER in page
    assert "/cases/%E4%B8%9C" in page
    elsewhere = world.engine.start("repair", {"place": "同一处", "original": "西片〔2026〕00009号"}, RONG)
    page = world.signed_in("mei").get(f"/cases/{elsewhere}")
    assert "西片〔2026〕00009号" in page
    assert "/cases/%E8%A5%BF" not in page


def test_an_open_step_names_the_clause_that_it_implements(world: World) -> None:
    case = world.start()
    mei = world.signed_in("mei")
    page = mei.get(f"/cases/{case}")
    standing = page[page.index('class="standing"') : page.index("</ul>", page.index('class="standing"'))]
    assert "2.1.2.b 二（一）2 问题受理" in standing
    mei.send("/tasks", "/language", language="en")
    assert "II (1) 2 Intake of problems" in mei.get(f"/cases/{case}")
