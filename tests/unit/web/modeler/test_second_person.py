"""Nobody puts a version into force alone, whatever way round the workshop they take."""

from typing import Any

import pytest
import sqlalchemy as sa

from engine.store.database import reading
from tests.unit.web.conftest import World
from tests.unit.web.modeler.test_publishing import DRAWN, NEWER, decide, propose, save, staffed, state, work
from tests.unit.web.modeler.test_saving_files import FILES, Editor
from web.account.tables import membership, person
from web.modeler import library, runs
from web.modeler.drafts import saving
from web.modeler.publishing import authors, proposals, together

DRAWING = "pothole.bpmn"


@pytest.fixture
def world(world: World) -> World:
    return staffed(world)


def kept(world: World, files: dict[str, bytes], procedure: str = "pothole") -> library.Version:
    with world.engine.database.begin() as connection:
        return library.keep(connection, procedure, files, name="", note="", who="shu", at=5)


def test_a_version_of_another_procedure_is_not_proposed(world: World) -> None:
    files = library.present_files("pothole", engine=world.engine) | {DRAWING: NEWER}
    other = kept(world, files, "elsewhere")
    page = "/workshop/pothole/propose"
    assert world.signed_in("zhi").send(page, page, version=other.id).status_code == 404
    assert proposals.listed(world.engine.database) == []


def test_who_drew_a_version_that_others_brought_back_does_not_review_it(world: World) -> None:
    save(world, NEWER, "shu")
    drawn = kept(world, library.draft_files("pothole", engine=world.engine))
    save(world, DRAWN, "shu")
    assert library.draft_changes("pothole", engine=world.engine) == []
    zhi = world.signed_in("zhi")
    page = "/workshop/pothole/"
    assert zhi.send(page, f"{page}versions/{drawn.id}/restore").status_code == 200
    id = propose(world, zhi)
    work(world)
    assert decide(world.signed_in("shu"), id, "approve") == 403
    assert decide(world.signed_in("ce"), id, "approve") == 200


def test_who_sent_what_lost_against_another_made_the_version_that_holds_it(world: World) -> None:
    save(world, NEWER, "zhi")
    editor = Editor(world.signed_in("shu"))
    _, revision = editor.read()
    sent = editor.sent("POST", f"{FILES.replace('/files/', '/conflict/')}?take=theirs", b"{}", revision)
    assert sent.status_code == 200
    (lost,) = library.versions("pothole", engine=world.engine)
    save(world, DRAWN, "zhi")
    with reading(world.engine.database) as connection:
        assert authors.of_version(connection, lost.id) == ["shu", "zhi"]


def test_who_gives_the_draft_up_while_it_is_proposed_does_not_review_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(world, NEWER, "zhi")
    gather = together.gather

    def gathered(*args: Any) -> together.Together:
        save(world, DRAWN, "zhi")
        return gather(*args)

    monkeypatch.setattr(together, "gather", gathered)
    id = propose(world, world.signed_in("shu"))
    monkeypatch.undo()
    assert library.draft_changes("pothole", engine=world.engine) == []
    work(world)
    assert decide(world.signed_in("zhi"), id, "approve") == 403
    assert decide(world.signed_in("ce"), id, "approve") == 200


def test_policy_officers_make_no_other_policy_officer_and_get_into_no_account_of_one(world: World) -> None:
    zhi = world.signed_in("zhi")
    assert zhi.send("/people", "/people", id="second-me", name="分身", name_en="Second Me").status_code == 200
    assert "policy-officer" not in zhi.get("/people/second-me")
    for role in ("policy-officer", "operator"):
        joined = zhi.send("/people", "/people/second-me/memberships", role=role, unit="district")
        assert joined.status_code == 403, role
    for officer in ("shu", "yun"):
        assert zhi.send("/people", f"/people/{officer}/password").status_code == 403
    ended = zhi.send("/people", "/people/yun/memberships/end", role="operator", unit="district")
    assert ended.status_code == 403
    assert zhi.send("/people", "/people/mei/password").status_code == 200
    yun = world.signed_in("yun")
    joined = yun.send("/people", "/people/second-me/memberships", role="policy-officer", unit="district")
    assert joined.status_code == 200
    assert yun.send("/people", "/people/second-me/password").status_code == 200
    with reading(world.engine.database) as connection:
        held = connection.execute(sa.select(membership.c.role).where(membership.c.person == "second-me")).all()
        assert [one.role for one in held] == ["policy-officer"]


def test_an_operator_who_draws_makes_no_policy_officer_either(world: World) -> None:
    with world.engine.database.begin() as connection:
        connection.execute(sa.insert(membership).values(person="yun", role="policy-officer", unit="district"))
        connection.execute(sa.insert(person).values(id="second-me", name="分身", name_en="Second Me"))
    yun = world.signed_in("yun")
    joined = yun.send("/people", "/people/second-me/memberships", role="policy-officer", unit="district")
    assert joined.status_code == 403


def test_a_publication_is_called_off_at_its_proposal_not_at_its_run(world: World) -> None:
    save(world, NEWER)
    id = propose(world, world.signed_in("zhi"))
    work(world)
    shu = world.signed_in("shu")
    assert decide(shu, id, "approve", when="later", day="2999-01-01", time="08:00") == 200
    run = proposals.get(world.engine.database, id).publication_run
    address = f"/workshop/runs/{run}"
    assert f"{address}/stop" not in shu.get(address)
    assert shu.send("/tasks", f"{address}/stop").status_code == 409
    with world.app.app_context():
        assert runs.get(run).state == "waiting"
    assert decide(shu, id, "cancel") == 200
    assert state(world, id) == "cancelled"


def test_a_save_that_waited_while_the_draft_was_published_is_kept(world: World) -> None:
    files = library.present_files("pothole", engine=world.engine) | {DRAWING: NEWER}
    save(world, NEWER)
    version = kept(world, files)
    with world.engine.database.begin() as connection:
        assert library.held(connection, "pothole")
        library.put_in_force(connection, version, files, 7)
        assert not library.held(connection, "pothole")
    saving.change(world.engine, "pothole", {DRAWING: NEWER + b"\n"}, who="zhi", at=8)
    assert library.draft_files("pothole", engine=world.engine)[DRAWING] == NEWER + b"\n"
