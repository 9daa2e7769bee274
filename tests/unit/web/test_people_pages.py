"""Keeping people, and one's own account."""

import re

import sqlalchemy as sa

from engine.store.database import reading
from tests.unit.web.conftest import PASSWORD, Browser, World
from web.account import dates
from web.account.tables import absence, membership
from web.tables import access_record

NEW = {"id": "new-one", "name": "新人", "name_en": "New One"}
MENDER = {"role": "mender", "unit": "west"}


def _recorded(world: World) -> list[tuple[str, str, str]]:
    table = access_record
    with reading(world.engine.database) as connection:
        rows = connection.execute(
            sa.select(table.c.action, table.c.subject, table.c.outcome).order_by(table.c.at)
        ).all()
    return [(row.action, row.subject, row.outcome) for row in rows]


def _temporary(page: str) -> str:
    found = re.search("<code>([^<]+)</code>", page)
    assert found
    return found[1]


def test_only_operators_and_policy_officers_keep_people(world: World) -> None:
    for somebody in ("yun", "zhi"):
        assert "梅花" in world.signed_in(somebody).get("/people")
    mei = world.signed_in("mei")
    assert "/people" not in mei.get("/tasks")
    for address in ("/people", "/people/ming"):
        assert mei.client.get(address).status_code == 403
    for address in ("/people", "/people/ming/memberships", "/people/ming/memberships/end", "/people/ming/password"):
        assert mei.send("/tasks", address, **NEW, **MENDER).status_code == 403
    assert ("reset password", "ming", "denied") in _recorded(world)


def test_a_person_is_added_given_work_and_a_password_of_their_own(world: World) -> None:
    yun = world.signed_in("yun")
    assert "请继续填写所属单位" in yun.send("/people", "/people", **NEW).text
    assert "西片" in yun.send("/people/new-one", "/people/new-one/memberships", **MENDER).text
    temporary = _temporary(yun.send("/people/new-one", "/people/new-one/password").text)
    assert temporary not in yun.get("/people/new-one")
    browser = world.browser()
    assert "请先改成自己的密码" in browser.sign_in("new-one", temporary).text
    assert "请先改成自己的密码" in browser.get("/tasks"), "nothing else before that"
    changed = browser.send(
        "/account", "/account/password", present=temporary, chosen="three plain words", again="three plain words"
    )
    assert "密码已修改" in changed.text
    assert "填平坑洞" not in browser.get("/tasks?tab=group")
    assert world.browser().sign_in("new-one", "three plain words").status_code == 200
    done = [entry for entry in _recorded(world) if entry[2] == "done"]
    assert [entry[0] for entry in done] == ["add person", "add membership", "reset password", "change own password"]


def test_mistakes_are_said_where_they_are(world: World) -> None:
    yun = world.signed_in("yun")
    for fields in ({**NEW, "id": "梅"}, {**NEW, "id": "mei"}, {**NEW, "name": ""}):
        assert yun.send("/people", "/people", **fields).status_code == 422
    bad = (
        {**MENDER, "role": "king"},
        {**MENDER, "unit": "mars"},
        {**MENDER, "valid_from": "2026-02-30"},
        {**MENDER, "valid_from": "2026-03-02", "valid_to": "2026-03-01"},
        {"role": "mender", "unit": "east"},
    )
    for fields in bad:
        answer = yun.send("/people/mei", "/people/mei/memberships", **fields)
        assert answer.status_code == 422
        assert 'class="error"' in answer.text
    assert yun.send("/people", "/people/nobody/password").status_code == 404


def test_an_ended_membership_ends_what_is_offered(world: World) -> None:
    world.start()
    yun = world.signed_in("yun")
    ended = {"role": "mender", "unit": "east", "valid_from": ""}
    assert "已终止" in yun.send("/people/mei", "/people/mei/memberships/end", **ended).text
    assert "填平坑洞" not in world.signed_in("mei").get("/tasks?tab=group")
    with reading(world.engine.database) as connection:
        last = connection.scalar(sa.select(membership.c.valid_to).where(membership.c.person == "mei"))
    assert last == dates.today(world.clock.now() - dates.DAY)


def test_nobody_gives_themselves_a_role(world: World) -> None:
    yun = world.signed_in("yun")
    assert "这是您本人" in yun.get("/people/yun")
    for action in ("memberships", "memberships/end", "password"):
        assert yun.send("/people", f"/people/yun/{action}", role="auditor", unit="district").status_code == 403


def test_pages_ask_for_a_token_of_their_own(world: World) -> None:
    yun = world.signed_in("yun")
    assert yun.client.post("/people", data=NEW).status_code == 400
    assert yun.client.post("/account/absences", data={}).status_code == 400


def _change(browser: Browser, **fields: str) -> int:
    given = {"present": PASSWORD, "chosen": "three plain words", "again": "three plain words", **fields}
    return browser.send("/account", "/account/password", **given).status_code


def test_a_password_is_changed_by_whoever_knows_it_and_signs_out_elsewhere(world: World) -> None:
    elsewhere, mei = world.signed_in("mei"), world.signed_in("mei")
    assert _change(mei, present="wrong") == 422
    assert _change(mei, chosen="short", again="short") == 422
    assert _change(mei, again="three other words") == 422
    assert _change(mei, chosen="mei and her words", again="mei and her words") == 422
    assert elsewhere.client.get("/tasks").status_code == 200
    assert _change(mei) == 200
    assert mei.client.get("/tasks").status_code == 200
    assert elsewhere.client.get("/tasks").status_code == 302


def test_guessing_the_present_password_is_slowed_down(world: World) -> None:
    mei = world.signed_in("mei")
    found = [_change(mei, present="wrong") for _ in range(6)]
    assert found[0] == 422
    assert found[-1] == 429


def _away(world: World, first: int, last: int, substitute: str = "ming") -> dict[str, str]:
    first_day, last_day = (dates.today(world.clock.now() + days * dates.DAY) for days in (first, last))
    return {"first_day": first_day, "last_day": last_day, "substitute": substitute}


def test_a_substitute_is_named_and_the_absence_ended(world: World) -> None:
    case = world.start()
    task = f"/tasks/{case}/{world.token(case)}"
    mei = world.signed_in("mei")
    mei.send(task, f"{task}/claim")
    assert task not in world.signed_in("ming").get("/tasks?tab=group")
    assert "代办人：明亮" in mei.send("/account", "/account/absences", **_away(world, 0, 3)).text
    assert task in world.signed_in("ming").get("/tasks?tab=group")
    assert "您正在代办" in world.signed_in("ming").get("/account")
    with reading(world.engine.database) as connection:
        identity = connection.scalar(sa.select(absence.c.id))
    assert world.signed_in("rong").send("/account", f"/account/absences/{identity}/end").status_code == 404
    assert "外出已终止" in mei.send("/account", f"/account/absences/{identity}/end").text
    assert task not in world.signed_in("ming").get("/tasks?tab=group")


def test_an_absence_has_days_in_order_and_somebody_near(world: World) -> None:
    mei = world.signed_in("mei")
    mei.send("/account", "/account/absences", **_away(world, 2, 3))
    for fields in (
        _away(world, 3, 4),
        _away(world, 9, 8),
        _away(world, -3, -2),
        _away(world, 8, 9, "mei"),
        _away(world, 8, 9, "xi"),
        {**_away(world, 8, 9), "first_day": "soon"},
    ):
        assert mei.send("/account", "/account/absences", **fields).status_code == 422
