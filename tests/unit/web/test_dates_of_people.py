"""From when to when people, what they belong to and units hold, and who stands in for whom."""

import sqlalchemy as sa

from engine.runtime.permissions import Actor
from tests.unit.web.conftest import World
from web.account import dates, people
from web.account.tables import absence, membership, person, unit

DAY = dates.DAY


def _day(world: World, later: int = 0) -> str:
    return dates.today(world.clock.now() + later * DAY)


def _date(world: World, table: sa.Table, column: str, key: str, **values: str) -> None:
    with world.engine.database.begin() as connection:
        connection.execute(sa.update(table).where(table.c[column] == key).values(**values))


def _groups(world: World, somebody: str) -> frozenset[str]:
    found = people.visitor(world.engine.database, somebody, world.clock.now())
    assert found is not None
    return found.actor.groups


def test_a_day_begins_at_midnight_in_shanghai() -> None:
    assert dates.today(dates.day_starts("2026-03-01")) == "2026-03-01"
    assert dates.today(dates.day_starts("2026-03-01") - 1) == "2026-02-28"


def test_somebody_belongs_to_a_group_from_its_first_to_its_last_day(world: World) -> None:
    _date(world, membership, "person", "mei", valid_from=_day(world, 1), valid_to=_day(world, 2))
    expected = [frozenset(), frozenset({"mender@east"}), frozenset({"mender@east"}), frozenset()]
    for groups in expected:
        assert _groups(world, "mei") == groups
        world.clock.advance(DAY)


def test_who_left_is_signed_out_and_cannot_sign_in(world: World) -> None:
    mei = world.signed_in("mei")
    _date(world, person, "id", "mei", valid_to=_day(world))
    assert mei.client.get("/tasks").status_code == 200
    _date(world, person, "id", "mei", valid_to=_day(world, -1))
    assert mei.client.get("/tasks").status_code == 302
    assert world.browser().sign_in("mei").status_code == 422


def test_a_closed_unit_keeps_its_name_but_cannot_be_chosen(world: World) -> None:
    world.deploy_visit()
    case = world.engine.start("visit", {"street": "east", "agency": "east-police"}, Actor("rong"))
    _date(world, unit, "id", "east-police", valid_to=_day(world, -1))
    rong = world.signed_in("rong")
    assert "东片派出所" not in rong.send("/procedures/visit", "/procedures/visit", street="east", refresh="1").text
    assert "东片派出所" in world.signed_in("mei").get(f"/tasks/{case}/{world.token(case)}")


def test_what_a_colleague_did_before_they_came_is_not_the_unit_s_to_see(world: World) -> None:
    case = world.start()
    world.engine.complete(case, world.token(case), {}, Actor("ming", frozenset({"mender@east"})))
    address = f"/cases/{case}"
    xi = world.signed_in("xi")
    assert xi.client.get(address).status_code == 403
    with world.engine.database.begin() as connection:
        row = {"person": "ming", "role": "mender", "unit": "west", "valid_from": _day(world, 1)}
        connection.execute(sa.insert(membership).values(**row))
    assert xi.client.get(address).status_code == 403
    with world.engine.database.begin() as connection:
        came = sa.update(membership).where(membership.c.unit == "west", membership.c.person == "ming")
        connection.execute(came.values(valid_from=_day(world)))
    assert xi.client.get(address).status_code == 200


def _away(world: World, first: int = 0, last: int = 0) -> None:
    with world.engine.database.begin() as connection:
        row = {"id": "1", "person": "mei", "substitute": "xi", "noted_at": 0}
        connection.execute(sa.insert(absence).values(first_day=_day(world, first), last_day=_day(world, last), **row))


def test_a_substitute_is_offered_the_tasks_of_the_absent_for_that_time_only(world: World) -> None:
    case = world.start()
    address = f"/tasks/{case}/{world.token(case)}"
    _away(world, 1, 1)
    assert address not in world.signed_in("xi").get("/tasks?tab=group")
    world.clock.advance(DAY)
    xi = world.signed_in("xi")
    assert address in xi.get("/tasks?tab=group")
    assert "您代替外出的梅花办理" in xi.get(address)
    assert xi.client.get(f"/cases/{case}").status_code == 200
    world.clock.advance(DAY)
    assert world.signed_in("xi").client.get(address).status_code == 403


def test_the_audit_page_says_who_did_it_for_whom(world: World) -> None:
    case = world.start()
    address = f"/tasks/{case}/{world.token(case)}"
    _away(world)
    world.signed_in("xi").send(address, f"{address}/claim")
    assert "西门（代梅花）" in world.signed_in("shen").get(f"/audit/{case}")


def test_a_substitute_gets_tasks_but_no_other_rights_of_the_absent(world: World) -> None:
    with world.engine.database.begin() as connection:
        row = {"id": "1", "person": "shen", "substitute": "xi", "noted_at": 0}
        connection.execute(sa.insert(absence).values(first_day=_day(world), last_day=_day(world), **row))
    assert world.signed_in("xi").client.get("/audit").status_code in (403, 404)
