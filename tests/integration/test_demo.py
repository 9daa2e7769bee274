"""The demo's year, played on the real engine. The long tier plays all of it, the short one its last weeks."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any

import pytest
import sqlalchemy as sa

from engine import history
from engine.diagrams.model import EndEvent
from engine.diagrams.timers import SHANGHAI
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.store.database import reading
from engine.store.tables import data_store_row, instance, user_task
from web import demo, programme
from web.account import people
from web.account.first import accounts
from web.scenarios.coverage import together, trace
from web.settings import Settings

ROOT = Path(__file__).parents[2]
END = round(datetime(2026, 11, 20, 15, 20, tzinfo=SHANGHAI).timestamp() * 1000)
"""A Friday afternoon."""
ASSESSED = ("annual_assessment", "evaluation", "score_collection", "department_rating", "grading_objection")
PROPOSED = ("personnel_proposal", "proposal_reply")
LONG = "TIAOKUAI_DIAGRAMS" in os.environ
DAYS = 250 if LONG else 13
STARTED = ("case_intake", "matter_admission", "unadmitted_matter", "district_report", "joint_meeting", "team_command")


@contextmanager
def prepared(folder: Path, days: int) -> Iterator[tuple[Engine, Callable[[], int]]]:
    """An engine whose clock stands so many working days before END, and what plays the demo: how many cases came in."""
    folder.mkdir(exist_ok=True)
    settings = Settings(database_url=f"sqlite:///{folder / 'demo.db'}", processes=ROOT / "processes")
    programme.migrate(settings)
    clock = ManualClock(demo.start(END, days))
    engine = programme.open_engine(settings, clock)
    try:
        programme.add_organisation(settings, engine.database)
        if not engine.definitions():
            programme.deploy(settings, engine, ())
        yield engine, lambda: demo.load(settings, engine, clock, END, lambda now: None)
    finally:
        engine.stop()


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with prepared(tmp_path_factory.mktemp("district"), DAYS) as (engine, play):
        assert play().faults == ()
        yield engine


def told(engine: Engine) -> list[Any]:
    """All that is not random: each case and each task, when and by whom."""
    cases = sa.select(
        instance.c.process_id, instance.c.case_number, instance.c.title, instance.c.status, instance.c.started_at
    )
    tasks = sa.select(
        user_task.c.element, user_task.c.state, user_task.c.opened_at, user_task.c.closed_at, user_task.c.closed_by
    )
    with reading(engine.database) as connection:
        return [sorted(map(tuple, connection.execute(query))) for query in (cases, tasks)]


def open_tasks(engine: Engine, title: str) -> Counter[str]:
    """Open tasks by element of everything that serves the case of this title."""
    rows = [row for row in engine.instances(text=title, limit=50).rows if row.title == title]
    return Counter(task.element for row in rows for task in engine.case(row.id).open_tasks)


def test_the_same_end_gives_the_same_cases_and_playing_again_changes_nothing(tmp_path: Path) -> None:
    with prepared(tmp_path / "one", 4) as (engine, play):
        played, first = play(), told(engine)
    assert played.started > 0
    with prepared(tmp_path / "two", 4) as (engine, play):
        assert (play(), told(engine)) == (played, first)
    with prepared(tmp_path / "two", 4) as (engine, play):
        assert (play(), told(engine)) == (demo.Played(0, ()), first)


def test_a_database_with_other_cases_gets_none(tmp_path: Path) -> None:
    with prepared(tmp_path, 4) as (engine, play):
        report = {"channel": "public", "street": "gumei", "title": "路面积水", "kind": "facility", "location": "平南路"}
        engine.publish("case-reported", "", {**report, "description": "雨后积水。"})
        engine.run_until_idle()
        assert play().started == 0
        assert [row.title for row in engine.instances().rows] == ["路面积水"]


def test_nothing_stands_still_and_every_journal_verifies(district: Engine) -> None:
    assert district.incidents() == []
    assert [one.difference for one in history.verify(district.database, None) if one.difference is not None] == []


def test_each_state_of_a_case_can_be_seen_today(district: Engine) -> None:
    assert open_tasks(district, "兰坪路人行道护栏松动") == {"Task_Register": 1}
    assert open_tasks(district, "红旗新村三号楼楼道堆物") == {"Task_Dispatch": 1}
    assert open_tasks(district, "鹤庆路菜场门口乱设摊") == {"Task_Handle": 1}
    assert open_tasks(district, "东川路夜市烧烤摊占道") == {"Task_Verify": 1}
    assert open_tasks(district, "富星公寓六号楼屋顶搭建阳光房") == {"Task_Decide": 1}
    assert open_tasks(district, "沧源路口绿化带踩踏裸露") == {}
    closed = next(
        row for row in district.instances(text="东川路人行道占道洗车").rows if row.process_id == "case_intake"
    )
    assert closed.status == "completed"
    late = next(
        row for row in district.instances(text="电机新村十七号楼天井搭建").rows if row.process_id == "case_intake"
    )
    handling = next(one for one in district.case(late.id).open_tasks if one.element == "Task_Handle")
    assert 0 < handling.due < END


def test_two_cases_are_escalated_and_one_operation_is_on_today(district: Engine) -> None:
    active = list(district.instances(process_id="case_intake", status="active", limit=500).rows)
    places = {row.title: {one.element_process for one in district.case(row.id).open_tasks} for row in active}
    assert {title for title, held in places.items() if "escalation_level" in held} == {
        "东川路地铁站高架桥伸缩缝渗水",
        "小涞港排口雨污混接",
    }
    assert [title for title, held in places.items() if "operation_command" in held] == ["鹤北新村群租联合整治"]
    operation = next(row for row in active if row.title == "鹤北新村群租联合整治")
    log = next(one for one in district.case(operation.id).open_tasks if one.element == "Task_Command")
    assert district.variables(operation.id, log.token)["operationOn"] == "2026-11-20"


def test_an_assessment_is_under_way(district: Engine) -> None:
    (assessment,) = district.instances(process_id="annual_assessment", status="active").rows
    assert {one.element for one in district.case(assessment.id).open_tasks} == {"Task_Evaluate", "Task_Survey"}


def test_two_years_below_good_led_to_a_personnel_proposal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is assessed is played, all of the year."""
    (tmp_path / "district").mkdir()
    copytree(demo.SCRIPT / "catalogue", tmp_path / "catalogue")
    for name in (*ASSESSED, *PROPOSED):
        copyfile(demo.SCRIPT / f"district/{name}.yaml", tmp_path / f"district/{name}.yaml")
    monkeypatch.setattr(demo, "SCRIPT", tmp_path)
    with prepared(tmp_path / "played", 250) as (engine, play):
        assert play().faults == ()
        (proposal,) = engine.instances(process_id="personnel_proposal").rows
        assert (proposal.title, proposal.status) == ("人事调整建议：古美绿化市容管理所", "completed")
        row = data_store_row.c
        wanted = (
            sa.select(row.value).where(row.key.in_(["2024/gumei-greening", "2025/gumei-greening"])).order_by(row.key)
        )
        with reading(engine.database) as connection:
            before, then = (json.loads(value) for value in connection.scalars(wanted))
        assert [(one["year"], one["grade"]) for one in (before, then)] == [(2024, "poor"), (2025, "poor")]
        assert [one.difference for one in history.verify(engine.database, None) if one.difference is not None] == []


def test_the_people_of_the_sign_in_page_have_something_to_do_but_not_hundreds_of_things(district: Engine) -> None:
    without = {"zhang-wei", "luo-cheng", "ding-kai"}  # an inspector, an auditor and an operator have no tasks
    for account in accounts():
        visitor = people.visitor(district.database, account, END)
        assert visitor is not None
        waiting = sum(district.inbox_counts(visitor.actor))
        assert waiting == 0 if account in without else 5 <= waiting <= 25, (account, waiting)


@pytest.mark.skipif(not LONG, reason="the whole year is played in the long tier")
def test_a_year_takes_every_end_of_intake_and_calls_every_procedure(district: Engine) -> None:
    rows = [row for name in STARTED for row in district.instances(process_id=name, limit=500).rows]
    assert len(rows) >= 250
    passed = together(trace(history.steps(district.database, row.id), row.process_id) for row in rows)
    intake = district.current_definition("case_intake").process.scope.nodes.values()
    assert {node.id for node in intake if isinstance(node, EndEvent)} <= passed["case_intake"]
    assert set(passed) >= {"case_deferral", "tiered_escalation", "escalation_level", "joint_meeting", "meeting_minutes"}
    assert set(passed) >= {
        "joint_operation",
        "operation_command",
        "district_report",
        "funding_transfer",
        "street_handover",
    }
