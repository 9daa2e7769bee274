"""From a draft to a version in force: checked, reviewed by a second person, published in one transaction, written down."""

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from engine.runtime.permissions import Actor
from engine.store.metadata import metadata
from tests.integration.conftest import database_url, postgresql, sqlite_template
from tests.process_files import chain, user_task
from tests.unit.web.conftest import HERE, PASSWORD, Browser, World, install, opened
from web.account import passwords
from web.account.tables import absence, membership, person
from web.modeler import library, runs
from web.modeler.drafts import saving
from web.modeler.impact.tables import case_finding
from web.modeler.publishing import journal, proposals
from web.modeler.publishing.tables import draft_author, proposal, version_author

__all__ = ["database_url", "postgresql", "sqlite_template"]

FILES = {file.name: file.read_bytes() for file in (HERE / "procedure").iterdir()}
DRAWN = FILES["pothole.bpmn"]
NEWER = DRAWN.replace("填平坑洞".encode(), "修补路面".encode())
DAY = 86_400_000
OFFICERS = {"zhi": "支度", "shu": "舒展", "ce": "策划"}


@pytest.fixture
def world(world: World) -> World:
    """An installation with three policy officers."""
    return staffed(world)


@pytest.fixture
def either(database_url: str) -> Iterator[World]:
    """The same on each kind of database."""
    install(database_url)
    with opened(database_url) as world:
        yield staffed(world)


def staffed(world: World) -> World:
    with world.engine.database.begin() as connection:
        for id in ("shu", "ce"):
            connection.execute(sa.insert(person).values(id=id, name=OFFICERS[id], name_en=id))
            connection.execute(sa.insert(membership).values(person=id, role="policy-officer", unit="district"))
    for id in ("shu", "ce"):
        passwords.set_password(world.engine.database, id, PASSWORD, 0)
    return world


def save(world: World, body: bytes, who: str = "zhi", file: str = "pothole.bpmn") -> None:
    before = library.draft_files("pothole", engine=world.engine).get(file)
    saving.save(world.engine, "pothole", file, body, expected=saving.revision(before), who=who, at=world.clock.now())


def propose(world: World, browser: Browser, **fields: object) -> str:
    """Propose the draft; the id of the proposal."""
    answer = browser.send("/workshop/pothole/propose", "/workshop/pothole/propose", **fields)
    assert answer.status_code == 200, answer.text
    return answer.request.path.rsplit("/", 1)[1]


def work(world: World) -> None:
    """Let every run that is due be done."""
    with world.app.app_context():
        runs.run_until_idle()


def decide(browser: Browser, id: str, what: str, **fields: object) -> int:
    return browser.send("/tasks", f"/workshop/proposals/{id}/{what}", **fields).status_code


def state(world: World, id: str) -> str:
    return proposals.get(world.engine.database, id).state


def acts(world: World) -> list[str]:
    found, _ = journal.entries(world.engine.database)
    assert not [wrong for _, wrong in journal.verify(world.engine.database) if wrong]
    return [one.action for one in reversed(found)]


def version_of(world: World, id: str) -> str:
    return proposals.get(world.engine.database, id).version_id


def drawn(world: World) -> str:
    """What new cases begin by."""
    definition = world.engine.current_definition("pothole")
    return world.engine.labels(definition.hash).of("", "Fill").name


def published(world: World, proposer: str = "zhi", reviewer: str = "shu") -> str:
    """The draft, proposed, approved and in force."""
    id = propose(world, world.signed_in(proposer))
    work(world)
    assert decide(world.signed_in(reviewer), id, "approve") == 200
    work(world)
    return id


def test_the_tables_are_as_the_migration_makes_them(either: World) -> None:
    world = either
    ours = {one.name for one in (proposal, version_author, draft_author, case_finding)}
    with world.engine.database.connect() as connection:
        only = {"include_object": lambda _, name, kind, *__: kind != "table" or name in ours}
        assert compare_metadata(MigrationContext.configure(connection, opts=only), metadata) == []


def test_a_draft_is_proposed_reviewed_and_put_into_force(either: World) -> None:
    world = either
    running = world.start()
    save(world, NEWER)
    zhi, shu = world.signed_in("zhi"), world.signed_in("shu")
    id = propose(world, zhi, name="新写法", note="用词统一")
    assert "待复核" in shu.get("/messages")
    assert decide(shu, id, "approve") == 422, "the checks are under way"
    work(world)
    page = shu.get(f"/workshop/proposals/{id}")
    assert "用词统一" in page
    assert "pothole.bpmn" in page
    assert decide(shu, id, "approve", note="同意") == 200
    assert drawn(world) == "填平坑洞"
    work(world)
    assert (state(world, id), drawn(world)) == ("published", "修补路面")
    assert library.draft_changes("pothole", engine=world.engine) == []
    in_force = library.in_force("pothole", engine=world.engine)
    assert in_force is not None
    assert (in_force.name, in_force.made_by) == ("新写法", "zhi")
    assert world.engine.case(running).instance.version == 1, "running cases stay"
    assert acts(world) == ["version.proposed", "version.approved", "version.published"]
    assert "已生效" in zhi.get("/messages")


def test_nobody_reviews_what_they_had_a_hand_in(world: World) -> None:
    save(world, NEWER, "shu")
    save(world, NEWER.replace("修补路面".encode(), "补好路面".encode()), "ce")
    zhi = world.signed_in("zhi")
    id = propose(world, zhi)
    work(world)
    for who in ("zhi", "shu", "ce"):
        browser = world.signed_in(who)
        assert "必须由另一个人决定" in browser.get(f"/workshop/proposals/{id}")
        assert decide(browser, id, "approve") == 403
        assert decide(browser, id, "reject", note="no") == 403
    for who in ("mei", "shen", "yun"):
        assert decide(world.signed_in(who), id, "approve") == 403
    assert state(world, id) == "proposed"


def test_a_draft_kept_by_others_under_a_name_is_theirs_whoever_proposes_it(world: World) -> None:
    save(world, NEWER, "shu")
    with world.engine.database.begin() as connection:
        files = library.draft_files("pothole", engine=world.engine)
        kept = library.keep(connection, "pothole", files, name="一稿", note="", who="zhi", at=5)
    save(world, DRAWN, "zhi")
    id = propose(world, world.signed_in("zhi"), version=kept.id)
    work(world)
    assert decide(world.signed_in("shu"), id, "approve") == 403
    assert decide(world.signed_in("ce"), id, "approve") == 200


def test_a_stand_in_counts_as_the_person_they_stand_in_for(world: World) -> None:
    save(world, NEWER)
    id = propose(world, world.signed_in("zhi"))
    work(world)
    with world.engine.database.begin() as connection:
        connection.execute(
            sa.insert(absence).values(
                id="a", person="zhi", substitute="shu", first_day="2000-01-01", last_day="2999-01-01", noted_at=0
            )
        )
    assert decide(world.signed_in("shu"), id, "approve") == 403
    assert decide(world.signed_in("ce"), id, "approve") == 200


def test_errors_refuse_a_proposal_with_place_and_remedy(world: World) -> None:
    zhi = world.signed_in("zhi")
    answer = zhi.send("/workshop/pothole/propose", "/workshop/pothole/propose")
    assert answer.status_code == 422
    assert "现在已经生效的就是这个" in answer.text
    save(world, DRAWN.replace(b'sourceRef="Fill" targetRef="End"', b'sourceRef="Fill" targetRef="Fill"'))
    answer = zhi.send("/workshop/pothole/propose", "/workshop/pothole/propose")
    assert answer.status_code == 422
    assert "已填平" in answer.text
    assert acts(world) == []


def test_a_handler_that_the_server_lacks_is_named_with_its_step(world: World, database_url: str) -> None:
    task = DRAWN.replace(b"<zeebe:userTask/>", b'<zeebe:taskDefinition type="send_pigeon"/>')
    task = task.replace(b'<zeebe:formDefinition formId="pothole_fill"/>', b"")
    task = task.replace(b'<zeebe:assignmentDefinition candidateGroups="mender@east"/>', b"")
    start, end = (
        task.index(b"<zeebe:taskSchedule"),
        task.index(b'<zeebe:properties><zeebe:property name="name:en" value="Fill'),
    )
    task = (task[:start] + task[end:]).replace(b"bpmn:userTask", b"bpmn:serviceTask")
    save(world, task)
    world.engine._handlers["notify"] = object()  # type: ignore[assignment]
    answer = world.signed_in("zhi").send("/workshop/pothole/propose", "/workshop/pothole/propose")
    assert answer.status_code == 422
    assert "send_pigeon" in answer.text
    assert "填平坑洞" in answer.text


def test_what_is_changed_in_the_draft_afterwards_is_no_part_of_it(world: World) -> None:
    save(world, NEWER)
    id = propose(world, world.signed_in("zhi"))
    save(world, DRAWN.replace("填平坑洞".encode(), "再改一次".encode()), "ce")
    work(world)
    assert decide(world.signed_in("ce"), id, "approve") == 200, "the later change is no part of it"
    work(world)
    assert drawn(world) == "修补路面"
    (left,) = library.draft_changes("pothole", engine=world.engine)
    assert "再改一次".encode() in left.body


def test_going_back_is_proposing_an_older_version(world: World) -> None:
    save(world, NEWER)
    first = published(world)
    save(world, DRAWN.replace("填平坑洞".encode(), "第三种".encode()))
    published(world)
    assert drawn(world) == "第三种"
    older = proposals.get(world.engine.database, first).version_id
    id = propose(world, world.signed_in("shu"), version=older)
    work(world)
    assert decide(world.signed_in("zhi"), id, "approve") == 200, (
        "what was reviewed once may be decided on by its author"
    )
    work(world)
    assert drawn(world) == "修补路面"
    in_force = library.in_force("pothole", engine=world.engine)
    assert in_force is not None
    assert in_force.id == older
    assert [row.version for row in world.engine.definitions()] == [2], "no new version of what was deployed before"


def test_a_moment_is_kept_and_may_be_called_off(world: World) -> None:
    save(world, NEWER)
    shu = world.signed_in("shu")
    id = propose(world, world.signed_in("zhi"))
    work(world)
    day = {"when": "later", "day": "2026-03-01", "time": "08:00"}
    assert decide(shu, id, "approve", when="later", day="gone", time="8") == 422
    assert decide(shu, id, "approve", **day) == 200
    work(world)
    assert (state(world, id), drawn(world)) == ("approved", "填平坑洞")
    assert "2026年3月1日" in shu.get(f"/workshop/proposals/{id}")
    assert decide(shu, id, "cancel") == 200
    world.clock.advance(60 * DAY)
    work(world)
    assert (state(world, id), drawn(world)) == ("cancelled", "填平坑洞")
    again = propose(world, world.signed_in("zhi"))
    work(world)
    assert decide(world.signed_in("ce"), again, "approve", when="later", day="2026-05-01", time="08:00") == 200
    world.clock.advance(70 * DAY)
    work(world)
    assert (state(world, again), drawn(world)) == ("published", "修补路面")


def test_a_version_published_meanwhile_refuses_the_older_proposal_and_tells_why(either: World) -> None:
    world = either
    save(world, NEWER)
    later = propose(world, world.signed_in("zhi"))
    save(world, DRAWN.replace("填平坑洞".encode(), "抢先一步".encode()))
    soon = propose(world, world.signed_in("zhi"))
    work(world)
    shu = world.signed_in("shu")
    assert decide(shu, soon, "approve") == 200
    assert decide(shu, later, "approve") == 200
    work(world)
    assert (state(world, soon), state(world, later), drawn(world)) == ("published", "overtaken", "抢先一步")
    for who in ("zhi", "shu"):
        assert "已被取代" in world.signed_in(who).get("/messages")
    assert "版已经生效" in shu.get(f"/workshop/proposals/{later}")
    assert acts(world)[-2:] == ["version.published", "version.overtaken"]


def test_what_was_overtaken_is_marked_cannot_be_approved_and_is_proposed_afresh(either: World) -> None:
    world = either
    save(world, NEWER)
    zhi, shu = world.signed_in("zhi"), world.signed_in("shu")
    old = propose(world, zhi)
    work(world)
    save(world, DRAWN.replace("填平坑洞".encode(), "抢先一步".encode()))
    published(world)
    for page in ("/workshop/pothole/", "/workshop/proposals/", f"/workshop/proposals/{old}"):
        assert "已被取代" in zhi.get(page)
        assert "第 2 版已经生效（制作人：支度）" in zhi.get(page)
    assert decide(shu, old, "approve") == 409
    version = proposals.get(world.engine.database, old).version_id
    assert "就会被撤回" in zhi.get(f"/workshop/pothole/propose?version={version}"), (
        "the proposer is told what it undoes"
    )
    again = propose(world, zhi, version=version)
    work(world)
    assert "抢先一步" in shu.get(f"/workshop/proposals/{again}"), "the reviewer sees what it takes back"
    assert decide(shu, again, "approve") == 200
    work(world)
    assert (state(world, again), drawn(world)) == ("published", "修补路面")


def test_what_is_deployed_past_the_workshop_overtakes_as_well(world: World) -> None:
    save(world, NEWER)
    id = propose(world, world.signed_in("zhi"))
    work(world)
    deployed = {**FILES, "pothole.bpmn": DRAWN.replace("填平坑洞".encode(), "抢先一步".encode())}
    world.engine.deploy(deployed, Actor("yun"))
    shu = world.signed_in("shu")
    assert "已被取代" in shu.get(f"/workshop/proposals/{id}")
    assert decide(shu, id, "approve") == 422
    assert (state(world, id), drawn(world)) == ("proposed", "抢先一步")


def test_a_publication_that_is_done_again_after_a_crash_changes_nothing(world: World) -> None:
    save(world, NEWER)
    id = published(world)
    before = (acts(world), [row.version for row in world.engine.definitions(only_current=False)])
    with world.app.app_context():
        again = runs.ask("publication", "pothole", {"proposal": id}, "shu")
        runs.run_until_idle()
        assert runs.get(again).state == "done"
    assert (acts(world), [row.version for row in world.engine.definitions(only_current=False)]) == before


def test_a_handler_that_is_gone_by_then_refuses_the_publication(world: World) -> None:
    service = DRAWN.replace(b"<zeebe:userTask/>", b'<zeebe:taskDefinition type="send_pigeon"/>')
    service = service.replace(b'<zeebe:formDefinition formId="pothole_fill"/>', b"")
    service = service.replace(b'<zeebe:assignmentDefinition candidateGroups="mender@east"/>', b"")
    start = service.index(b"<zeebe:taskSchedule")
    end = service.index(b'<zeebe:properties><zeebe:property name="name:en" value="Fill')
    save(world, (service[:start] + service[end:]).replace(b"bpmn:userTask", b"bpmn:serviceTask"))
    handlers = world.engine._handlers
    handlers["send_pigeon"] = object()  # type: ignore[assignment]
    id = propose(world, world.signed_in("zhi"))
    work(world)
    shu = world.signed_in("shu")
    assert decide(shu, id, "approve", note="同意", when="later", day="2026-03-01", time="08:00") == 200
    handlers["send_crow"] = handlers.pop("send_pigeon")
    world.clock.advance(60 * DAY)
    work(world)
    assert (state(world, id), drawn(world)) == ("proposed", "填平坑洞"), "back in review"
    for who in ("zhi", "shu"):
        assert "send_pigeon" in world.signed_in(who).get("/messages")
    assert acts(world)[-1] == "publication.refused"
    shu = world.signed_in("shu")
    page = shu.get(f"/workshop/proposals/{id}")
    assert "退回复核" in page
    assert "send_pigeon" in page
    assert "批准并立即生效" in page
    handlers["send_pigeon"] = handlers.pop("send_crow")
    assert decide(shu, id, "approve", note="补上了") == 200
    work(world)
    assert state(world, id) == "published"


def test_a_publication_that_dies_again_and_again_brings_the_proposal_back_to_review(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(world, NEWER)
    id = propose(world, world.signed_in("zhi"))
    work(world)
    shu = world.signed_in("shu")
    assert decide(shu, id, "approve") == 200

    def dies(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError("gone", None, Exception("gone"))

    with monkeypatch.context() as patched:
        patched.setattr(world.engine, "deploy", dies)
        for _ in range(5):
            work(world)
            world.clock.advance(120_000)
    assert (state(world, id), drawn(world)) == ("proposed", "填平坑洞")
    assert "三次都没有做完" in shu.get(f"/workshop/proposals/{id}")
    assert "未能生效" in world.signed_in("zhi").get("/messages")
    assert decide(shu, id, "approve") == 200
    work(world)
    assert (state(world, id), drawn(world)) == ("published", "修补路面")


def test_cases_move_with_the_publication_where_that_was_proposed(world: World) -> None:
    cases = [world.start(), world.start()]
    save(world, NEWER)
    id = propose(world, world.signed_in("zhi"), cases="migrate")
    work(world)
    assert decide(world.signed_in("shu"), id, "approve") == 200
    work(world)
    assert [world.engine.case(one).instance.version for one in cases] == [2, 2]
    assert acts(world)[-2:] == ["version.published", "cases.migrated"]


def test_two_who_decide_at_the_same_moment(either: World) -> None:
    world = either
    save(world, NEWER)
    id = propose(world, world.signed_in("zhi"))
    work(world)
    answers: list[int] = []
    browsers = [world.signed_in("shu"), world.signed_in("ce")]
    threads = [threading.Thread(target=lambda one=one: answers.append(decide(one, id, "approve"))) for one in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    work(world)
    assert acts(world) == ["version.proposed", "version.approved", "version.published"]


def test_rejecting_needs_a_reason_and_withdrawing_the_proposer(world: World) -> None:
    save(world, NEWER)
    zhi, shu = world.signed_in("zhi"), world.signed_in("shu")
    id = propose(world, zhi)
    assert decide(shu, id, "withdraw") == 403
    work(world)
    assert decide(shu, id, "reject") == 422
    assert decide(shu, id, "reject", note="请先征求派出所意见") == 200
    assert "请先征求派出所意见" in zhi.get("/messages")
    assert decide(zhi, id, "withdraw") == 409
    second = propose(world, zhi)
    assert decide(zhi, second, "withdraw") == 200
    assert state(world, second) == "withdrawn"
    assert drawn(world) == "填平坑洞"


def test_callers_get_a_new_version_that_calls_the_new_one(world: World) -> None:
    call = '<bpmn:callActivity id="call" name="call"><bpmn:extensionElements><zeebe:calledElement processId="pothole"/></bpmn:extensionElements></bpmn:callActivity>'
    caller = chain(call, id="caller").replace(b'name="caller name"', 'name="道路养护"'.encode())
    world.engine.deploy({"caller.bpmn": caller}, Actor("zhi"))
    world.engine.deploy({"other.bpmn": chain(user_task("alone"), id="other")}, Actor("zhi"))
    save(world, NEWER)
    id = propose(world, world.signed_in("zhi"))
    work(world)
    page = world.signed_in("shu").get(f"/workshop/proposals/{id}")
    assert '<a href="/workshop/caller/">道路养护</a>' in page
    assert decide(world.signed_in("shu"), id, "approve") == 200
    work(world)
    versions = {row.process_id: row.version for row in world.engine.definitions()}
    assert versions == {"caller": 2, "other": 1, "pothole": 2}
    called = world.engine.current_definition("caller").called["pothole"]
    assert called.hash == world.engine.current_definition("pothole").hash
    told = world.signed_in("shu").get("/workshop/journal")
    assert "路面坑洞第 2 版" in told
    assert "道路养护第 2 版" in told
    assert (
        world.signed_in("shu").client.get(f"/workshop/other/propose?version={version_of(world, id)}").status_code == 404
    )


def test_the_journal_is_read_by_those_who_answer_for_it(world: World) -> None:
    save(world, NEWER)
    published(world)
    for who in ("zhi", "shen", "yun"):
        page = world.signed_in(who).get("/workshop/journal")
        assert "路面坑洞" in page
        assert "生效" in page
    shen = world.signed_in("shen")
    assert "批准" in shen.get("/workshop/journal?action=version.approved&who=shu")
    assert "没有符合条件的记录" in shen.get("/workshop/journal?who=nobody")
    english = shen.send("/tasks", "/language", language="en", next="/workshop/journal").text
    assert "Put into force" in english
    assert world.signed_in("mei").client.get("/workshop/journal").status_code == 403


def test_the_page_of_a_procedure_lists_its_proposals(world: World) -> None:
    save(world, NEWER)
    zhi = world.signed_in("zhi")
    assert "提请复核草稿" in zhi.get("/workshop/pothole/")
    propose(world, zhi)
    page = zhi.get("/workshop/pothole/")
    assert "等待决定" in page
    listed = page.split('id="proposals-title"', 1)[1].split("</section>", 1)[0]
    assert listed.count(OFFICERS["zhi"]) == 1, "without a note the proposer is the title, and is not named again"
    assert "来自服务器文件" not in page, "a version without a name that somebody drew is called by its number"
    assert "等待决定" in zhi.get("/workshop/proposals/")
    assert zhi.client.get("/workshop/").status_code == 200
