"""ISO 8601 dates, durations and cycles (BPMN 2.0.2 §10.5.5, table 10.101) and cron cycles, reckoned in Asia/Shanghai.

A time without an offset is Shanghai time; days, weeks, months and years are calendar days there, and the 31st plus
one month is the month's last day. Instants are milliseconds since 1970-01-01T00:00Z.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal, NamedTuple, TypeAlias

from cronsim import CronSim, CronSimError

from engine.errors import EngineError

Kind: TypeAlias = Literal["date", "duration", "cycle"]

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has kept one offset and no summer time since 1991, so no time-zone database is needed."""

FOREVER = -1

LONGEST_LIFE = 36_525 * 86_400_000
"""The longest time to live of a message: a hundred years, in milliseconds."""

_DATE = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})"
    r"(?:T(?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?P<offset>Z|[+-]\d{2}:\d{2})?)?"
    r"(?:\[Asia/Shanghai\]|@Asia/Shanghai)?"
)
_ZONE = re.compile(r"[@\[]([A-Za-z_+\-/0-9]{3,})")
_OFFSET = "write the offset that holds on that day, such as 2026-03-29T09:00:00+02:00"
_DURATION = re.compile(
    r"(?P<sign>-)?P(?=[\dT])(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<weeks>\d{1,6})W)?"
    r"(?:(?P<days>\d{1,7})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,8})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,11}(?:\.\d{1,9})?)S)?)?"
)
_REPEAT = re.compile(r"R(?P<count>\d{1,9})?")


class InvalidTimer(EngineError):
    """The text is no ISO 8601 date, duration or cycle; `details` holds `kind`, `text` and `reason`."""

    code = "invalid_timer"


class Due(NamedTuple):
    """When a timer fires next (milliseconds since 1970) and how often after that; `FOREVER` (-1) without end."""

    at: int
    repetitions: int


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar months and exact days, hours … of one ISO 8601 duration; negative ones point to the past."""

    months: int
    rest: timedelta

    def times(self, count: int) -> "Duration":
        """This duration `count` times over."""
        return Duration(self.months * count, self.rest * count)

    def after(self, instant: int) -> int:
        """The instant this long after `instant`, both in milliseconds since 1970. Raises OverflowError past year 9999."""
        local = datetime.fromtimestamp(instant / 1000, SHANGHAI)
        months = local.year * 12 + local.month - 1 + self.months
        year, month = months // 12, months % 12 + 1
        if not 1 <= year <= 9999:
            raise OverflowError("the year is out of range")
        day = min(local.day, monthrange(year, month)[1])
        return _milliseconds(local.replace(year=year, month=month, day=day) + self.rest)


def due(kind: Kind, text: str, now: int) -> Due:
    """When a timer set at `now` fires first.

    A date in the past and a negative duration are due at once (their `at` lies before `now`). `R3/PT1H` fires three
    times, first an hour from `now`; `R3/<date>/PT1H` fires at the date and two more times, and occurrences before
    `now` are skipped, save the last when all have passed. A cycle may also be cron: five fields (minute, hour, day of
    month, month, day of week), or six with the second first, `?` is any day, or a name such as `@daily`; it repeats
    without end. Raises InvalidTimer.
    """
    try:
        if kind == "date":
            return Due(_date(text), 0)
        if kind == "duration":
            return Due(_duration(text).after(now), 0)
        return _first(text, now)
    except (ValueError, OverflowError) as error:
        raise InvalidTimer(
            f"{text!r} is no ISO 8601 {kind}: {error}.", kind=kind, text=text, reason=str(error)
        ) from error


def following(text: str, last: Due) -> Due | None:
    """The firing of the cycle `text` after `last`, or None after its end. Raises InvalidTimer."""
    if last.repetitions == 0:
        return None
    left = FOREVER if last.repetitions == FOREVER else last.repetitions - 1
    try:
        if _is_cron(text):
            return Due(_cron_after(text, last.at), FOREVER)
        cycle = _cycle(text)
        if cycle.start is None:
            return Due(cycle.every.after(last.at), left)
        return Due(cycle.occurrence(cycle.index_after(last.at)), left)
    except (ValueError, OverflowError) as error:
        raise InvalidTimer(
            f"{text!r} is no ISO 8601 cycle: {error}.", kind="cycle", text=text, reason=str(error)
        ) from error


def check(kind: Kind, text: str) -> None:
    """Raises InvalidTimer when `text` is not a timer of `kind`."""
    due(kind, text, 0)


def time_to_live(text: str, now: int) -> int:
    """How long a message of `now` waits for a receiver, in milliseconds: a duration, or their number. Raises InvalidTimer."""
    return int(text) if text.isdecimal() else due("duration", text, now).at - now


@dataclass(frozen=True, slots=True)
class _Cycle:
    count: int
    start: int | None
    every: Duration

    def occurrence(self, index: int) -> int:
        return self.every.times(index).after(self.start or 0)

    def index_after(self, instant: int) -> int:
        """The least index from 0 whose occurrence lies after `instant`, found by bisection."""
        low, high = -1, 1
        while self.occurrence(high) <= instant:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            if middle >= 0 and self.occurrence(middle) > instant:
                high = middle
            else:
                low = middle
        return high


_CRON_NAMES = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}


def _is_cron(text: str) -> bool:
    return len(text.split()) in (5, 6) or text.strip() in _CRON_NAMES


def _cron_after(text: str, instant: int) -> int:
    """The first time after `instant` that the cron expression `text` names. Raises ValueError."""
    try:
        fields = _CRON_NAMES.get(text.strip(), text).split()
        plain = " ".join("*" if field == "?" else field for field in fields)
        found = next(CronSim(plain, datetime.fromtimestamp(instant / 1000, SHANGHAI)), None)
    except CronSimError as error:
        raise ValueError(f"as cron it is wrong: {error}") from error
    if found is None:
        raise ValueError("as cron it never comes")
    return _milliseconds(found)


def _first(text: str, now: int) -> Due:
    if _is_cron(text):
        return Due(_cron_after(text, now), FOREVER)
    cycle = _cycle(text)
    if cycle.start is None:
        return Due(cycle.every.after(now), FOREVER if cycle.count == FOREVER else cycle.count - 1)
    index = 0 if cycle.start >= now else cycle.index_after(now - 1)
    if cycle.count == FOREVER:
        return Due(cycle.occurrence(index), FOREVER)
    index = min(index, cycle.count - 1)
    return Due(cycle.occurrence(index), cycle.count - 1 - index)


def _cycle(text: str) -> _Cycle:
    parts = text.strip().split("/")
    repeat = _REPEAT.fullmatch(parts[0])
    if repeat is None or not 2 <= len(parts) <= 3:
        raise ValueError("write R3/PT1H, R/P1D, R5/2026-01-01T00:00:00+08:00/PT10M, or cron such as 0 9 * * MON-FRI")
    count = int(repeat["count"]) if repeat["count"] else FOREVER
    if count == 0:
        raise ValueError("it repeats zero times")
    every = _duration(parts[-1])
    if every.after(0) < 1000:
        raise ValueError("it repeats more often than once a second")
    return _Cycle(count, _date(parts[1]) if len(parts) == 3 else None, every)


def _date(text: str) -> int:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        if zone := _ZONE.search(text):
            raise ValueError(
                f"the rules of the zone {zone[1]} change from year to year, and a history must not: {_OFFSET}"
            )
        raise ValueError("write 2026-01-31, 2026-01-31T09:00:00 or 2026-01-31T09:00:00+08:00")
    moment = datetime.fromisoformat(f"{match['date']}T{match['time'] or '00:00'}{match['offset'] or ''}")
    return _milliseconds(moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI))


def _duration(text: str) -> Duration:
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError("write P1Y2M, P3W, P5D or PT1H30M")
    number = {name: float(value or 0) for name, value in match.groupdict().items() if name != "sign"}
    rest = timedelta(
        weeks=number["weeks"],
        days=number["days"],
        hours=number["hours"],
        minutes=number["minutes"],
        seconds=number["seconds"],
    )
    found = Duration(int(number["years"] * 12 + number["months"]), rest)
    return found.times(-1) if match["sign"] else found


def _milliseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
