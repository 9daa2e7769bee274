"""The clock of a call is its argument, shown in China's time, whatever the machine's time zone is."""

import os
import subprocess
import sys

import pytest

from engine.diagrams import feel
from engine.errors import FeelSyntaxError

NOW = 1_790_000_000_000
SCRIPT = """
from engine.diagrams import feel
print(feel.evaluate(["now()", "today()", "date and time(today(), time(now()))", "now() + duration(\\"PT3H\\")"], {}, 1790000000000))
"""


def test_now_and_today_come_from_the_caller() -> None:
    assert feel.evaluate(["now()", "today()"], {}, NOW) == ["2026-09-21T22:13:20+08:00", "2026-09-21"]
    assert feel.evaluate(["today()"], {}, NOW + 2 * 3_600_000) == ["2026-09-22"]
    assert feel.evaluate(["now()"], {}, 0) == ["1970-01-01T08:00:00+08:00"]


def test_now_can_be_compared_and_reckoned_with() -> None:
    expressions = [
        'now() > date and time("2026-09-21T14:13:19Z")',
        'now() + duration("P1DT2H")',
        "date(now()) = today()",
        'today() - date("2026-09-01")',
    ]
    assert feel.evaluate(expressions, {}, NOW) == [True, "2026-09-23T00:13:20+08:00", True, "P20D"]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "UTC"])
def test_the_machines_time_zone_changes_nothing(zone: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", SCRIPT], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
    )
    expected = feel.evaluate(
        ["now()", "today()", "date and time(today(), time(now()))", 'now() + duration("PT3H")'], {}, NOW
    )
    assert answer.stdout.strip() == str(expected)


def test_there_is_no_randomness() -> None:
    with pytest.raises(FeelSyntaxError, match="random"):
        feel.check("random()")
    with pytest.raises(FeelSyntaxError, match="random number"):
        feel.check("random number()")
