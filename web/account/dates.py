"""From when to when something holds: ISO dates in Asia/Shanghai, both included, '' for no limit."""

from datetime import date, datetime
from typing import Protocol

import sqlalchemy as sa

from engine.diagrams.timers import SHANGHAI
from handlers.shanghai import local_date

DAY = 86_400_000
"""Milliseconds."""


class Dated(Protocol):
    """What has dates."""

    @property
    def valid_from(self) -> str:
        """The first day, or ''."""

    @property
    def valid_to(self) -> str:
        """The last day, or ''."""


def today(now: int) -> str:
    """The ISO date in Asia/Shanghai at `now` (milliseconds since 1970)."""
    return local_date(now).isoformat()


def is_day(text: str) -> bool:
    """Whether it is a date that exists, written as 2026-03-01."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def day_starts(day: str) -> int:
    """When an ISO date begins in Asia/Shanghai, in milliseconds since 1970."""
    return int(datetime.fromisoformat(day).replace(tzinfo=SHANGHAI).timestamp() * 1000)


def holds(one: Dated, day: str) -> bool:
    """Whether it holds on the day."""
    return one.valid_from <= day and (not one.valid_to or day <= one.valid_to)


def holding(table: sa.FromClause, day: str) -> sa.ColumnElement[bool]:
    """Which rows hold on the day."""
    return sa.and_(table.c.valid_from <= day, sa.or_(table.c.valid_to == "", table.c.valid_to >= day))
