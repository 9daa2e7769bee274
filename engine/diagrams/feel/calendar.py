"""The holidays that FEEL's working-day functions know, in editions.

The package `chinesecalendar` gains a year every November, and what was unknown on the day of a decision is known when
the case is replayed. So a definition carries the edition it was deployed with, as a resource, and its instances are
executed under that edition.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256

import msgspec
from chinese_calendar.constants import holidays, workdays


class WorkingDays(msgspec.Struct, frozen=True):
    """Exceptions to the five-day week by year, as `MM-DD`, for the years `first` to `last`."""

    first: int
    last: int
    holidays: dict[str, list[str]]
    workdays: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Calendar:
    """One edition: `data` is canonical JSON of `WorkingDays`, `hash` its hex SHA-256."""

    hash: str
    data: bytes


_current: ContextVar[Calendar | None] = ContextVar("calendar", default=None)


@cache
def installed() -> Calendar:
    """The edition that the installed package brings."""
    years = [day.year for day in holidays]
    days = WorkingDays(min(years), max(years), _by_year(holidays), _by_year(workdays))
    return read_calendar(msgspec.json.encode(days, order="sorted"))


def read_calendar(data: bytes) -> Calendar:
    """An edition from its bytes. Raises msgspec.ValidationError when they are none."""
    msgspec.json.decode(data, type=WorkingDays)
    return Calendar(sha256(data).hexdigest(), data)


def current() -> Calendar:
    """The edition that calls are answered by."""
    return _current.get() or installed()


@contextmanager
def using(calendar: Calendar | None) -> Iterator[None]:
    """Answers calls within it by `calendar`; by the installed edition for None."""
    token = _current.set(calendar)
    try:
        yield
    finally:
        _current.reset(token)


def _by_year(days: Iterable[date]) -> dict[str, list[str]]:
    years: dict[str, list[str]] = {}
    for day in sorted(days):
        years.setdefault(str(day.year), []).append(f"{day:%m-%d}")
    return years
