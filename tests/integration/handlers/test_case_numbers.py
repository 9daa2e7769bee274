"""Case numbers: no gaps, no repeats, the same job always the same number."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select

from engine.runtime.handlers import JobContext
from engine.store.database import open_database
from handlers.errors import NumberTaken
from handlers.registry import load
from handlers.tables import case_number, number_series

MakeContext = Callable[..., JobContext]

JIANGCHUAN = {"street": "jiangchuan", "streetShortName": "江川", "kind": "grid"}


def allot(context: JobContext, **inputs: str) -> str:
    return str(load()["allot-case-number"].run({**JIANGCHUAN, **inputs}, context)["caseNumber"])


def allot_many(url: str, first: int, count: int) -> list[str]:
    """One worker process with a few threads of its own."""
    database = open_database(url)
    contexts = [
        JobContext("i1", n, "e", f"i1:{n}", 1_772_700_000_000, {}, "p", database) for n in range(first, first + count)
    ]
    with ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(allot, contexts))
    database.dispose()
    return numbers


def test_numbers_count_up_within_street_kind_and_year(job: MakeContext) -> None:
    assert allot(job(1)) == "江川网格〔2026〕00001号"
    assert allot(job(2)) == "江川网格〔2026〕00002号"
    assert allot(job(3), kind="governance") == "江川综治〔2026〕00001号"
    assert allot(job(4), kind="street") == "江川街道〔2026〕00001号"
    assert allot(job(5), street="gumei", streetShortName="古美") == "古美网格〔2026〕00001号"
    assert allot(job(6)) == "江川网格〔2026〕00003号"


def test_the_year_turns_at_midnight_in_shanghai(job: MakeContext) -> None:
    turn = int(datetime(2026, 12, 31, 16, tzinfo=UTC).timestamp() * 1000)
    assert allot(job(1, now=turn - 1)) == "江川网格〔2026〕00001号"
    assert allot(job(2, now=turn)) == "江川网格〔2027〕00001号"


def test_the_same_job_keeps_its_number_even_in_another_year(job: MakeContext) -> None:
    first = allot(job(1))
    assert allot(job(1)) == first
    assert allot(job(1, now=1_900_000_000_000)) == first
    assert allot(job(2)) == "江川网格〔2026〕00002号"


def test_two_hundred_at_once_from_two_processes_leave_no_gap(database_url: str, database: Engine) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes:
        halves = [processes.submit(allot_many, database_url, first, 100) for first in (0, 100)]
        numbers = [number for half in halves for number in half.result(timeout=120)]
    assert sorted(numbers) == [f"江川网格〔2026〕{n:05d}号" for n in range(1, 201)]
    with database.connect() as connection:
        assert connection.scalar(select(number_series.c.last)) == 200
        assert connection.scalar(select(func.count()).select_from(case_number)) == 200


def test_the_same_job_run_by_many_workers_at_once_takes_one_number(job: MakeContext, database: Engine) -> None:
    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(lambda token: allot(job(token)), [token for token in range(10) for _ in range(10)]))
    assert {tuple(numbers[i : i + 10]) for i in range(0, 100, 10)} == {(numbers[i],) * 10 for i in range(0, 100, 10)}
    assert sorted(set(numbers)) == [f"江川网格〔2026〕{n:05d}号" for n in range(1, 11)]
    assert allot(job(10)) == "江川网格〔2026〕00011号"


def test_two_streets_with_one_short_name_are_told_apart_by_an_error(job: MakeContext) -> None:
    allot(job(1))
    with pytest.raises(NumberTaken, match="江川网格〔2026〕00001号"):
        allot(job(2), street="another")
    assert allot(job(3)) == "江川网格〔2026〕00002号"
