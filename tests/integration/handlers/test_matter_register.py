"""The register of matters."""

from collections.abc import Callable

from sqlalchemy import Engine

from engine.runtime.handlers import JobContext
from handlers.matters import registered
from handlers.registry import load

MakeContext = Callable[..., JobContext]

MATTER = {
    "title": "河道保洁巡查",
    "department": "water",
    "legalBasis": "《上海市河道管理条例》",
    "streets": ["jiangchuan", "gumei"],
    "resources": "经费20万元/年",
    "admittedOn": "2026-03-05",
}


def test_an_admitted_matter_stands_in_the_register_once(job: MakeContext, database: Engine) -> None:
    run = load()["register-matter"].run
    answer = run(MATTER, job(1))
    assert answer == {"matterId": "i1:1", "matterNumber": "准入〔2026〕0001号"}
    assert run(MATTER, job(1)) == answer
    (matter,) = registered(database)
    assert (matter.ruling, matter.title, matter.clause) == ("admitted", "河道保洁巡查", "2.1.1.c")
    assert matter.streets == ["jiangchuan", "gumei"]
    assert (matter.decided_on, matter.resources) == ("2026-03-05", "经费20万元/年")


def test_prohibitions_have_numbers_of_their_own(job: MakeContext, database: Engine) -> None:
    load()["register-matter"].run(MATTER, job(1))
    prohibited = {"title": "企业安全检查", "department": "work-safety", "reason": "无法律依据", "prohibitedOn": None}
    answer = load()["register-prohibition"].run(prohibited, job(2))
    assert answer == {"matterId": "i1:2", "prohibitionNumber": "不予准入〔2026〕0001号"}
    (matter,) = registered(database, ruling="prohibited")
    assert (matter.reason, matter.clause, matter.decided_on) == ("无法律依据", "2.1.1.b", "2026-03-05")
    assert [matter.title for matter in registered(database, department="water")] == ["河道保洁巡查"]
