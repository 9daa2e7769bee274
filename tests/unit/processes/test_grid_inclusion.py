"""A ruling changes how new problems are classified, and only those (clause 3.3.b)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.diagrams.bundle import SUFFIXES
from engine.errors import AmendmentsLost, ExcludedUser
from engine.history import verify
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from handlers.classification import NewRow, RowRefused, with_row
from web.scenarios import Stage

PROCESSES = Path(__file__).parents[3] / "processes"
TABLE = PROCESSES / "case_intake/case_intake.dmn"
NOW = 1_772_413_200_000
RULING = "纳入网格〔2026〕0001号"
POLICY = Actor("policy")

PUBLICATION = {
    "kind": "other",
    "street": "jiangchuan",
    "title": "将未列名的扰民问题纳入管理",
    "ruling": "grid",
    "rulingReason": "反复发生，标准明确。",
    "ruledBy": "fan-rui",
    "handlingStandard": "两个工作日内到场。",
    "confirmDays": 2,
}


@pytest.fixture
def engine(stage: Stage) -> Iterator[Engine]:
    with stage.engine(ManualClock(NOW)) as engine:
        yield engine


def publish(engine: Engine, **changes: Any) -> str:
    """Run the publication up to its end, confirmed by somebody else than who ruled."""
    case = engine.start("classification_publication", PUBLICATION | changes, Actor("system"))
    engine.run_until_idle()
    (task,) = engine.case(case).open_tasks
    confirmer = Actor("ruan-jie", frozenset({"policy-officer@district-grid"}))
    engine.complete_form(case, task.token, {"confirmation": "publish"}, confirmer)
    engine.run_until_idle()
    return case


def reported(engine: Engine) -> str:
    report = {
        "channel": "grid-inspector",
        "street": "jiangchuan",
        "kind": "other",
        "title": "扰民",
        "description": "夜间",
    }
    inspector = Actor("zhang-wei", frozenset({"grid-inspector@jiangchuan-grid"}))
    case = engine.start("case_intake", report | {"location": "鹤庆路1号"}, inspector)
    engine.run_until_idle()
    return case


def registered(engine: Engine, case: str) -> Any:
    """Register the reported problem at the window; how it was classified."""
    (task,) = engine.case(case).open_tasks
    clerk = Actor("wang-fang", frozenset({"intake-clerk@jiangchuan-grid"}))
    engine.complete_form(case, task.token, {"kind": "other", "inStreet": "on"}, clerk)
    engine.run_until_idle()
    return engine.case(case).variables["classification"]


def class_of(engine: Engine, kind: str) -> Any:
    case = {"kind": kind, "street": "jiangchuan", "inStreet": True, "inOtherProcedure": False}
    return engine.current_definition("case_intake").decisions["case_class"].decide(case, NOW).result["class"]


def files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in PROCESSES.glob("*/*") if path.name.endswith(SUFFIXES)}


def test_new_problems_follow_the_table_and_cases_under_way_do_not(engine: Engine) -> None:
    before = reported(engine)
    publication = publish(engine)
    after = reported(engine)
    assert engine.case(publication).variables["publishedVersion"] == 2
    assert registered(engine, before)["class"] == "neither"
    assert registered(engine, after)["class"] == "grid"
    assert {before, publication, after} <= {one.instance_id for one in verify(engine.database)}
    assert {one.difference for one in verify(engine.database)} == {None}


def test_the_row_names_the_ruling_and_the_record_who_confirmed_it(engine: Engine) -> None:
    publish(engine)
    (one,) = engine.amendments()
    assert (one.process_id, one.version, one.mark, one.actor) == ("case_intake", 2, RULING, "ruan-jie")
    assert one.reason == "反复发生，标准明确。"
    table = engine.amended({"case_intake.dmn": TABLE.read_bytes()})["case_intake.dmn"].decode()
    assert f"{RULING}（2026-03-02）" in table


def test_deploying_the_folder_again_keeps_what_was_ruled(engine: Engine) -> None:
    publish(engine)
    deployed = {one.process_id: one for one in engine.deploy(files(), POLICY)}
    assert deployed["case_intake"].amendments == (RULING,)
    assert not deployed["case_intake"].is_new
    assert class_of(engine, "other") == "grid"


def test_a_table_edited_without_the_ruling_is_refused_until_it_is_withdrawn(engine: Engine) -> None:
    publish(engine)
    edited = files() | {"case_intake.dmn": TABLE.read_bytes().replace("示例".encode(), "举例".encode())}
    with pytest.raises(AmendmentsLost, match=RULING):
        engine.deploy(edited, POLICY)
    assert class_of(engine, "other") == "grid"
    engine.deploy(edited, POLICY, withdraw_amendments=True)
    assert class_of(engine, "other") == "neither"
    assert engine.amendments() == []


def test_a_table_edited_with_the_ruling_in_it_is_deployed(engine: Engine) -> None:
    publish(engine)
    table = engine.amended({"case_intake.dmn": TABLE.read_bytes()})["case_intake.dmn"]
    edited = files() | {"case_intake.dmn": table.replace("示例".encode(), "举例".encode())}
    deployed = {one.process_id: one for one in engine.deploy(edited, POLICY)}
    assert (deployed["case_intake"].version, deployed["case_intake"].amendments) == (3, (RULING,))


def test_whoever_ruled_does_not_confirm(engine: Engine) -> None:
    with pytest.raises(ExcludedUser):
        publish(engine, ruledBy="ruan-jie")
    assert engine.amendments() == []


def with_kind(kind: str, case_class: str = "grid") -> bytes:
    return with_row(TABLE.read_bytes(), "case_class", NewRow(kind, case_class, RULING))


def test_only_one_row_is_added() -> None:
    before, after = TABLE.read_text(encoding="utf-8").replace("<text></text>", "<text/>"), with_kind("other").decode()
    assert after.count("<rule ") == before.count("<rule ") + 1
    removed = [line for line in before.splitlines() if line not in after.splitlines()]
    assert removed == []


@pytest.mark.parametrize(
    ("kind", "case_class", "reason"),
    [("litter", "grid", "已经属于"), ("litter", "governance", "另行归类"), ("other", "city", "没有分类为")],
)
def test_a_row_that_would_not_count_is_refused(kind: str, case_class: str, reason: str) -> None:
    with pytest.raises(RowRefused, match=reason):
        with_kind(kind, case_class)
