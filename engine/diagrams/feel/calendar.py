"""The holidays that FEEL's working-day functions know, from the package `chinesecalendar`."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict

from chinese_calendar.constants import holidays, workdays


class WorkingDays(TypedDict):
    """Exceptions to the five-day week by year, as `MM-DD`, for the years `first` to `last`."""

    first: int
    last: int
    holidays: dict[str, list[str]]
    workdays: dict[str, list[str]]


def _by_year(days: Iterable[date]) -> dict[str, list[str]]:
    years: dict[str, list[str]] = {}
    for day in sorted(days):
        years.setdefault(str(day.year), []).append(f"{day:%m-%d}")
    return years


def working_days() -> WorkingDays:
    """The whole calendar as JSON values."""
    years = [day.year for day in holidays]
    return {"first": min(years), "last": max(years), "holidays": _by_year(holidays), "workdays": _by_year(workdays)}
