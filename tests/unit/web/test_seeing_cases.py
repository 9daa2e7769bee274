"""The list of cases and the page of one follow the same rule, whichever end they start from."""

import sqlalchemy as sa

from engine.runtime.permissions import Actor
from tests.unit.web.conftest import ORGANISATION, World
from tests.unit.web.test_one_case import MEI, joined
from web.account import people
from web.account.tables import membership
from web.cases import queries
from web.permissions import may_see_case


def test_the_list_shows_just_the_cases_whose_pages_open(world: World) -> None:
    joined(world)
    done, held = world.start(), world.start()
    world.engine.claim(held, world.token(held), MEI)
    world.engine.complete(done, world.token(done), {}, MEI)
    world.clock.advance(3 * 86_400_000)
    with world.engine.database.begin() as connection:
        connection.execute(sa.update(membership).where(membership.c.person == "ming").values(valid_from="2026-01-01"))
        connection.execute(sa.update(membership).where(membership.c.person == "mei").values(valid_to="2026-01-02"))
    world.engine.start("oversight", {"place": "p"}, Actor("xi"))
    everything = [row.id for row in world.engine.instances(limit=100).rows]
    seen = {}
    with world.app.test_request_context():
        for person in ORGANISATION.people:
            visitor = people.visitor(world.engine.database, person.id, world.clock.now())
            assert visitor is not None
            listed = {row.id for row in queries.cases(world.engine.database, visitor, "", "", "").rows}
            opened = {id for id in everything if may_see_case(visitor, id)}
            assert listed <= opened
            joined_away = {row.id for row in world.engine.instances(limit=100).rows if row.id in opened - listed}
            assert all(world.engine.case(id).instance.case_number for id in joined_away), person.id
            seen[person.id] = len(opened)
    assert seen["shen"] == len(everything)
    assert 0 < seen["xi"] < len(everything)
    assert seen["zhi"] == 0


def test_a_unit_keeps_what_its_member_took_on_and_did_only_after_leaving(world: World) -> None:
    from_outside = Actor("xi", frozenset({"mender@west"}))
    given = {"place": "东川路 800 号", "danger": "no", "seen": "2026-03-01"}
    taken, not_taken = (world.engine.start("pothole", given, from_outside) for _ in range(2))
    world.engine.claim(taken, world.token(taken), MEI)
    world.clock.advance(3 * 86_400_000)
    for one in (taken, not_taken):
        world.engine.complete(one, world.token(one), {}, MEI)
    with world.engine.database.begin() as connection:
        connection.execute(sa.update(membership).where(membership.c.person == "mei").values(valid_to="2026-01-02"))
    visitor = people.visitor(world.engine.database, "ming", world.clock.now())
    assert visitor is not None
    with world.app.test_request_context():
        listed = {row.id for row in queries.cases(world.engine.database, visitor, "", "", "").rows}
        assert may_see_case(visitor, taken)
        assert not may_see_case(visitor, not_taken)
    assert listed == {taken}
