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
