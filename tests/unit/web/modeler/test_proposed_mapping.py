"""The mapping of running cases is a part of what is proposed: seen, edited, tried, approved and carried out as such."""

from collections.abc import Iterator

import pytest

from tests.integration.conftest import database_url, postgresql, sqlite_template
from tests.unit.web.conftest import Browser, World, install, opened
from tests.unit.web.modeler.test_publishing import DRAWN, acts, decide, propose, save, staffed, state, work
from web.modeler import runs
from web.modeler.publishing import journal, proposals

__all__ = ["database_url", "postgresql", "sqlite_template"]

UNLIKE = DRAWN.replace(b'"Fill"', b'"Repair"').replace("填平坑洞".encode(), "修补路面".encode())
"""The task has another id and another name: a mapping is suggested, and not sure."""

FIELD = "map:pothole:Fill"


@pytest.fixture
def world(world: World) -> World:
    return staffed(world)


@pytest.fixture
def either(database_url: str) -> Iterator[World]:
    """Three policy officers, on each kind of database."""
    install(database_url)
    with opened(database_url) as world:
        yield staffed(world)


def proposed(world: World, browser: Browser, **fields: object) -> str:
    save(world, UNLIKE)
    id = propose(world, browser, **fields)
    work(world)
    return id


def remap(world: World, browser: Browser, id: str, **fields: object) -> int:
    """Send the form of the page with another mapping."""
    tried = proposals.get(world.engine.database, id).impact_run
    code = decide(browser, id, "mapping", **{"impact": tried, **fields})
    work(world)
    return code


def impact(world: World, id: str) -> runs.Run:
    with world.app.app_context():
        return runs.get(proposals.get(world.engine.database, id).impact_run)


def versions(world: World, cases: list[str]) -> list[int]:
    return [world.engine.case(one).instance.version for one in cases]


def test_a_mapping_is_edited_tried_approved_and_carried_out_with_the_version(either: World) -> None:
    world = either
    cases = [world.start() for _ in range(2)]
    zhi, shu = world.signed_in("zhi"), world.signed_in("shu")
    id = proposed(world, zhi)
    before = impact(world, id).result
    assert (before["summary"]["needs_mapping"], before["moves"]) == (2, {"moves": 0, "stays": 2})
    page = zhi.get(f"/workshop/proposals/{id}")
    assert '<option value="Repair" selected>修补路面' in page
    assert "尚未确认" in page
    assert remap(world, zhi, id, **{FIELD: "Repair", "cases": "migrate"}) == 200
    after = impact(world, id).result
    assert (after["summary"]["goes_on"], after["moves"]) == (2, {"moves": 2, "stays": 0})
    assert versions(world, cases) == [1, 1], "a dry run moves nothing"
    for address in (f"/workshop/proposals/{id}", f"/workshop/runs/{impact(world, id).id}"):
        assert "2 件办理中的案件可以改办" in shu.get(address), "the reviewer sees it"
        assert "2 件办理中的案件可以改办" in world.signed_in("shen").get(address), "and so does the auditor"
    assert decide(shu, id, "approve") == 200
    work(world)
    assert state(world, id) == "published"
    assert versions(world, cases) == [2, 2]
    found, _ = journal.entries(world.engine.database)
    assert [one.action for one in found[:4]] == [
        "cases.migrated",
        "version.published",
        "version.approved",
        "mapping.changed",
    ]
    assert found[2].details["elements"] == found[3].details["elements"] == {"pothole": {"Fill": "Repair"}}
    assert "Fill → Repair" in zhi.get("/workshop/journal")


def test_unless_it_is_confirmed_only_what_is_sure_is_mapped(world: World) -> None:
    cases = [world.start()]
    zhi = world.signed_in("zhi")
    id = proposed(world, zhi, cases="migrate")
    assert decide(world.signed_in("shu"), id, "approve") == 200
    work(world)
    assert (state(world, id), versions(world, cases)) == ("published", [1])


def test_cases_that_were_left_are_moved_later_by_the_mapping_that_was_approved(world: World) -> None:
    cases = [world.start() for _ in range(2)]
    zhi = world.signed_in("zhi")
    id = proposed(world, zhi)
    assert remap(world, zhi, id, **{FIELD: "", "cases": "stay"}) == 200
    assert impact(world, id).result["summary"]["stuck"] == 2
    assert remap(world, zhi, id, **{FIELD: "Repair", "cases": "stay"}) == 200
    assert decide(world.signed_in("shu"), id, "approve") == 200
    work(world)
    assert versions(world, cases) == [1, 1]
    page = zhi.get("/workshop/pothole/migration")
    assert '<option value="Repair" selected>' in page
    assert "与版本一同批准" in page
    tried = zhi.send("/workshop/pothole/migration", "/workshop/pothole/migration")
    work(world)
    zhi.send(tried.request.path, f"/workshop/migration/{tried.request.path.rsplit('/', 1)[1]}/carry-out")
    work(world)
    assert versions(world, cases) == [2, 2]


def test_another_mapping_voids_the_approval(either: World) -> None:
    world = either
    world.start()
    zhi, shu = world.signed_in("zhi"), world.signed_in("shu")
    id = proposed(world, zhi)
    moment = {"when": "later", "day": "2026-03-01", "time": "08:00"}
    assert decide(shu, id, "approve", **moment) == 200
    assert remap(world, zhi, id, **{FIELD: "Repair", "cases": "migrate"}) == 200
    assert state(world, id) == "proposed"
    assert "须连同版本重新批准" in shu.get(f"/workshop/proposals/{id}")
    assert "须重新批准" in shu.get("/messages")
    world.clock.advance(90 * 86_400_000)
    work(world)
    assert state(world, id) == "proposed", "what was approved before does not come into force"
    assert acts(world) == ["version.proposed", "version.approved", "mapping.changed"]
    assert decide(world.signed_in("shu"), id, "approve") == 200, "the session ended meanwhile"
    work(world)
    assert state(world, id) == "published"


def test_nobody_approves_a_mapping_that_they_have_not_seen_or_made_themselves(world: World) -> None:
    world.start()
    zhi, shu = world.signed_in("zhi"), world.signed_in("shu")
    id = proposed(world, zhi)
    seen = impact(world, id).id
    assert remap(world, zhi, id, **{FIELD: "Repair"}) == 200
    assert decide(shu, id, "approve", impact=seen) == 409
    assert decide(zhi, id, "mapping", impact=seen, **{FIELD: ""}) == 409, "somebody else's is not overwritten unseen"
    assert remap(world, shu, id, **{FIELD: "Repair"}) == 200
    assert decide(shu, id, "approve") == 403, "whoever changes the mapping has a hand in it"
    assert decide(world.signed_in("ce"), id, "approve") == 200
    for who in ("shen", "yun", "mei"):
        assert decide(world.signed_in(who), id, "mapping", impact=impact(world, id).id) == 403
    work(world)
    assert remap(world, zhi, id, **{FIELD: ""}) == 409, "it is in force"


def test_any_version_is_tried_with_another_mapping_without_proposing_it(world: World) -> None:
    world.start()
    zhi = world.signed_in("zhi")
    id = proposed(world, zhi)
    version = proposals.get(world.engine.database, id).version_id
    first = zhi.send("/tasks", f"/workshop/pothole/impact/{version}").request.path.rsplit("/", 1)[1]
    work(world)
    assert FIELD in zhi.get(f"/workshop/runs/{first}")
    second = zhi.send("/tasks", f"/workshop/pothole/impact/{version}", after=first, **{FIELD: "Repair"})
    work(world)
    with world.app.app_context():
        assert runs.get(second.request.path.rsplit("/", 1)[1]).result["moves"] == {"moves": 1, "stays": 0}
    assert not proposals.get(world.engine.database, id).elements, "what is proposed stays as it was"
