"""The calendar day of the people who use this."""

from datetime import UTC, date, datetime

from engine.diagrams.timers import SHANGHAI


def local_date(now: int) -> date:
    """The date in Asia/Shanghai at `now` (milliseconds since 1970)."""
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(SHANGHAI).date()
