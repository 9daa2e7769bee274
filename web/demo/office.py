"""Office hours: when people of the demo do their work."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from chinese_calendar import is_workday

from engine.diagrams.timers import SHANGHAI

OPENS, CLOSES = time(8, 30), time(17, 30)
HOURS = 9
"""Hours of one office day."""


def later(moment: int, hours: float) -> int:
    """So many office hours after `moment` (milliseconds since 1970); evenings, weekends and holidays do not count."""
    at = _into_office(local(moment))
    left = timedelta(hours=hours)
    while (rest := _at(at.date(), CLOSES) - at) < left:
        left -= rest
        at = _into_office(_at(at.date() + timedelta(days=1), OPENS))
    return _milliseconds(at + left)


def before(moment: int, hours: float) -> int:
    """So many office hours before `moment` (milliseconds since 1970)."""
    at = _out_of_office(local(moment))
    left = timedelta(hours=hours)
    while (rest := at - _at(at.date(), OPENS)) < left:
        left -= rest
        at = _out_of_office(_at(at.date() - timedelta(days=1), CLOSES))
    return _milliseconds(at - left)


def _into_office(at: datetime) -> datetime:
    """The first moment from `at` on at which somebody works."""
    day = at.date()
    if at.time() >= CLOSES:
        day += timedelta(days=1)
    while not _works(day):
        day += timedelta(days=1)
    return max(at, _at(day, OPENS))


def _out_of_office(at: datetime) -> datetime:
    """The last moment up to `at` at which somebody worked."""
    day = at.date()
    if at.time() <= OPENS:
        day -= timedelta(days=1)
    while not _works(day):
        day -= timedelta(days=1)
    return min(at, _at(day, CLOSES))


def local(moment: int) -> datetime:
    """The moment (milliseconds since 1970) in Asia/Shanghai."""
    return datetime.fromtimestamp(moment / 1000, UTC).astimezone(SHANGHAI)


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, SHANGHAI)


@cache
def _works(day: date) -> bool:
    try:
        return bool(is_workday(day))
    except NotImplementedError:  # a year whose holidays are not known yet
        return day.weekday() < 5
