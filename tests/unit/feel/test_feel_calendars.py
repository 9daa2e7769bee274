"""Editions of the working-day calendar: a case keeps the one that it was deployed with."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from engine.diagrams import feel
from engine.diagrams.dmn import read
from tests.unit.dmn.table_text import decision, definitions

DAYS = msgspec.json.decode(feel.installed().data)
LAST = DAYS["last"]


def edition(**changes: object) -> feel.Calendar:
    return feel.read_calendar(msgspec.json.encode(DAYS | changes, order="sorted"))


def before(year: int) -> feel.Calendar:
    """The edition of the year before, which does not know `year` yet."""
    known = {
        kind: {one: days for one, days in DAYS[kind].items() if int(one) < year} for kind in ("holidays", "workdays")
    }
    return edition(last=year - 1, **known)


def working(day: str) -> bool:
    answer = feel.evaluate(["is working day(day)"], {"day": day}, 0)[0]
    assert isinstance(answer, bool)
    return answer


def test_a_make_up_day_is_unknown_until_it_is_published() -> None:
    saturday = f"{LAST}-{DAYS['workdays'][str(LAST)][-1]}"
    assert working(saturday)
    with feel.using(before(LAST)):
        assert not working(saturday)
    assert working(saturday)


def test_decisions_ask_the_same_edition() -> None:
    saturday = f"{LAST}-{DAYS['workdays'][str(LAST)][-1]}"
    text = "<literalExpression><text>is working day(day)</text></literalExpression>"
    model = read("days.dmn", definitions(decision(text)))["decide"]
    assert model.decide({"day": saturday}, 0).result is True
    with feel.using(before(LAST)):
        assert model.decide({"day": saturday}, 0).result is False


def test_threads_under_different_editions_do_not_disturb_each_other() -> None:
    saturday = f"{LAST}-{DAYS['workdays'][str(LAST)][-1]}"
    old = before(LAST)

    def ask(number: int) -> bool:
        with feel.using(old if number % 2 else None):
            return working(saturday) is not bool(number % 2)

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(ask, range(200)))


def test_the_edition_is_known_by_its_content() -> None:
    assert edition() == feel.installed()
    assert edition(last=LAST + 1).hash != feel.installed().hash
    with pytest.raises(msgspec.ValidationError):
        feel.read_calendar(b'{"first": 2004}')
