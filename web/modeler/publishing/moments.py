"""A day and a time of it, as people type them, in Shanghai's time."""

import re
from datetime import datetime

from web.account.dates import is_day
from web.language import ZONE

_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])")


def moment_of(day: str, time: str) -> int | None:
    """Milliseconds since 1970, None where there is no such day (2026-03-01) or time (08:00)."""
    clock = _TIME.fullmatch(time.strip())
    if not is_day(day.strip()) or clock is None:
        return None
    year, month, number = (int(part) for part in day.strip().split("-"))
    at = datetime(year, month, number, int(clock[1]), int(clock[2]), tzinfo=ZONE)
    return int(at.timestamp() * 1000)
