"""What a version means for live cases: analysed, mapped, tried, moved; told without what only some may read."""

import re

import pytest
import sqlalchemy as sa

from engine.impact import Reason
from engine.impact.values import Text
from engine.runtime.permissions import Actor
from tests.process_files import chain
from tests.unit.web.conftest import HERE, Browser, World
from web.diagrams import Vocabulary
from web.language import Name
from web.modeler import library, runs
from web.modeler.drafts import saving
from web.modeler.impact import moving, reasons, running
from web.modeler.publishing import authors, journal

FILES = {file.name: file.read_bytes() for file in (HERE / "procedure").iterdir()}
DRAWN = FILES["pothole.bpmn"]
RENAMED = DRAWN.replace(b'"Fill"', b'"Repair"')
OTHER = RENAMED.replace("填平坑洞".encode(), "修补路面".encode())


@pytest.fixture
def zhi(world: World) -> Browser:
    return world.signed_in("zhi")


def kept(world: World, body: bytes) -> str:
    """A version with this diagram; its id."""
    files = {**library.present_files("pothole", engine=world.engine), "pothole.bpmn": body}
    with world.engine.database.begin() as connection:
        return library.keep(connection, "pothole", files, name="", note="", who="zhi", at=1).id


def work(world: World) -> None:
    with world.app.app_context():
        runs.run_until_idle()


def analysed(world: World, browser: Browser, body: bytes) -> str:
    """The address of the finished analysis."""
    answer = browser.send("/tasks", f"/workshop/pothole/impact/{kept(world, body)}")
    work(world)
    return answer.request.path


def outcome(world: World, run: str) -> dict[str, int]:
    with world.app.app_context():
        return dict(runs.get(run).result["outcomes"])


def test_every_case_is_counted_by_verdict_reason_and_place(world: World, zhi: Browser) -> None:
    cases = [world.start() for _ in range(3)]
    page = zhi.get(analysed(world, zhi, RENAMED))
    assert "已用 3 件办理中的案件试运行" in page
    assert "在新版本中它看来是" in page
    assert re.search(r'group=\w+">3 件案件|group=\w+#cases">3 件案件', page)
    for case in cases:
        assert case[:8] in page
        assert f"/cases/{case}" not in page, "who may not see a case gets its number and place only"
    assert "东川路" not in page
    diagram = zhi.get(page.split('data-diagram="', 1)[1].split('"', 1)[0].replace("&amp;", "&"))
    assert 'id="Repair"' in diagram
    assert '"label": "3 \\u4ef6\\u6848\\u4ef6"' in page or "3 件案件" in page


def test_cases_are_filtered_and_linked_for_those_who_may_see_them(world: World, zhi: Browser) -> None:
    case = world.start()
    address = analysed(world, zhi, RENAMED)
    assert case[:8] in zhi.get(f"{address}?verdict=needs_mapping")
    assert case[:8] not in zhi.get(f"{address}?verdict=stuck")
    assert f"/cases/{case}" in world.signed_in("shen").get(address)
    assert world.signed_in("mei").client.get(address).status_code == 403


def test_cases_of_callers_are_tried_as_well(world: World, zhi: Browser) -> None:
    call = (
        '<bpmn:callActivity id="call" name="call"><bpmn:extensionElements><zeebe:calledElement processId="pothole"/>'
        "</bpmn:extensionElements></bpmn:callActivity>"
    )
    world.engine.deploy({"caller.bpmn": chain(call, id="caller")}, Actor("zhi"))
    world.engine.start("caller", {"place": "here"}, Actor("zhi"))
    page = zhi.get(analysed(world, zhi, RENAMED))
    assert "已用 1 件办理中的案件试运行" in page
    assert "需要对应关系" in page


def test_a_plan_is_edited_tried_and_carried_out(world: World, zhi: Browser) -> None:
    cases = [world.start() for _ in range(3)]
    world.engine.deploy({**FILES, "pothole.bpmn": OTHER}, Actor("zhi"))
    page = zhi.get("/workshop/pothole/migration")
    assert "3 件案件按第 2 版之前的版本办理" in page
    assert re.search(r'<option value="Repair" selected>修补路面', page)
    refused = zhi.send("/workshop/pothole/migration", "/workshop/pothole/migration", **{"map:pothole:Fill": ""})
    work(world)
    assert outcome(world, refused.request.path.rsplit("/", 1)[1]) == {"refused": 3}
    assert 'data-label="当前环节">填平坑洞' in zhi.get(refused.request.path)
    tried = zhi.send("/workshop/pothole/migration", "/workshop/pothole/migration", **{"map:pothole:Fill": "Repair"})
    work(world)
    run = tried.request.path.rsplit("/", 1)[1]
    assert outcome(world, run) == {"migrated": 3}
    assert [world.engine.case(one).instance.version for one in cases] == [1, 1, 1], "a dry run moves nothing"
    moved = zhi.send(tried.request.path, f"/workshop/migration/{run}/carry-out")
    work(world)
    page = zhi.get(moved.request.path)
    assert 'data-label="当前环节">修补路面' in page, "where each case stands now, by the new version"
    assert "为保持不变的案件制定方案" not in page, "none stayed"
    again = zhi.send(tried.request.path, f"/workshop/migration/{run}/carry-out")
    assert again.request.path == moved.request.path, "a second press shows what the first began"
    assert f'href="{moved.request.path}"' in zhi.get(tried.request.path)
    assert [world.engine.case(one).instance.version for one in cases] == [2, 2, 2]
    assert "办理中的案件都按现行版本办理" in zhi.get("/workshop/pothole/migration")
    found, _ = journal.entries(world.engine.database)
    assert [one.action for one in found] == ["cases.migrated", "cases.moving"]
    assert found[0].details["outcomes"] == {"migrated": 3}
    assert "3 件案件已改按新版本办理" in zhi.get("/workshop/journal")


def test_a_migration_that_was_cut_off_goes_on_and_is_written_down_once(
    world: World, zhi: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [world.start() for _ in range(5)]
    (deployed,) = world.engine.deploy({**FILES, "pothole.bpmn": OTHER}, Actor("zhi"))
    monkeypatch.setattr(moving, "BATCH", 2)
    with world.app.app_context():
        args = {"targets": {"pothole": deployed.hash}, "elements": {"pothole": {"Fill": "Repair"}}}
        run = runs.ask("migration", "pothole", args, "zhi")
    # The process dies after a batch is moved and before anybody wrote about it.
    real, died = moving.results.write, []

    def dies(*given: object) -> None:
        if not died:
            died.append(1)
            raise sa.exc.OperationalError("gone", None, Exception("gone"))
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(moving.results, "write", dies)
    work(world)
    world.clock.advance(120_000)
    work(world)
    assert outcome(world, run) == {"migrated": 5}
    assert [world.engine.case(one).instance.version for one in cases] == [2] * 5
    found, _ = journal.entries(world.engine.database)
    assert [one.details["outcomes"] for one in found] == [{"migrated": 5}]


def test_a_migration_that_is_stopped_keeps_what_was_moved_and_says_so(
    world: World, zhi: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [world.start() for _ in range(5)]
    (deployed,) = world.engine.deploy({**FILES, "pothole.bpmn": OTHER}, Actor("zhi"))
    monkeypatch.setattr(moving, "BATCH", 2)
    with world.app.app_context():
        args = {"targets": {"pothole": deployed.hash}, "elements": {"pothole": {"Fill": "Repair"}}}
        run = runs.ask("migration", "pothole", args, "zhi")
    real = moving.results.write

    def stopping(*given: object) -> None:
        real(*given)  # type: ignore[arg-type]
        runs.stop(run)

    monkeypatch.setattr(moving.results, "write", stopping)
    # Progress is written twice a second, and a stop noticed then.
    monkeypatch.setattr("web.modeler.runs.progress._BETWEEN", 0)
    work(world)
    assert sorted(world.engine.case(one).instance.version for one in cases) == [1, 1, 1, 2, 2]
    found, _ = journal.entries(world.engine.database)
    assert [(one.details["outcomes"], one.details["stopped"]) for one in found] == [({"migrated": 2}, True)]
    assert "2 件案件已改按新版本办理" in zhi.get("/workshop/journal")


def test_what_is_published_with_moving_moves_only_what_is_sure(world: World) -> None:
    sure = world.start()
    with world.app.app_context():
        (named,) = world.engine.deploy({**FILES, "pothole.bpmn": RENAMED}, Actor("zhi"))
        assert running.sure("pothole", named.hash) == {"Fill": "Repair"}
        (unlike,) = world.engine.deploy({**FILES, "pothole.bpmn": OTHER}, Actor("zhi"))
        assert running.sure("pothole", unlike.hash) == {}
        runs.ask("migration", "pothole", {"targets": {"pothole": unlike.hash}, "elements": {}}, "zhi")
    work(world)
    assert world.engine.case(sure).instance.version == 1


def test_personal_inputs_of_a_decision_are_not_told(world: World) -> None:
    words = Vocabulary(world.engine.current_definition("pothole"))
    inputs = {"place": "东川路 800 号", "danger": "no", "amount": 3, "note": "张三 13800000000"}
    flow = Reason("flow", "Fill", "", Text("填平"), 3, 5, Text("“甲”"), Text("“乙”"), inputs)
    refusal = Reason("not_allowed", "Fill", "", Text("填平"), 3, 5, now=Text("rong did it before"))
    with world.app.test_request_context():
        told = reasons.sentence(reasons.keep(flow, words, {}))
        assert "amount = 3" in told
        assert "东川路" not in told
        assert "13800000000" not in told
        assert "rong" not in reasons.sentence(reasons.keep(refusal, words, {}))
        result = Reason(
            "result",
            "Fill",
            "",
            Text("定级"),
            3,
            5,
            Text('{"grade":"a","same":1}'),
            Text('{"grade":"b","same":1}'),
            inputs,
            {"then_rules": "r1, r2", "now_rules": "r1, r3"},
        )
        kept_result = reasons.keep(result, words, {"r2": Name("第 2 行", "row 2"), "r3": Name("第 3 行", "row 3")})
        assert reasons.group_sentence(kept_result) == "“定级”：原由第 2 行决定，新版本由第 3 行决定。"
        assert "grade: a → b" in reasons.sentence(kept_result)
        assert "same" not in reasons.sentence(kept_result)


def test_only_a_run_of_impact_has_diagrams_of_what_was_tried(world: World, zhi: Browser) -> None:
    tried = zhi.send("/workshop/pothole/migration", "/workshop/pothole/migration").request.path.rsplit("/", 1)[1]
    for run in (tried, "nothing"):
        assert zhi.client.get(f"/workshop/impact/{run}/diagram?process=pothole").status_code == 404


def test_who_may_not_draw_begins_nothing(world: World) -> None:
    version = kept(world, RENAMED)
    for who in ("shen", "yun", "mei"):
        browser = world.signed_in(who)
        assert browser.send("/tasks", f"/workshop/pothole/impact/{version}").status_code == 403
        assert browser.send("/tasks", "/workshop/pothole/migration").status_code == 403
        assert browser.send("/tasks", "/workshop/migration/x/carry-out").status_code == 403


def test_saving_knows_its_authors(world: World) -> None:
    saving.save(
        world.engine, "pothole", "pothole.bpmn", OTHER, expected=saving.revision(DRAWN), who="zhi", at=world.clock.now()
    )
    version = kept(world, OTHER)
    with world.engine.database.connect() as connection:
        assert authors.of_version(connection, version) == ["zhi"]
