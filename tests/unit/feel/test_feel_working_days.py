"""Working days by the official calendar: make-up days count, holidays do not."""

from datetime import date, timedelta
from typing import Any

import chinese_calendar
import pytest

from engine.diagrams import feel
from engine.errors import FeelError


def value(expression: str, **variables: Any) -> Any:
    return feel.evaluate([expression], variables, 1_790_000_000_000)[0]


def test_every_day_of_three_years_is_as_the_calendar_says() -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(1096)]
    answers = value("for d in days return is working day(d)", days=[day.isoformat() for day in days])
    assert answers == [chinese_calendar.is_workday(day) for day in days]


def test_holidays_and_make_up_days() -> None:
    assert value('is working day(date("2026-10-01"))') is False
    assert value('is working day("2026-09-20")') is True  # a Sunday worked for the national holidays
    assert value("is working day(now())") is True


SPRING_FESTIVALS = {
    # by the State Council's notices: days off from, to; make-up days
    2023: ("2023-01-21", "2023-01-27", ["2023-01-28", "2023-01-29"]),
    2024: ("2024-02-10", "2024-02-17", ["2024-02-04", "2024-02-18"]),
    2025: ("2025-01-28", "2025-02-04", ["2025-01-26", "2025-02-08"]),
    2026: ("2026-02-15", "2026-02-23", ["2026-02-14", "2026-02-28"]),
}


@pytest.mark.parametrize("year", SPRING_FESTIVALS)
def test_spring_festivals_and_their_make_up_days(year: int) -> None:
    first, last, make_up = SPRING_FESTIVALS[year]
    assert value("for d in date(first)..date(last) return is working day(d)", first=first, last=last).count(True) == 0
    assert value("for d in days return is working day(d)", days=make_up) == [True, True]
    assert all(date.fromisoformat(day).weekday() >= 5 for day in make_up)
    before = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    after = (date.fromisoformat(last) + timedelta(days=1)).isoformat()
    assert value("working days between(before, last)", before=before, last=last) == 0
    expected = after if value("is working day(d)", d=after) else value("add working days(date(d), 1)", d=after)
    assert value("add working days(date(before), 1)", before=before) == expected


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        ("2023-01-20", 2, "2023-01-29"),  # Friday before the festival; Saturday and Sunday after it are worked
        ("2024-02-09", 1, "2024-02-18"),  # the eve was worked in 2024; back on a Sunday
        ("2025-01-24", 1, "2025-01-26"),  # a worked Sunday
        ("2025-01-27", 3, "2025-02-07"),
        ("2025-02-07", 1, "2025-02-08"),  # a worked Saturday
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-27", 1, "2026-02-28"),
        ("2026-03-02", -1, "2026-02-28"),
    ],
)
def test_deadlines_across_spring_festivals(start: str, number: int, expected: str) -> None:
    assert value("add working days(date(start), n)", start=start, n=number) == expected
    assert value("working days between(start, end)", start=start, end=expected) == number


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-08", -1, "2026-09-30"),
        ("2026-09-30", 0, "2026-09-30"),
        ("2026-10-03", 0, "2026-10-03"),
        ("2026-09-18", 2, "2026-09-21"),
    ],
)
def test_adding(start: str, number: int, expected: str) -> None:
    assert value("add working days(date(start), n)", start=start, n=number) == expected


def test_adding_keeps_the_time_of_day() -> None:
    result = value('add working days(date and time("2026-09-30T17:00:00+08:00"), 1)')
    assert result == "2026-10-08T17:00:00+08:00"


def test_between_is_the_inverse_of_adding() -> None:
    for number in (-30, -1, 1, 15, 60):
        expression = "working days between(date(a), add working days(date(a), n))"
        assert value(expression, a="2026-06-01", n=number) == number
    assert value('working days between("2026-09-30", "2026-10-07")') == 0


def test_a_year_before_the_calendar_is_an_error_that_says_so() -> None:
    with pytest.raises(FeelError, match=r"1999.*2004"):
        value('is working day(date("1999-01-04"))')


def test_a_year_whose_arrangement_is_not_published_counts_weekends_and_fixed_holidays() -> None:
    assert value('add working days(date("2030-12-31"), 1)') == "2031-01-02"
    assert value('is working day(date("2031-01-04"))') is False
    assert value('is working day(date("2031-10-03"))') is False
    assert value('is working day(date("2031-02-11"))') is True


def test_what_is_no_date_gives_null() -> None:
    assert value("add working days(missing, 3)") is None
    assert value('is working day("soon")') is None
    assert value('add working days(date("2026-01-05"), 1.5)') is None
    assert value("add working days(date: today(), number: 1)") == "2026-09-22"
