"""What policy officers do on the pages of the workshop: begin, add, bring in, carry out, keep, bring back, discard."""

import html
import io
import re
import zipfile
from collections.abc import Mapping

from werkzeug.test import TestResponse

from engine.diagrams import deployment
from engine.runtime.permissions import Actor
from tests.unit.web.conftest import HERE, Browser, World
from web.modeler import library
from web.modeler.drafts import saving
from web.modeler.drafts.views import VERSIONS

PAGE = "/workshop/pothole/"
FILE = "pothole_fill.form.json"
FILES = {file.name: file.read_bytes() for file in (HERE / "procedure").iterdir()}
FORM = FILES["pothole_fill.form"]


def bring(browser: Browser, files: Mapping[str, bytes], procedure: str = "pothole") -> TestResponse:
    page = f"/workshop/{procedure}/"
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(page))
    assert token
    sent = {"csrf_token": token[1], "files": [(io.BytesIO(data), name) for name, data in files.items()]}
    return browser.client.post(f"{page}import", data=sent, content_type="multipart/form-data", follow_redirects=True)


def packed(files: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return data.getvalue()


def draft(world: World, key: str = "pothole") -> dict[str, bytes]:
    return library.draft_files(key, engine=world.engine)


def edit(world: World, body: bytes = FORM + b"\n", file: str = FILE) -> None:
    saving.change(world.engine, "pothole", {file: body}, who="zhi", at=world.clock.now())


def test_the_home_tells_what_is_in_force_and_who_changes_what(world: World) -> None:
    browser = world.signed_in("zhi")
    assert "目前没有正在修改的流程" in browser.get("/workshop/")
    edit(world)
    page = browser.get("/workshop/")
    assert "路面坑洞" in page
    assert "支度最后修改" in page
    assert "1 个文件与现行版本不同" in page


def test_auditors_read_all_of_it_and_change_nothing_others_see_nothing(world: World) -> None:
    edit(world)
    auditor = world.signed_in("shen")
    for page in ("/workshop/", PAGE, f"{PAGE}edit/{FILE}", "/workshop/map", "/workshop/used", f"{PAGE}archive"):
        assert auditor.client.get(page).status_code == 200, page
        assert world.signed_in("rong").client.get(page).status_code == 403, page
    assert "data-readonly" in auditor.get(f"{PAGE}edit/{FILE}")
    for address in (
        "discard",
        "versions",
        "add",
        "import",
        "remarks",
        f"undo/{FILE}",
        f"remove/{FILE}",
        f"rename/{FILE}",
    ):
        assert auditor.send("/workshop/", PAGE + address, name="x", text="x").status_code == 403, address
    assert draft(world)[FILE] == FORM + b"\n"


def test_a_new_procedure_is_a_draft_that_could_be_deployed(world: World) -> None:
    browser = world.signed_in("zhi")
    refused = browser.send("/workshop/new", "/workshop/new", key="Street Lamps", title="")
    assert refused.status_code == 422
    assert "小写字母" in refused.get_data(as_text=True)
    for taken in ("pothole", "runs", "map"):
        assert browser.send("/workshop/new", "/workshop/new", key=taken, title="坑").status_code == 422, taken
    page = browser.send("/workshop/new", "/workshop/new", key="lamps", title="路灯 <报修>", title_en="Lamps").get_data(
        as_text=True
    )
    assert "路灯 &lt;报修&gt;" in page
    (built,) = deployment.build(draft(world, "lamps"))
    assert (built.process.id, built.process.name, built.process.name_en) == ("lamps", "路灯 <报修>", "Lamps")
    for kind, name in (("form", "report"), ("table", "limits"), ("scenario", "plain")):
        assert browser.send("/workshop/lamps/", "/workshop/lamps/add", kind=kind, name=name).status_code == 200
    assert set(draft(world, "lamps")) == {"lamps.bpmn", "limits.dmn", "report.form.json", "scenarios/plain.yaml"}
    assert "process: lamps" in draft(world, "lamps")["scenarios/plain.yaml"].decode()
    assert "已有文件" in browser.send("/workshop/lamps/", "/workshop/lamps/add", kind="form", name="report").get_data(
        as_text=True
    )
    assert "名称只能用" in browser.send("/workshop/lamps/", "/workshop/lamps/add", kind="form", name="../x").get_data(
        as_text=True
    )


def test_a_discarded_new_procedure_is_found_again_by_its_version(world: World) -> None:
    browser = world.signed_in("zhi")
    browser.send("/workshop/new", "/workshop/new", key="lamps", title="路灯")
    assert "放弃的草稿" in browser.send("/workshop/lamps/", "/workshop/lamps/discard").get_data(as_text=True)
    assert draft(world, "lamps") == {}
    (kept,) = library.versions("lamps", engine=world.engine)
    browser.send(f"/workshop/lamps/versions/{kept.id}", f"/workshop/lamps/versions/{kept.id}/restore")
    assert set(draft(world, "lamps")) == {"lamps.bpmn"}


def test_a_title_is_such_as_a_file_can_hold(world: World) -> None:
    browser = world.signed_in("zhi")
    assert (
        browser.send("/workshop/new", "/workshop/new", key="lamps", title="路\x08灯\u3000管\x00护").status_code == 200
    )
    copied = browser.send("/workshop/new", "/workshop/new", copy="pothole", key="cracks", title="裂\x08缝")
    assert copied.status_code == 200
    titles = {row.key: row.title.zh for row in library.procedures(engine=world.engine)}
    assert (titles["lamps"], titles["cracks"]) == ("路灯 管护", "裂缝")


def test_a_copy_says_what_is_called_otherwise(world: World) -> None:
    browser = world.signed_in("zhi")
    assert "副本是一份独立的草稿" in browser.get("/workshop/new?copy=pothole")
    page = browser.send("/workshop/new?copy=pothole", "/workshop/new", copy="pothole", key="cracks", title="裂缝")
    assert "pothole_fill → cracks_fill" in page.get_data(as_text=True)
    both = {**library.deployable(draft(world)), **library.deployable(draft(world, "cracks"))}
    assert [one.process.id for one in deployment.build(both)] == ["cracks", "pothole"]


def test_files_are_renamed_taken_out_and_brought_back(world: World) -> None:
    browser = world.signed_in("zhi")
    browser.send(PAGE, f"{PAGE}rename/{FILE}", name="filling")
    assert draft(world)["filling.form.json"] == FORM
    assert FILE not in draft(world)
    browser.send(PAGE, f"{PAGE}undo/{FILE}")
    browser.send(PAGE, f"{PAGE}remove/filling.form.json")
    assert library.draft_changes("pothole", engine=world.engine) == []
    assert len(library.versions("pothole", engine=world.engine)) == 2


def test_a_scenario_is_renamed_where_it_lies_and_a_form_keeps_its_ending(world: World) -> None:
    given = {"scenarios/s.yaml": b"name: a\n", "form.form": FORM.replace(b"pothole_fill", b"form")}
    saving.change(world.engine, "pothole", given, who="zhi", at=1)
    browser = world.signed_in("zhi")
    browser.send(PAGE, f"{PAGE}rename/scenarios/s.yaml", name="night")
    browser.send(PAGE, f"{PAGE}rename/form.form", name="sheet")
    found = draft(world)
    assert {"scenarios/night.yaml", "sheet.form"} <= found.keys()
    assert not {"scenarios/s.yaml", "form.form"} & found.keys()


def test_versions_are_kept_brought_back_and_downloaded(world: World) -> None:
    browser = world.signed_in("zhi")
    edit(world)
    assert "便于查找" in browser.send(PAGE, f"{PAGE}versions", name=" ").get_data(as_text=True)
    assert "第 1 版" in browser.send(PAGE, f"{PAGE}versions", name="会前稿", note="给会议").get_data(as_text=True)
    (kept,) = library.versions("pothole", engine=world.engine)
    edit(world, FORM + b"\n\n")
    assert "会前稿" in browser.get(f"{PAGE}versions/{kept.id}")
    browser.send(f"{PAGE}versions/{kept.id}", f"{PAGE}versions/{kept.id}/restore")
    assert draft(world)[FILE] == FORM + b"\n"
    before = library.versions("pothole", engine=world.engine)[0]
    assert library.bodies(before, engine=world.engine)[FILE] == FORM + b"\n\n"
    answer = browser.client.get(f"{PAGE}download/{FILE}?version={before.id}")
    assert answer.get_data() == FORM + b"\n\n"
    assert "pothole_fill.form" in answer.headers["Content-Disposition"]
    assert browser.client.get(f"/workshop/other/versions/{kept.id}").status_code == 404


def test_an_archive_holds_what_the_desktop_modeler_opens_and_comes_back_unchanged(world: World) -> None:
    browser = world.signed_in("zhi")
    data = browser.client.get(f"{PAGE}archive").get_data()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert set(archive.namelist()) == {"pothole.bpmn", "pothole_fill.form", "pothole_report.form"}
    assert bring(browser, {"pothole.zip": data}).status_code == 200
    assert library.draft_changes("pothole", engine=world.engine) == []


def test_what_is_brought_in_replaces_what_it_is_about_and_the_rest_is_new(world: World) -> None:
    browser = world.signed_in("zhi")
    form = FORM.replace(b'"label": "', b'"label": "X', 1)
    brought = {"C:\\drafts\\my form.json": form, "坑洞 计划.yaml": b"name: plan\n", "extra.bpmn": FILES["pothole.bpmn"]}
    answer = bring(browser, brought)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert draft(world)[FILE] == form
    assert draft(world)["scenarios/坑洞_计划.yaml"] == b"name: plan\n"
    assert "extra.bpmn" not in draft(world)


def test_a_file_that_cannot_be_read_is_refused_with_its_place_and_nothing_is_taken_over(world: World) -> None:
    browser = world.signed_in("zhi")
    entity = b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<x>&a;</x>'
    bad = {
        "good.form": b'{"id": "good", "components": []}',
        "evil.bpmn": entity,
        "broken.dmn": b"<definitions>\n<decision>\n</definitions>",
        "text.form": b'{\n"id": oops}',
        "list.yaml": b"- a\n",
        "tab.yaml": b"a: 1\n\tb: 2\n",
        "run.exe": b"MZ",
        "bomb.zip": b"PK no archive",
    }
    for name in [one for one in bad if one != "good.form"]:
        answer = bring(browser, {"good.form": bad["good.form"], name: bad[name]})
        assert answer.status_code == 422, name
        assert "未导入任何文件" in answer.get_data(as_text=True)
    page = bring(browser, {name: bad[name] for name in ("evil.bpmn", "broken.dmn", "text.form")}).get_data(as_text=True)
    assert "evil.bpmn，第 2 行：" in page
    assert "broken.dmn，第 3 行：" in page
    assert "text.form，第 2 行：" in page
    assert library.draft_changes("pothole", engine=world.engine) == []


def test_what_is_brought_in_is_bounded_in_number_and_size(world: World) -> None:
    browser = world.signed_in("zhi")
    form = b'{"components": []}'
    many = {f"f{number}.form": form for number in range(101)}
    assert "文件超过 100 个" in bring(browser, {"many.zip": packed(many)}).get_data(as_text=True)
    large = packed({"large.form": form + b" " * 2_100_000})
    assert len(large) < 10_000
    assert "large.form超过 2000 kB" in bring(browser, {"large.zip": large}).get_data(as_text=True)
    bomb = packed({f"b{number}.form": b" " * 1_900_000 for number in range(6)})
    assert "合计过大" in bring(browser, {"bomb.zip": bomb}).get_data(as_text=True)
    outside = packed({"../../etc/x.form": b'{"id": "x", "components": []}', "__MACOSX/._x.form": b"junk"})
    assert bring(browser, {"outside.zip": outside}).status_code == 200
    assert {one.file for one in library.draft_changes("pothole", engine=world.engine)} == {"x.form"}


def test_what_came_into_force_beneath_a_draft_is_told_until_somebody_looked(world: World) -> None:
    browser = world.signed_in("zhi")
    edit(world, FORM + b"\n\n")
    warning = "起草以后，此文件的现行内容已有变更"
    assert warning not in browser.get(PAGE)
    world.engine.deploy({**FILES, "pothole_fill.form": FORM + b"\n"}, Actor("zhi"))
    assert warning in browser.get(PAGE)
    browser.send(PAGE, f"{PAGE}uphold/{FILE}")
    assert warning not in browser.get(PAGE)
    assert draft(world)[FILE] == FORM + b"\n\n"


def test_remarks_are_answered_resolved_and_opened_again(world: World) -> None:
    browser = world.signed_in("zhi")
    browser.send(PAGE, f"{PAGE}remarks", file="pothole.bpmn", element="Fill", text="谁来填？")
    (thread,) = browser.client.get(f"{PAGE}remarks?file=pothole.bpmn").get_json()["threads"]
    page = browser.get(PAGE)
    assert "谁来填？" in page
    assert "填平坑洞" in page
    browser.send(PAGE, f"{PAGE}remarks", thread=thread["id"], text="修补员。")
    browser.send(PAGE, f"{PAGE}remarks/{thread['id']}/resolve")
    (found,) = browser.client.get(f"{PAGE}remarks").get_json()["threads"]
    assert [one["text"] for one in found["remarks"]] == ["谁来填？", "修补员。"]
    assert (found["element"], found["resolved_by"]) == ("Fill", "支度")
    browser.send(PAGE, f"{PAGE}remarks/{thread['id']}/resolve", open="yes")
    assert browser.client.get(f"{PAGE}remarks").get_json()["threads"][0]["resolved_at"] is None
    assert browser.send(PAGE, f"{PAGE}remarks", file="pothole.bpmn", text=" ").status_code == 422
    assert browser.send(PAGE, f"{PAGE}remarks", thread="none", text="x").status_code == 404
    assert browser.client.get(f"{PAGE}remarks?file=other.bpmn").get_json()["threads"] == []


def test_versions_are_listed_by_pages(world: World) -> None:
    browser = world.signed_in("zhi")
    with world.app.app_context(), world.engine.database.begin() as connection:
        for number in range(1, 2 * VERSIONS + 2):
            library.keep(
                connection, "pothole", {FILE: FORM}, name=f"稿之{number}完", note="", who="zhi", at=world.clock.now()
            )
    seen, address = [], PAGE
    while address:
        page = browser.get(address)
        seen.append([int(one) for one in re.findall("稿之([0-9]+)完", page)])
        found = re.search(r'class="paging"><a href="([^"]+after=[0-9]+)', page)
        address = html.unescape(found[1]) if found else ""
    assert [len(one) for one in seen] == [VERSIONS, VERSIONS, 1]
    assert [one for page in seen for one in page] == list(range(2 * VERSIONS + 1, 0, -1))
    assert browser.client.get(f"{PAGE}?after=99999999999999999999").status_code == 200
