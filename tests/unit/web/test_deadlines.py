"""Deadlines in words: what is left in working days, or since when a task is overdue."""

import re
from datetime import datetime

import pytest
from flask import session

from tests.unit.web.conftest import World
from web.deadlines import deadline
from web.language import ZONE


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


def said(world: World, due: str, now: str, language: str = "zh") -> str:
    with world.app.test_request_context():
        session["language"] = language
        return re.sub("<[^>]+>", "", str(deadline(at(due), at(now))))


@pytest.mark.parametrize(
    ("due", "now", "words"),
    [
        ("2026-03-05T17:00", "2026-03-03T09:00", "还有 2 个工作日：期限 2026年3月5日 17:00"),
        ("2026-03-03T17:00", "2026-03-03T09:00", "今天到期：期限 2026年3月3日 17:00"),
        # Spring Festival 2026: from 15 to 23 February nobody works, on Saturday 14 and 28 February everybody does.
        ("2026-02-24T17:00", "2026-02-13T09:00", "还有 2 个工作日：期限 2026年2月24日 17:00"),
        ("2026-02-22T17:00", "2026-02-16T09:00", "已无工作日：期限 2026年2月22日 17:00"),
        ("2026-02-13T17:00", "2026-02-24T18:00", "自 2026年2月13日 17:00 起逾期，已过 2 个工作日"),
        ("2026-03-03T17:00", "2026-03-03T18:00", "自 2026年3月3日 17:00 起逾期"),
        # Further off than working days are counted.
        ("2060-03-05T17:00", "2026-03-05T17:00", "剩余 12419 天：期限 2060年3月5日 17:00"),
    ],
)
def test_a_deadline_counts_working_days(world: World, due: str, now: str, words: str) -> None:
    assert said(world, due, now) == words


def test_a_deadline_in_english(world: World) -> None:
    assert said(world, "2026-03-05T17:00", "2026-03-03T09:00", "en") == "Still 2 working days: due 5 Mar 2026, 17:00"
    late = said(world, "2026-03-05T17:00", "2026-03-06T18:00", "en")
    assert late == "Overdue since 5 Mar 2026, 17:00, 1 working day late"


def test_the_page_of_a_task_says_its_deadline(world: World) -> None:
    case = world.start()
    address = f"/tasks/{case}/{world.token(case)}"
    mei = world.signed_in("mei")
    assert re.search("(还有 [0-9]+ 个工作日|已无工作日)：期限", re.sub("<[^>]+>", "", mei.get(address)))
    world.clock.advance(3 * 24 * 3600_000)
    assert "起逾期" in world.signed_in("mei").get(address)
