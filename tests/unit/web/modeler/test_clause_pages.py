"""The clause register: changed with a history, what cites a changed clause is flagged, and everything in the journal."""

import json
import re
from collections.abc import Iterator

import pytest
from markupsafe import Markup

from tests.integration.conftest import database_url, postgresql, sqlite_template
from tests.unit.web.conftest import World, install, opened
from web.modeler.clauses import cases
from web.modeler.clauses.wordings import marked
from web.modeler.publishing import journal

__all__ = ["database_url", "postgresql", "sqlite_template"]

CLAUSE = "2.1.2.a"
WORDS = {
    "text": "要拓宽发现渠道。",
    "text_en": "Widen the channels.",
    "section": "二",
    "section_en": "II",
    "lead": "区网格化中心",
}
WHY = {"reason": "闵委办发〔2026〕1号", "valid_from": ""}


@pytest.fixture
def either(database_url: str) -> Iterator[World]:
    """An installation on each of the two databases."""
    install(database_url)
    with opened(database_url) as world:
        yield world


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def actions(world: World) -> list[tuple[str, str]]:
    return [
        (one.action, one.subject) for one in journal.entries(world.engine.database)[0] if one.action[:6] == "clause"
    ]


def change(world: World, **more: object) -> str:
    zhi = world.signed_in("zhi")
    page = f"/workshop/clauses/{CLAUSE}"
    return zhi.send(page, page, **{**WORDS, **WHY, "version": 1, **more}).get_data(as_text=True)


def test_a_changed_clause_flags_every_element_that_cites_it(either: World) -> None:
    world = either
    world.start()
    page = change(world)
    assert "要拓宽发现渠道。" in page
    assert "闵委办发〔2026〕1号" in page
    assert "<del>" in page
    assert "<ins>" in page
    zhi = world.signed_in("zhi")
    asked = json.loads(zhi.get("/workshop/pothole/clause-reviews.json"))
    cited = {one["element"] for one in asked}
    assert {one["clause"] for one in asked} == {CLAUSE}
    assert "pothole" in cited
    assert len(cited) == 2
    assert "2 个环节所依据的条款有变动" in plain(zhi.get("/workshop/pothole/"))
    assert "2 处待核对" in plain(zhi.get("/workshop/clauses/?only=waiting"))
    assert actions(world) == [("clause.changed", CLAUSE)]

    address = f"/workshop/clauses/{CLAUSE}"
    first, second = sorted(cited)
    zhi.send(address, f"{address}/reviews", place=f"pothole {first}", state="right", note="意思没变")
    zhi.send(address, f"{address}/reviews", place=f"pothole {second}", state="changed")
    assert json.loads(zhi.get("/workshop/pothole/clause-reviews.json")) == []
    assert "意思没变" in zhi.get(address)
    assert [one for one, _ in actions(world)] == ["clause.reviewed", "clause.reviewed", "clause.changed"]


def test_whoever_read_an_older_wording_changes_nothing(world: World) -> None:
    change(world)
    assert "其他人刚刚修改了本条款" in change(world, text="另一个说法。")
    assert "另一个说法" not in world.signed_in("zhi").get(f"/workshop/clauses/{CLAUSE}")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"reason": ""}, "请填写变动的理由"), ({"text": " "}, "请填写条款原文"), ({"valid_from": "soon"}, "请按日期格式")],
)
def test_what_is_missing_is_said_and_nothing_is_changed(world: World, wrong: dict[str, str], said: str) -> None:
    page = change(world, **wrong)
    assert said in page
    assert WORDS["text_en"] in page.partition("<form")[2]
    assert actions(world) == []


def test_a_later_wording_holds_from_its_day(world: World) -> None:
    zhi = world.signed_in("zhi")
    zhi.get("/workshop/clauses/")
    page = change(world, valid_from="2999-01-01")
    assert "2999年1月1日 起适用另一文本" in plain(page)
    shown = {one["id"]: one["text"] for one in json.loads(zhi.get("/workshop/clauses.json"))}
    assert shown[CLAUSE] != WORDS["text"]


def test_a_repealed_clause_is_flagged_and_still_known(world: World) -> None:
    page = change(world, act="repeal")
    assert "条款已废止" in page
    zhi = world.signed_in("zhi")
    assert all(one["repealed"] for one in json.loads(zhi.get("/workshop/pothole/clause-reviews.json")))
    assert "仍被引用" in zhi.get("/workshop/clauses/?only=outlived")
    assert actions(world) == [("clause.repealed", CLAUSE)]


def test_a_new_clause_is_a_gap_until_something_cites_it(world: World) -> None:
    zhi = world.signed_in("zhi")
    page = "/workshop/clauses/"
    zhi.send(page, page, id="4.1", after=CLAUSE, **WORDS, **WHY)
    rows = re.findall(r'<a href="/workshop/clauses/([^"?]+)"', zhi.get(page))
    assert rows[rows.index(CLAUSE) + 1] == "4.1"
    assert "4.1" in plain(zhi.get(page + "?only=gaps"))
    refused = zhi.send(page, page, id="4.1", **WORDS, **WHY).get_data(as_text=True)
    assert "已有条款 4.1" in refused
    assert 'value="4.1"' in refused
    assert refused.count(WORDS["text_en"]) == 1
    assert actions(world) == [("clause.added", "4.1")]


def test_live_cases_are_those_that_the_reader_may_see(world: World) -> None:
    case = world.start()
    address = f"/workshop/clauses/{CLAUSE}"
    assert f"/cases/{case}" in world.signed_in("shen").get(address)
    assert "在办案件 0 件" in plain(world.signed_in("zhi").get(address))


def test_the_newest_cases_that_stand_at_an_element_come_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "SHOWN", 2)
    older, newer, newest = (world.start() for _ in range(3) if world.clock.advance(1000) is None)
    page = world.signed_in("shen").get(f"/workshop/clauses/{CLAUSE}")
    assert f"/cases/{older}" not in page
    assert page.index(f"/cases/{newest}") < page.index(f"/cases/{newer}")


def test_words_that_say_one_thing_again_and_again_are_compared(world: World) -> None:
    old, new = "居" * 5000, "居民" * 2500
    assert Markup(re.sub("<del>.*?</del>", "", marked(old, new))).striptags() == new


def test_auditors_read_and_change_nothing_and_others_see_nothing(world: World) -> None:
    shen = world.signed_in("shen")
    address = f"/workshop/clauses/{CLAUSE}"
    assert "修改条款" not in shen.get(address)
    assert shen.send("/account", address, **WORDS, **WHY, version=1).status_code == 403
    assert shen.send("/account", f"{address}/reviews", place="pothole pothole", state="right").status_code == 403
    assert world.signed_in("mei").client.get("/workshop/clauses/").status_code == 403
    assert shen.client.get("/workshop/clauses/no.such").status_code == 404
