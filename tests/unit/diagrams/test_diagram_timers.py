"""ISO 8601 timers, reckoned in Asia/Shanghai."""

from datetime import datetime

import pytest

from engine.diagrams import timers
from engine.diagrams.timers import FOREVER, Due, InvalidTimer, due, following


def at(text: str) -> int:
    """Milliseconds since 1970 of a time with an offset."""
    return int(datetime.fromisoformat(text).timestamp() * 1000)


NOW = at("2026-01-31T10:00:00+08:00")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", "2026-03-01T00:00:00+08:00"),
        ("2026-03-01T09:30", "2026-03-01T09:30:00+08:00"),
        ("2026-03-01T09:30:00", "2026-03-01T09:30:00+08:00"),
        ("2026-03-01T09:30:00Z", "2026-03-01T17:30:00+08:00"),
        ("2026-03-01T09:30:00-05:00", "2026-03-01T22:30:00+08:00"),
        ("2026-03-01T09:30:00@Asia/Shanghai", "2026-03-01T09:30:00+08:00"),
        ("2026-03-01T09:30:00+08:00[Asia/Shanghai]", "2026-03-01T09:30:00+08:00"),
        ("1999-01-01T00:00:00Z", "1999-01-01T00:00:00+00:00"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert due("date", text, NOW) == Due(at(expected), 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT1H30M", "2026-01-31T11:30:00+08:00"),
        ("P1D", "2026-02-01T10:00:00+08:00"),
        ("P2W", "2026-02-14T10:00:00+08:00"),
        ("P1M", "2026-02-28T10:00:00+08:00"),
        ("P2M", "2026-03-31T10:00:00+08:00"),
        ("P2Y1M", "2028-02-29T10:00:00+08:00"),
        ("P1M1D", "2026-03-01T10:00:00+08:00"),
        ("-P1M", "2025-12-31T10:00:00+08:00"),
        ("-PT1H", "2026-01-31T09:00:00+08:00"),
        ("PT0S", "2026-01-31T10:00:00+08:00"),
        (" PT0.5S ", "2026-01-31T10:00:00.500+08:00"),
    ],
)
def test_durations(text: str, expected: str) -> None:
    assert due("duration", text, NOW) == Due(at(expected), 0)


def test_a_month_is_reckoned_in_shanghai() -> None:
    """23:00 UTC on the 31st is the next morning in Shanghai."""
    assert due("duration", "P1M", at("2026-01-31T23:00:00+00:00")).at == at("2026-03-01T07:00:00+08:00")


def occurrences(text: str, now: int, most: int = 10) -> list[Due]:
    found: list[Due] = []
    upcoming: Due | None = due("cycle", text, now)
    while upcoming is not None and len(found) < most:
        found.append(upcoming)
        upcoming = following(text, upcoming)
    return found


def test_a_counted_cycle_fires_that_often() -> None:
    assert occurrences("R3/PT1H", NOW) == [
        Due(NOW + 3_600_000, 2),
        Due(NOW + 7_200_000, 1),
        Due(NOW + 10_800_000, 0),
    ]


def test_an_endless_cycle_goes_on() -> None:
    found = occurrences("R/P1D", NOW)
    assert [item.repetitions for item in found] == [FOREVER] * 10
    assert found[9].at == NOW + 10 * 86_400_000


def test_an_anchored_cycle_keeps_its_day_of_the_month() -> None:
    found = [item.at for item in occurrences("R4/2026-01-31T10:00:00/P1M", NOW)]
    assert found == [at(f"2026-{day}T10:00:00+08:00") for day in ("01-31", "02-28", "03-31", "04-30")]


def test_occurrences_that_have_passed_are_skipped() -> None:
    start = "2026-01-31T09:00:00+08:00"
    assert occurrences(f"R10/{start}/PT25M", NOW)[0] == Due(at("2026-01-31T10:15:00+08:00"), 6)
    assert occurrences(f"R/{start}/PT25M", NOW)[0] == Due(at("2026-01-31T10:15:00+08:00"), FOREVER)


def test_when_all_have_passed_the_last_is_due_at_once() -> None:
    assert occurrences("R2/2020-01-01T00:00:00Z/P1D", NOW) == [Due(at("2020-01-02T00:00:00+00:00"), 0)]


@pytest.mark.parametrize("years", [1, 400])
def test_an_old_endless_cycle_finds_its_next_occurrence(years: int) -> None:
    found = due("cycle", f"R/{2026 - years:04}-01-31T09:59:59+08:00/PT1S", NOW)
    assert found == Due(NOW, FOREVER)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "tomorrow"),
        ("date", "2026-02-30"),
        ("date", "PT1H"),
        ("date", "2026-01-01T25:00:00"),
        ("date", "2026-01-01T00:00:00[Europe/Berlin]"),
        ("duration", ""),
        ("duration", "P"),
        ("duration", "PT"),
        ("duration", "P1DT"),
        ("duration", "PT5"),
        ("duration", "5 hours"),
        ("duration", "2026-01-01"),
        ("duration", "P9999Y"),
        ("duration", "P" + "9" * 400 + "D"),
        ("cycle", "PT1H"),
        ("cycle", "R0/PT1H"),
        ("cycle", "R/PT0S"),
        ("cycle", "R/-PT1H"),
        ("cycle", "R3/"),
        ("cycle", "R3/PT1H/PT1H"),
        ("cycle", "0 0 * *"),
        ("cycle", "61 0 * * *"),
        ("cycle", "0 0 30 2 *"),
    ],
)
def test_what_is_no_timer_is_refused(kind: timers.Kind, text: str) -> None:
    with pytest.raises(InvalidTimer) as refused:
        due(kind, text, NOW)
    assert refused.value.details["kind"] == kind
    assert refused.value.details["text"] == text
    assert refused.value.details["reason"]


def test_cron_may_be_written_as_zeebe_and_quartz_write_it() -> None:
    now = at("2026-01-02T08:30:00+08:00")
    assert due("cycle", "0 0/5 * * * ?", now).at == at("2026-01-02T08:35:00+08:00")
    assert due("cycle", "0 15 10 ? * MON-FRI", now).at == at("2026-01-02T10:15:00+08:00")
    assert due("cycle", "@daily", now) == Due(at("2026-01-03T00:00:00+08:00"), FOREVER)
    assert following("@daily", Due(at("2026-01-03T00:00:00+08:00"), FOREVER)) == Due(
        at("2026-01-04T00:00:00+08:00"), FOREVER
    )


def test_a_cron_cycle_goes_on_without_end_in_shanghai_time() -> None:
    first = due("cycle", "30 8 * * MON-FRI", at("2026-01-02T08:30:00+08:00"))
    assert first == Due(at("2026-01-05T08:30:00+08:00"), FOREVER)
    assert following("30 8 * * MON-FRI", first) == Due(at("2026-01-06T08:30:00+08:00"), FOREVER)


@pytest.mark.parametrize("text", ["2026-03-29T02:30:00@Europe/Berlin", "2026-01-01T00:00:00[Asia/Tokyo]"])
def test_a_zone_is_refused_by_name_and_with_what_to_write(text: str) -> None:
    zone = text.rstrip("]").replace("[", "@").partition("@")[2]
    with pytest.raises(timers.InvalidTimer) as error:
        timers.check("date", text)
    reason = error.value.details["reason"]
    assert zone in reason
    assert "write the offset" in reason


def test_the_hours_of_a_day_without_half_past_two_are_told_by_their_offsets() -> None:
    """The night in which Berlin's clocks go forward: one hour lies between its half past one and half past three."""
    before, after = (timers.due("date", f"2026-03-29T{time}", 0).at for time in ("01:30:00+01:00", "03:30:00+02:00"))
    assert after - before == 3_600_000
