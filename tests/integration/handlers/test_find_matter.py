"""Looking matters up in the register."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.runtime.handlers import JobContext
from handlers.registry import load

MakeContext = Callable[..., JobContext]

MATTER = {"title": "河道保洁巡查", "department": "water", "legalBasis": "《上海市河道管理条例》", "streets": ["gumei"]}


def found(job: MakeContext, **question: str) -> dict[str, Any]:
    asked = {"title": "河道保洁巡查", "department": "water", "street": "gumei", **question}
    return load()["find-matter"].run(asked, job(9))


def test_an_empty_register_knows_nothing(job: MakeContext) -> None:
    answer = found(job)
    assert (answer["registeredRuling"], answer["registeredNumber"], answer["departmentMatters"]) == ("", "", [])


def test_blanks_in_the_name_make_no_difference(job: MakeContext) -> None:
    load()["register-matter"].run(MATTER, job(1))
    answer = found(job, title=" 河道 保洁巡查")
    assert (answer["registeredRuling"], answer["registeredNumber"]) == ("admitted", "准入〔2026〕0001号")


@pytest.mark.parametrize("question", [{"title": "河道清淤"}, {"department": "greening"}, {"street": "pujin"}])
def test_another_matter_department_or_street_is_not_it(job: MakeContext, question: dict[str, str]) -> None:
    load()["register-matter"].run(MATTER, job(1))
    assert found(job, **question)["registeredRuling"] == ""


def test_a_prohibition_without_streets_holds_everywhere(job: MakeContext) -> None:
    load()["register-prohibition"].run({**MATTER, "streets": [], "reason": "无依据"}, job(1))
    answer = found(job, street="pujin")
    assert (answer["registeredRuling"], answer["registeredReason"]) == ("prohibited", "无依据")


def test_the_newest_ruling_counts_and_all_are_listed(job: MakeContext) -> None:
    load()["register-prohibition"].run({**MATTER, "reason": "无依据"}, job(1))
    load()["register-matter"].run(MATTER, job(2))
    answer = found(job)
    assert answer["registeredRuling"] == "admitted"
    assert [one["ruling"] for one in answer["departmentMatters"]] == ["prohibited", "admitted"]
