"""A list of cases is read in windows of time, and leaves none out at their edges."""

from engine.runtime.permissions import Actor
from engine.store.database import reading
from tests.unit.web.conftest import World
from web.account import people
from web.cases import queries
from web.permissions import traces_of
from web.traces import windows

HOUR, DAY = 3_600_000, 86_400_000
MEI = Actor("mei", frozenset({"mender@east"}))


def over_years(world: World) -> list[str]:
    """Cases that rong reported, newest first: 40 of the last days, then rarer and rarer ones over three years."""
    found = []
    for away in (*[400 * DAY] * 2, *[30 * DAY] * 10, *[7 * DAY] * 3, *[2 * HOUR] * 40):
        world.clock.advance(away)
        found.append(world.start())
    return found[::-1]


def test_every_window_holds_a_time_and_all_windows_every_case_once(world: World) -> None:
    started = over_years(world)
    visitor = people.visitor(world.engine.database, "rong", world.clock.now())
    assert visitor is not None
    with world.app.test_request_context(), reading(world.engine.database) as connection:
        found = [list(connection.scalars(ids)) for ids in windows(connection, traces_of(visitor))]
    assert [one for window in found for one in sorted(window, reverse=True)] == started
    assert len(found[0]) == 41


def test_page_after_page_shows_all_cases_in_order(world: World) -> None:
    started = over_years(world)
    for one in started[10::2]:
        world.engine.complete(one, world.token(one), {}, MEI)
    running = {one for one in started if world.engine.case(one).instance.status == "active"}
    assert 0 < len(running) < len(started)
    for account in ("rong", "shen"):
        visitor = people.visitor(world.engine.database, account, world.clock.now())
        assert visitor is not None
        for status, expected in (("", started), ("active", [one for one in started if one in running])):
            shown: list[str] = []
            after = ""
            with world.app.test_request_context():
                while not shown or after:
                    page = queries.cases(world.engine.database, visitor, "", status, after)
                    shown += [row.id for row in page.rows]
                    after = page.next
            assert shown == expected, (account, status)
