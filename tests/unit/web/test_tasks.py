"""Working on tasks: the inbox, forms, drafts, files, and coming second."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from engine.errors import ExcludedUser
from engine.history import verify
from engine.runtime.permissions import Actor
from tests.unit.web.conftest import REPORT, World
from web.inbox import attachments, drafts
from web.inbox.tables import attachment

DONE = {"hours": "2", "material": ["asphalt", "gravel"], "clean": "true", "quality": "good", "action": "complete"}
PROCEDURE = Path(__file__).parent / "procedure"
ENDING = "<bpmn:incoming>Flow_3</bpmn:incoming>\n    </bpmn:endEvent>"
LAST_FLOW = '<bpmn:sequenceFlow id="Flow_3" sourceRef="Check" targetRef="End"/>'
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def test_a_task_shows_in_the_inbox_of_its_group_and_nowhere_else(world: World) -> None:
    world.start()
    assert "填平坑洞" in world.signed_in("mei").get("/tasks?tab=group")
    assert "填平坑洞" not in world.signed_in("xi").get("/tasks?tab=group")


def test_claim_and_give_back_move_a_task_between_the_tabs(world: World) -> None:
    case = world.start()
    address = f"/tasks/{case}/{world.token(case)}"
    mei = world.signed_in("mei")
    assert "您已领取这项任务" in mei.send(address, f"{address}/claim").text
    assert "填平坑洞" in mei.get("/tasks?tab=mine")
    assert "填平坑洞" not in world.signed_in("ming").get("/tasks?tab=group")
    mei.send(address, f"{address}/release")
    assert "填平坑洞" in world.signed_in("ming").get("/tasks?tab=group")


def test_who_claims_second_reads_who_was_first(world: World) -> None:
    case = world.start()
    address = f"/tasks/{case}/{world.token(case)}"
    ming = world.signed_in("ming")
    ming.get(address)
    world.signed_in("mei").send(address, f"{address}/claim")
    answer = ming.send("/tasks", f"{address}/claim")
    assert answer.status_code == 409
    assert "梅花已经领取了这项任务" in answer.text


def test_who_completes_second_reads_who_was_first_and_keeps_what_they_typed(world: World) -> None:
    case = world.start()
    address = f"/tasks/{case}/{world.token(case)}"
    ming = world.signed_in("ming")
    ming.get(address)
    assert "已办结" in world.signed_in("mei").send(address, f"{address}/complete", **DONE).text
    answer = ming.send("/tasks", f"{address}/complete", **DONE)
    assert answer.status_code == 409
    assert "梅花已经办结了这项任务" in answer.text
    assert "沥青" in answer.text


def test_completing_takes_values_in_their_types_and_ends_the_case(world: World) -> None:
    case = world.start()
    address = f"/tasks/{case}/{world.token(case)}"
    world.signed_in("mei").send(address, f"{address}/complete", **DONE)
    view = world.engine.case(case)
    assert view.instance.status == "completed"
    assert view.variables["hours"] == 2
    assert view.variables["material"] == ["asphalt", "gravel"]
    assert view.variables["clean"] is True


def test_an_error_names_the_field_keeps_the_rest_and_survives_in_the_draft(world: World) -> None:
    case = world.start()
    address = f"/tasks/{case}/{world.token(case)}"
    mei = world.signed_in("mei")
    answer = mei.send(address, f"{address}/complete", **{**DONE, "hours": "26"})
    assert answer.status_code == 422
    assert 'href="#field-hours"' in answer.text
    assert "最大为 24" in answer.text
    assert 'aria-invalid="true"' in answer.text
    for page in (answer.text, world.signed_in("mei").get(address)):
        assert 'value="26"' in page
        assert 'value="asphalt" checked' in page
    assert world.engine.case(case).instance.status == "active"


def test_a_draft_is_kept_for_its_writer_only(world: World) -> None:
    case = world.start()
    address = f"/tasks/{case}/{world.token(case)}"
    world.signed_in("mei").send(address, f"{address}/complete", hours="3", action="draft")
    assert 'value="3"' in world.signed_in("mei").get(address)
    assert 'value="3"' not in world.signed_in("ming").get(address)


def test_people_of_other_units_are_denied_and_the_denial_is_recorded(world: World) -> None:
    case = world.start()
    xi = world.signed_in("xi")
    for address in (f"/tasks/{case}/{world.token(case)}", f"/cases/{case}", f"/cases/{case}/diagram", f"/audit/{case}"):
        assert xi.client.get(address).status_code == 403
    with world.engine.database.connect() as connection:
        rows = connection.exec_driver_sql("SELECT person, outcome FROM access_record").all()
    assert [tuple(row) for row in rows] == [("xi", "denied")] * 4


def test_starting_needs_the_role_that_the_procedure_names(world: World) -> None:
    assert "路面坑洞" in world.signed_in("rong").get("/procedures")
    mei = world.signed_in("mei")
    assert "路面坑洞" not in mei.get("/procedures")
    assert mei.client.get("/procedures/pothole").status_code == 403
    assert mei.send("/tasks", "/procedures/pothole", **REPORT, action="complete").status_code == 403


def test_the_start_form_begins_a_case_once_however_often_it_is_sent(world: World) -> None:
    rong = world.signed_in("rong")
    fields = {**REPORT, "action": "complete", "command_id": "0" * 32}
    first = rong.send("/procedures/pothole", "/procedures/pothole", **fields)
    second = rong.send("/procedures/pothole", "/procedures/pothole", **fields)
    assert "东川路 800 号" in first.text
    assert first.request.path == second.request.path
    assert len(world.engine.instances().rows) == 1


def test_fields_that_do_not_apply_are_neither_shown_nor_required(world: World) -> None:
    rong = world.signed_in("rong")
    page = rong.get("/procedures/pothole")
    shown = rong.send("/procedures/pothole", "/procedures/pothole/fields", danger="yes").text
    hidden = rong.send("/procedures/pothole", "/procedures/pothole/fields", danger="no").text
    assert "危险情况" in shown
    assert "危险情况" not in hidden
    assert "hx-post" in page
    without_script = rong.send("/procedures/pothole", "/procedures/pothole", danger="yes", refresh="1").text
    assert "危险情况" in without_script
    assert "请填写此项" not in without_script


def test_a_date_that_does_not_exist_is_refused_in_words(world: World) -> None:
    answer = world.signed_in("rong").send(
        "/procedures/pothole", "/procedures/pothole", **{**REPORT, "seen.month": "2", "seen.day": "30"}
    )
    assert "请填写真实日期" in answer.text
    assert 'name="seen.day" value="30"' in answer.text


def test_a_photograph_is_kept_shown_and_guarded(world: World) -> None:
    rong = world.signed_in("rong")
    answer = rong.send(
        "/procedures/pothole",
        "/procedures/pothole",
        **REPORT,
        photos=(BytesIO(PNG), "坑洞.png"),
        action="complete",
    )
    assert "坑洞.png" in answer.text
    assert "<dd>1 个文件</dd>" in answer.text
    address = answer.text.split('href="/attachments/')[1].split('"')[0]
    (case,) = world.engine.instances().rows
    later = world.signed_in("mei").get(f"/tasks/{case.id}/{world.token(case.id)}")
    assert f'<a href="/attachments/{address}" download>坑洞.png</a>' in later
    got = rong.client.get(f"/attachments/{address}")
    assert got.data == PNG
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert world.signed_in("mei").client.get(f"/attachments/{address}").status_code == 200
    assert world.signed_in("xi").client.get(f"/attachments/{address}").status_code == 403


def test_a_file_is_known_by_its_content_not_its_name(world: World) -> None:
    for content, name in ((b"<script>alert(1)</script>", "a.png"), (PNG, "a.exe"), (b"PK\x03\x04broken", "a.docx")):
        answer = world.signed_in("rong").send(
            "/procedures/pothole", "/procedures/pothole", **REPORT, photos=(BytesIO(content), name)
        )
        assert answer.status_code == 422
        assert "不是照片" in answer.text
    assert not world.engine.instances().rows


def test_nobody_gets_at_a_file_by_sending_its_id(world: World) -> None:
    rong = world.signed_in("rong")
    sent = rong.send(
        "/procedures/pothole", "/procedures/pothole", **REPORT, photos=(BytesIO(PNG), "a.png"), action="complete"
    )
    stolen = sent.text.split('href="/attachments/')[1].split('"')[0]
    answer = world.signed_in("rong").send(
        "/procedures/pothole", "/procedures/pothole", **REPORT, photos=stolen, action="complete"
    )
    case = answer.request.path.rpartition("/")[2]
    assert world.engine.case(case).variables["photos"] == []


def test_files_of_a_draft_are_its_writers_alone_until_it_is_sent(world: World) -> None:
    rong = world.signed_in("rong")
    address, fields = "/procedures/pothole", {**REPORT, "action": "draft"}
    rong.send(address, address, **fields, photos=(BytesIO(PNG), "坑洞.png"))
    (kept,) = stored(world)
    assert rong.client.get(f"/attachments/{kept}").status_code == 200
    for person in ("mei", "shen"):
        assert world.signed_in(person).client.get(f"/attachments/{kept}").status_code == 403
    page = rong.send(address, address, **{**fields, "action": "complete"}, photos=kept).text
    assert "坑洞.png" in page
    assert world.signed_in("mei").client.get(f"/attachments/{kept}").status_code == 200


def test_a_task_s_draft_files_stand_on_no_page_and_go_with_the_task(world: World) -> None:
    case = world.start()
    place = (case, world.token(case))
    file = FileStorage(BytesIO(PNG), "草稿.png")
    kept = attachments.take(world.engine.database, file, place, "photos", "ming", 0, 1000)
    assert "草稿.png" not in world.signed_in("mei").get(f"/cases/{case}")
    assert world.signed_in("mei").client.get(f"/attachments/{kept.id}").status_code == 403
    assert world.signed_in("ming").client.get(f"/attachments/{kept.id}").status_code == 200
    address = f"/tasks/{case}/{place[1]}"
    world.signed_in("mei").send(address, f"{address}/complete", **DONE)
    assert stored(world) == []


def test_a_file_is_stored_once_however_often_the_form_is_sent(world: World) -> None:
    rong = world.signed_in("rong")
    for _ in range(3):
        rong.send(
            "/procedures/pothole", "/procedures/pothole", danger="yes", refresh="1", photos=(BytesIO(PNG), "a.png")
        )
    (kept,) = stored(world)
    rong.send("/procedures/pothole", "/procedures/pothole", danger="yes", action="draft", photos=kept)
    assert stored(world) == [kept]
    rong.send("/procedures/pothole", "/procedures/pothole", danger="yes", action="draft")
    assert stored(world) == []


def test_drafts_hold_no_more_than_their_share_and_are_forgotten_in_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "QUOTA", 60)
    rong = world.signed_in("rong")
    address, fields = "/procedures/pothole", {**REPORT, "action": "draft"}
    rong.send(address, address, **fields, photos=(BytesIO(PNG), "a.png"))
    (kept,) = stored(world)
    answer = rong.send(address, address, **fields, photos=[kept, (BytesIO(PNG + b"1"), "b.png")])
    assert answer.status_code == 422
    assert "请先办结一份草稿" in answer.text
    world.clock.advance(drafts.KEPT + 1)
    address = f"/tasks/{(case := world.start())}/{world.token(case)}"
    world.signed_in("mei").send(address, f"{address}/complete", hours="3", action="draft")
    assert stored(world) == []


def stored(world: World) -> list[str]:
    with world.engine.database.connect() as connection:
        return list(connection.scalars(sa.select(attachment.c.id)))


def test_an_upload_past_the_limit_is_refused(world: World) -> None:
    world.app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = world.signed_in("rong").send(
        "/procedures/pothole", "/procedures/pothole", **REPORT, photos=(BytesIO(PNG + b"0" * 2000), "a.png")
    )
    assert answer.status_code == 413
    assert "一次最多提交 32 MB，单个文件最多 8 MB" in answer.text


def test_completing_says_where_the_case_stands_still(world: World) -> None:
    files = {file.name: file.read_bytes() for file in PROCEDURE.iterdir()}
    diagram = files["pothole.bpmn"].decode()
    second = diagram[diagram.index('<bpmn:userTask id="Fill"') : diagram.index("</bpmn:userTask>")] + "</bpmn:userTask>"
    second = second.replace('"Fill" name="填平坑洞"', '"Check" name="检查路面"').replace("Flow_2", "Flow_3")
    second = second.replace("Flow_1", "Flow_2").replace("=now() + duration(&quot;P2D&quot;)", "=&quot;soon&quot;")
    mended = diagram.replace('<bpmn:endEvent id="End"', second + '<bpmn:endEvent id="End"')
    mended = mended.replace("<bpmn:incoming>Flow_2</bpmn:incoming>\n    </bpmn:endEvent>", ENDING)
    mended = mended.replace('sourceRef="Fill" targetRef="End"/>', f'sourceRef="Fill" targetRef="Check"/>{LAST_FLOW}')
    undrawn = re.sub(r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "", mended, flags=re.DOTALL)
    world.engine.deploy({**files, "pothole.bpmn": undrawn.encode()}, Actor("zhi"))
    case = world.start()
    address = f"/tasks/{case}/{world.token(case)}"
    page = world.signed_in("mei").send(address, f"{address}/complete", **DONE).text
    assert len(world.engine.incidents()) == 1
    assert "但案件在“检查路面”处停滞" in page
    assert "案件已进入下一环节" not in page


def test_an_overdue_task_says_so_in_words(world: World) -> None:
    world.start()
    mei = world.signed_in("mei")
    assert "剩余 2 天" in mei.get("/tasks?tab=group")
    world.clock.advance(3 * 24 * 3600_000)
    assert "超期 24 小时" in world.signed_in("mei").get("/tasks?tab=group")


def test_pages_show_data_and_never_run_it(world: World) -> None:
    case = world.start(place="<script>alert(1)</script>")
    mei = world.signed_in("mei")
    for address in ("/tasks?tab=group", f"/tasks/{case}/{world.token(case)}", f"/cases/{case}"):
        page = mei.get(address)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_the_engines_own_rule_stands_behind_the_pages(world: World) -> None:
    case = world.start()
    token = world.token(case)
    world.engine.claim(case, token, Actor("mei", frozenset({"mender@east"})))
    answer = world.signed_in("ming").send("/tasks", f"/tasks/{case}/{token}/complete", **DONE)
    assert answer.status_code == 409
    assert world.engine.case(case).instance.status == "active"


def _four_eyes(world: World) -> str:
    """A case that mei started, with a task that mei may not do."""
    drawn = (Path(__file__).parents[2] / "diagrams" / "people" / "four_eyes.bpmn").read_bytes()
    diagram = drawn.replace(b"reviewer@office", b"mender@east").replace(b'id="p"', b'id="four_eyes"')
    world.engine.deploy(
        {"four_eyes.bpmn": diagram.replace(b'bpmnElement="p"', b'bpmnElement="four_eyes"')}, Actor("zhi")
    )
    return world.engine.start("four_eyes", {}, Actor("mei", frozenset({"mender@east"})))


def test_a_task_that_somebody_may_not_do_is_offered_to_their_colleagues_only(world: World) -> None:
    case = _four_eyes(world)
    address = f"/tasks/{case}/{world.token(case)}"
    assert address in world.signed_in("ming").get("/tasks?tab=group")
    mei = world.signed_in("mei")
    assert address not in mei.get("/tasks?tab=group")
    assert world.engine.inbox_counts(Actor("mei", frozenset({"mender@east"}))) == (0, 0)


def test_whoever_opens_a_task_that_they_may_not_do_reads_why(world: World) -> None:
    case = _four_eyes(world)
    address = f"/tasks/{case}/{world.token(case)}"
    mei = world.signed_in("mei")
    page = mei.client.get(address)
    assert page.status_code == 403
    assert "按流程规定应当回避" in page.text
    for action in ("claim", "complete"):
        answer = mei.send("/tasks", f"{address}/{action}", action="complete")
        assert answer.status_code == 403
        assert "按流程规定应当回避" in answer.text
    assert world.engine.case(case).open_tasks[0].assignee == ""
    assert "已办结" in world.signed_in("ming").send(address, f"{address}/complete", action="complete").text


def test_the_engine_refuses_whoever_is_excluded_and_the_journal_stays_provable(world: World) -> None:
    case = _four_eyes(world)
    token = world.token(case)
    mei, ming = (Actor(person, frozenset({"mender@east"})) for person in ("mei", "ming"))
    for command in (world.engine.claim, lambda *given: world.engine.complete(*given[:2], {}, given[2])):
        with pytest.raises(ExcludedUser):
            command(case, token, mei)
    world.engine.complete(case, token, {}, ming)
    assert world.engine.variables(case) == {"applicant": "mei", "checker": "ming"}
    assert [one.difference for one in verify(world.engine.database, case)] == [None]
