"""Cases, audit and operations."""

import re
from io import BytesIO
from pathlib import Path

import sqlalchemy as sa

from engine.runtime.permissions import Actor
from tests.unit.web.conftest import World
from web.account.tables import membership
from web.modeler import library

PROCEDURE = Path(__file__).parent / "procedure"
MEI = Actor("mei", frozenset({"mender@east"}))


def test_the_case_page_says_where_it_stands_and_what_is_known(world: World) -> None:
    case = world.start()
    page = world.signed_in("mei").get(f"/cases/{case}")
    assert "当前环节" in page
    assert "东片 · 修补员" in page
    assert "不危险" in page
    assert "2026年3月1日" in page
    assert "&#34;element&#34;: &#34;Fill&#34;" in page or '"element": "Fill"' in page


def test_the_diagram_speaks_the_readers_language(world: World) -> None:
    case = world.start()
    mei = world.signed_in("mei")
    assert 'name="填平坑洞"' in mei.get(f"/cases/{case}/diagram?process=pothole")
    mei.send("/tasks", "/language", language="en")
    english = mei.get(f"/cases/{case}/diagram?process=pothole")
    assert 'name="Fill the pothole"' in english
    assert 'name="填平坑洞"' not in english


def test_the_search_finds_only_what_one_may_see(world: World) -> None:
    world.start(place="沪闵路 300 号")
    assert "沪闵路" in world.signed_in("mei").get("/cases?q=沪闵")
    assert "沪闵路" not in world.signed_in("mei").get("/cases?q=东川")
    assert "沪闵路" not in world.signed_in("xi").get("/cases?q=沪闵")


def test_the_case_list_goes_on_past_its_first_page(world: World) -> None:
    for number in range(26):
        world.clock.advance(1000)
        world.start(place=f"第{number}处")
    mei = world.signed_in("mei")
    first = mei.get("/cases")
    assert "第25处" in first
    assert "第0处" not in first
    following = first.split("after=")[1].split('"')[0]
    assert "第0处" in mei.get(f"/cases?after={following}")


def test_a_colleague_still_sees_what_their_unit_did(world: World) -> None:
    case = world.start()
    world.engine.complete(case, world.token(case), {"hours": 1}, MEI)
    assert "已办结" in world.signed_in("ming").get(f"/cases/{case}")


def test_the_journal_is_told_in_both_languages_and_the_read_recorded(world: World) -> None:
    case = world.start()
    world.engine.complete(case, world.token(case), {"hours": 1}, MEI)
    shen = world.signed_in("shen")
    page = shen.get(f"/audit/{case}")
    assert "荣华发起了案件" in page
    assert "梅花办结了“填平坑洞”" in page
    assert "待东片 · 修补员办理" in page
    english = shen.send("/tasks", "/language", language="en", next=f"/audit/{case}").text
    assert "Mei Hua completed “Fill the pothole”" in english
    assert "Hours taken = 1" in english
    with world.engine.database.connect() as connection:
        rows = connection.exec_driver_sql("SELECT person, subject FROM access_record WHERE action = 'read journal'")
        assert [tuple(row) for row in rows] == [("shen", case)] * 2


def test_the_journal_names_units_and_groups_and_folds_what_is_technical(world: World) -> None:
    case = world.start(
        handlers=["mender@east"], place="west", limit=["nobody@east", "mender@nowhere"], when="2026-03-02T10:00:00"
    )
    page = world.signed_in("shen").get(f"/audit/{case}")
    step = page[page.index('<ol class="journal">') : page.index("</ol>", page.index('<ol class="journal">'))]
    plain = re.sub("<details.*?</details>", "", step, flags=re.DOTALL)
    assert "地点 = 西片" in step
    assert "东片 · 修补员" in step
    assert "mender@east" not in step
    assert "nobody@east、mender@nowhere" in step
    assert "2026年3月2日 10:00" in step
    assert "SHA-256" in step
    for technical in ("SHA-256", "handlers", "when"):
        assert technical not in plain
    assert plain.count("<li>") <= 3


def test_personal_data_are_masked_for_who_has_nothing_to_do_with_them(world: World) -> None:
    case = world.start(caller="13900000001")
    assert "13900000001" in world.signed_in("ming").get(f"/cases/{case}")
    world.engine.complete(case, world.token(case), {"hours": 1}, MEI)
    for person in ("rong", "mei"):
        assert "13900000001" in world.signed_in(person).get(f"/cases/{case}")
    for person in ("shen", "ming"):
        page = world.signed_in(person).get(f"/cases/{case}")
        assert "13900000001" not in page
        assert "139****0001" in page


def test_a_name_keeps_its_first_character_when_masked(world: World) -> None:
    case = world.start(caller="周建国")
    page = world.signed_in("shen").get(f"/cases/{case}")
    assert "周**" in page
    assert "周建国" not in page


def test_the_head_of_the_page_names_every_unit(world: World) -> None:
    assert '<span class="who-unit">东片</span>' in world.signed_in("mei").get("/tasks")
    with world.engine.database.begin() as connection:
        connection.execute(sa.insert(membership).values(person="mei", role="mender", unit="west"))
    assert '<span class="who-unit">东片、西片</span>' in world.signed_in("mei").get("/tasks")
    with world.engine.database.begin() as connection:
        connection.execute(sa.insert(membership).values(person="mei", role="mender", unit="district"))
    assert "等 3 个单位</span>" in world.signed_in("mei").get("/tasks")


def test_verifying_says_whether_the_journal_is_true(world: World) -> None:
    case = world.start()
    shen = world.signed_in("shen")
    assert "核验通过" in shen.send(f"/audit/{case}", f"/audit/{case}/verify").text
    with world.engine.database.begin() as connection:
        connection.exec_driver_sql("UPDATE user_task SET assignee = 'xi'")
    assert "核验不通过" in shen.send(f"/audit/{case}", f"/audit/{case}/verify").text


def test_only_auditors_open_the_audit(world: World) -> None:
    case = world.start()
    for person in ("mei", "yun", "zhi", "rong"):
        browser = world.signed_in(person)
        assert browser.client.get("/audit").status_code == 403
        assert browser.client.get(f"/audit/{case}").status_code == 403
        assert browser.send("/tasks", f"/audit/{case}/verify").status_code == 403


IMPORT, PROPOSE = "/workshop/pothole/import", "/workshop/pothole/propose"


def test_a_broken_diagram_is_refused_with_every_reason_in_the_readers_language(world: World) -> None:
    broken = (PROCEDURE / "pothole.bpmn").read_bytes().replace(b"bpmn:userTask", b"bpmn:manualTask")
    zhi = world.signed_in("zhi")
    assert zhi.send("/workshop/pothole/", IMPORT, files=(BytesIO(broken), "pothole.bpmn")).status_code == 200
    answer = zhi.send(PROPOSE, PROPOSE)
    assert answer.status_code == 422
    assert "未能提请复核" in answer.text
    assert "Fill" in answer.text
    assert {row.version for row in world.engine.definitions()} == {1}


def test_files_that_are_brought_in_are_a_draft_and_not_in_force(world: World) -> None:
    files = {file.name: file.read_bytes() for file in PROCEDURE.iterdir()}
    files["pothole.bpmn"] = files["pothole.bpmn"].replace("已填平".encode(), "已修好".encode())
    sent = [(BytesIO(data), name) for name, data in files.items()]
    zhi = world.signed_in("zhi")
    assert "pothole.bpmn" in zhi.send("/workshop/pothole/", IMPORT, files=sent).text
    (changed,) = library.draft_changes("pothole", engine=world.engine)
    assert "已修好".encode() in changed.body
    assert {row.version for row in world.engine.definitions()} == {1}
    assert "等待决定" in zhi.send(PROPOSE, PROPOSE).text


def test_uploads_that_are_no_procedure_files_are_named(world: World) -> None:
    zhi = world.signed_in("zhi")
    answer = zhi.send("/workshop/pothole/", IMPORT, files=(BytesIO(b"x"), "virus.exe"))
    assert answer.status_code == 422
    assert "virus.exe" in answer.text
    hostile = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    answer = zhi.send("/workshop/pothole/", IMPORT, files=(BytesIO(hostile), "a.bpmn"))
    assert answer.status_code == 422
    assert "root:" not in answer.text
    assert library.draft_changes("pothole", engine=world.engine) == []


def test_only_policy_officers_bring_files_in_and_nobody_deploys_past_the_workshop(world: World) -> None:
    for person in ("mei", "shen", "yun"):
        answer = world.signed_in(person).send("/tasks", IMPORT, files=(BytesIO(b"x"), "a.bpmn"))
        assert answer.status_code == 403
    zhi = world.signed_in("zhi")
    assert zhi.send("/tasks", "/operations/deploy", files=(BytesIO(b"x"), "a.bpmn")).status_code == 404
    assert "/workshop/" in zhi.get("/operations")


def test_an_incident_can_be_seen_and_retried_by_an_operator_only(world: World) -> None:
    diagram = (PROCEDURE / "pothole.bpmn").read_text(encoding="utf-8")
    broken = diagram.replace("=now() + duration(&quot;P2D&quot;)", "=&quot;soon&quot;")
    assert broken != diagram
    forms = {file.name: file.read_bytes() for file in PROCEDURE.glob("*.form")}
    world.engine.deploy({"pothole.bpmn": broken.encode(), **forms}, Actor("zhi"))
    case = world.start()
    (incident,) = world.engine.incidents()
    yun = world.signed_in("yun")
    page = yun.get("/operations")
    assert "填平坑洞" in page
    assert "重试" in page
    assert "重试" not in world.signed_in("rong").get(f"/cases/{case}")
    address = f"/cases/{case}/incidents/{incident.token}/retry"
    assert world.signed_in("rong").send("/tasks", address).status_code == 403
    assert "正在重试" in yun.send("/operations", address, next="/operations").text
