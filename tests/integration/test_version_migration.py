"""Live cases go on by another version, on both databases: their rows, their journal, and many of them at a time."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import Actor, history
from engine.errors import CommandRejected, NotFound
from engine.execution.events import InstanceMigrated
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.settings import RuntimeSettings
from engine.store.metadata import metadata
from tests.integration.conftest import MakeEngine
from tests.process_files import (
    END,
    START,
    catching,
    chain,
    file,
    flow,
    message,
    process,
    service_task,
    timer,
    user_task,
)

OPERATOR = Actor("operator")
CLERK = Actor("li", frozenset({"clerk@street"}))
HEAD = Actor("wang", frozenset({"head@street"}))
HOUR = 3_600_000

TITLE = '<zeebe:property name="titleVariable" value="{}"/>'


def first() -> bytes:
    """Fill, check, end; a reminder beside the check."""
    return _procedure("check", "clerk@street", "PT2H", TITLE.format("street"), "reply", "number")


def second() -> bytes:
    """The check is called examine, is done by the head, too, sooner, and is followed by a signing."""
    return _procedure(
        "examine", "clerk@street, head@street", "PT1H", TITLE.format("matter"), "answer", "street", "sign"
    )


def _procedure(check: str, groups: str, time: str, title: str, heard: str, key: str, *more: str) -> bytes:
    steps = [user_task("fill", groups="clerk@street"), user_task(check, groups=groups)]
    steps += [user_task(step, groups="head@street") for step in more]
    ids = ["start", "fill", check, *more, "end"]
    beside = [
        f'<bpmn:boundaryEvent id="remind" attachedToRef="{check}" cancelActivity="false">{timer(time)}'
        "</bpmn:boundaryEvent>",
        f'<bpmn:boundaryEvent id="heard" attachedToRef="{check}" cancelActivity="false">'
        '<bpmn:messageEventDefinition messageRef="m"/></bpmn:boundaryEvent>',
        user_task("note", groups="clerk@street"),
    ]
    flows = [flow(a, b) for a, b in itertools.pairwise(ids)]
    flows += [flow("remind", "note"), flow("heard", "note"), flow("note", "end")]
    parts = [START, END, *steps, *beside, *flows]
    return file(process(*parts, properties=title), roots=[message("m", heard, key)])


def begun(engine: Engine, number: int = 1) -> str:
    id = engine.start("p", {"street": "Jiangchuan", "matter": "pothole", "number": str(number)}, CLERK)
    engine.complete(id, task(engine, id, "fill"), {}, CLERK)
    return id


def task(engine: Engine, id: str, element: str) -> int:
    return next(one.token for one in engine.open_tasks(id) if one.element == element)


def deployed(engine: Engine, data: bytes) -> str:
    return engine.deploy({"p.bpmn": data}, OPERATOR)[0].hash


def verified(engine: Engine) -> bool:
    return [str(one.difference) for one in history.verify(engine.database) if one.difference] == []


@pytest.mark.parametrize("snapshot_every", [2, 3, 4, 100])
def test_a_case_goes_on_by_the_other_version_to_its_end(
    make_engine: MakeEngine, clock: ManualClock, snapshot_every: int
) -> None:
    engine = make_engine(settings=RuntimeSettings(snapshot_every=snapshot_every))
    before = deployed(engine, first())
    id = begun(engine)
    token = task(engine, id, "check")
    engine.claim(id, token, CLERK)
    assert engine.case(id).instance.title == "Jiangchuan"
    clock.advance(HOUR // 2)
    target = deployed(engine, second())
    plan = engine.plan_migration("p", target)
    assert plan.elements == {"check": "examine"}
    assert [one.outcome for one in engine.dry_run(plan)] == ["migrated"]
    assert engine.case(id).instance.version == 1
    assert [one.outcome for one in engine.migrate(plan, OPERATOR)] == ["migrated"]
    row = engine.case(id).instance
    assert (row.version, row.definition_hash, row.title) == (2, target, "pothole")
    assert verified(engine)

    open_task = engine.inbox(CLERK, mine=True).rows[0]
    assert (open_task.token, open_task.element, open_task.name) == (token, "examine", "examine name")
    assert set(open_task.candidate_groups) == {"clerk@street", "head@street"}
    assert engine.next_due() == clock.now() + HOUR // 2
    engine.publish("reply", "1")
    engine.publish("answer", "Jiangchuan")
    engine.run_until_idle()
    assert [one.element for one in engine.open_tasks(id)] == ["examine", "note"]

    engine.forget()
    clock.advance(HOUR)
    engine.run_until_idle()
    engine.complete(id, token, {}, CLERK)
    for element in ("note", "note"):
        engine.complete(id, task(engine, id, element), {}, CLERK)
    engine.forget()
    engine.complete(id, task(engine, id, "sign"), {}, HEAD)
    assert engine.case(id).instance.status == "completed"
    assert verified(engine)
    versions = history.versions(engine.database, id)
    assert [one.definition for one in versions] == [before, target]
    assert history.by(versions, versions[1].since - 1) == before
    assert history.by(versions, versions[1].since) == target
    at = {one.step.seq: {position.element for position in one.active} for one in history.replay(engine.database, id)}
    assert at[versions[1].since - 1] == {"check"}
    assert at[versions[1].since] == {"examine"}


def test_another_worker_notices(make_engine: MakeEngine) -> None:
    one, other = make_engine(), make_engine()
    deployed(one, first())
    id = begun(one)
    token = task(other, id, "check")
    plan = one.plan_migration("p", deployed(one, second()))
    one.migrate(plan, OPERATOR)
    other.complete(id, token, {}, HEAD)
    assert [open_task.element for open_task in other.open_tasks(id)] == ["sign"]
    assert verified(one)


def test_what_is_refused_stays_as_it_was(engine: Engine) -> None:
    deployed(engine, chain(user_task("a"), user_task("b")))
    waits, passed = (engine.start("p", {}, OPERATOR) for _ in range(2))
    engine.complete(passed, task(engine, passed, "a"), {}, Actor("li", frozenset({"dispatcher@jiangchuan"})))
    plan = engine.plan_migration("p", deployed(engine, chain(user_task("b"))))
    assert plan.elements == {}
    tried = {one.instance_id: one for one in engine.dry_run(plan)}
    assert [(one.code, one.element) for one in tried[waits].obstacles] == [("removed", "a")]
    done = {one.instance_id: one.outcome for one in engine.migrate(plan, OPERATOR)}
    assert done == {waits: "refused", passed: "migrated"}
    assert engine.case(waits).instance.version == 1
    assert engine.case(passed).instance.version == 2
    assert verified(engine)


def test_a_task_that_only_an_earlier_version_had_keeps_its_name(engine: Engine) -> None:
    deployed(engine, chain(user_task("a"), user_task("b")))
    id = engine.start("p", {}, OPERATOR)
    engine.complete(id, task(engine, id, "a"), {}, Actor("li", frozenset({"dispatcher@jiangchuan"})))
    engine.migrate(engine.plan_migration("p", deployed(engine, chain(user_task("b")))), OPERATOR)
    assert [one.name for one in engine.case(id).tasks] == ["a name", "b name"]


def test_only_the_chosen_cases_go(engine: Engine) -> None:
    deployed(engine, first())
    stays, goes = begun(engine, 1), begun(engine, 2)
    plan = engine.plan_migration("p", deployed(engine, second()), only=[goes])
    assert [one.instance_id for one in engine.migrate(plan, OPERATOR)] == [goes]
    assert [engine.case(one).instance.version for one in (stays, goes)] == [1, 2]


def test_a_plan_names_elements_that_are_there(engine: Engine) -> None:
    before = deployed(engine, first())
    begun(engine)
    target = deployed(engine, second())
    for elements in ({"nowhere": "examine"}, {"check": "nowhere"}):
        with pytest.raises(NotFound):
            engine.plan_migration("p", target, elements)
    with pytest.raises(CommandRejected):
        engine.plan_migration("q", target)
    matches = {one.old: (one.new, one.how) for one in engine.element_matches(before, target)}
    assert matches["check"] == ("examine", "neighbour")
    assert matches["fill"] == ("fill", "id")


def test_a_plan_is_carried_out_once_and_a_stopped_one_goes_on(engine: Engine) -> None:
    deployed(engine, first())
    ids = [begun(engine, number) for number in range(4)]
    plan = engine.plan_migration("p", deployed(engine, second()))
    seen: list[tuple[int, int]] = []

    def stop_after_two(done: int, of: int) -> bool:
        seen.append((done, of))
        return done < 2

    assert [one.outcome for one in engine.migrate(plan, OPERATOR, stop_after_two)] == ["migrated"] * 2
    assert seen == [(1, 4), (2, 4)]
    assert [engine.case(id).instance.version for id in ids] == [2, 2, 1, 1]
    assert [one.outcome for one in engine.migrate(plan, OPERATOR)] == ["migrated"] * 4
    for id in ids:
        moved = [
            event
            for step in history.steps(engine.database, id)
            for event in step.events
            if isinstance(event, InstanceMigrated)
        ]
        assert len(moved) == 1
    assert engine.migrate(engine.plan_migration("p", plan.target), OPERATOR) == []
    assert verified(engine)


_KILLED = """
import os, sys
from engine import Actor, Engine, MigrationPlan
url, plan_id, target = sys.argv[1:]
engine = Engine(url)
plan = MigrationPlan(plan_id, "p", target, 2, {"check": "examine"})
engine.migrate(plan, Actor("operator"), lambda done, of: os._exit(9) if done == 2 else None)
"""


def test_a_killed_run_is_gone_on_with(make_engine: MakeEngine, database_url: str) -> None:
    engine = make_engine()
    deployed(engine, first())
    ids = [begun(engine, number) for number in range(4)]
    plan = engine.plan_migration("p", deployed(engine, second()))
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", _KILLED, database_url, plan.id, plan.target],
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert run.returncode == 9
    assert [engine.case(id).instance.version for id in ids] == [2, 2, 1, 1]
    assert [one.outcome for one in engine.migrate(plan, OPERATOR)] == ["migrated"] * 4
    assert [engine.case(id).instance.version for id in ids] == [2, 2, 2, 2]
    assert verified(engine)


def test_an_older_version_can_be_gone_back_to(engine: Engine) -> None:
    before = deployed(engine, first())
    id = begun(engine)
    target = deployed(engine, second())
    engine.migrate(engine.plan_migration("p", target), OPERATOR)
    engine.migrate(engine.plan_migration("p", before), OPERATOR)
    assert [one.element for one in engine.open_tasks(id)] == ["check"]
    assert [one.definition for one in history.versions(engine.database, id)] == [before, target, before]
    engine.forget()
    engine.complete(id, task(engine, id, "check"), {}, CLERK)
    assert engine.case(id).instance.status == "completed"
    assert verified(engine)


def test_a_definition_hash_that_was_changed_in_the_row_is_found(engine: Engine) -> None:
    before = deployed(engine, first())
    id = begun(engine)
    engine.migrate(engine.plan_migration("p", deployed(engine, second())), OPERATOR)
    with engine.database.begin() as connection:
        connection.exec_driver_sql(f"UPDATE instance SET definition_hash = '{before}' WHERE id = '{id}'")
    (found,) = history.verify(engine.database, id)
    assert found.difference is not None
    assert found.difference.field == "definition_hash"


def everything_open() -> bytes:
    """One branch for each kind of thing that may be open."""
    heard = '<bpmn:messageEventDefinition messageRef="m"/>'
    many = (
        '<bpmn:adHocSubProcess id="pick" name="pick"><bpmn:extensionElements><zeebe:properties>'
        '<zeebe:property name="candidateGroups" value="clerk@street"/></zeebe:properties></bpmn:extensionElements>'
        f"{user_task('one')}{user_task('two')}</bpmn:adHocSubProcess>"
    )
    steps = [
        user_task("person"),
        service_task("handler", "absent"),
        service_task("broken", "absent"),
        catching("clock", timer("PT9H")),
        catching("ear", heard),
        many,
    ]
    ids = ["person", "handler", "broken", "clock", "ear", "pick"]
    flows = [flow("start", "fork"), *(flow("fork", id) for id in ids), *(flow(id, "end") for id in ids)]
    return file(
        process(START, '<bpmn:parallelGateway id="fork"/>', *steps, END, *flows),
        roots=[message("m", "reply", "number")],
    )


def test_everything_that_is_open_is_known_by_its_new_element(engine: Engine) -> None:
    before = everything_open()
    deployed(engine, before)
    id = engine.start("p", {"number": "1"}, OPERATOR)
    broken = next(job for job in engine.jobs(id) if job.element == "broken")
    engine.fail_job(id, broken.token, "no")
    moved = ("person", "handler", "broken", "clock", "ear", "pick")
    after = before
    for one in moved:
        after = after.replace(f'"{one}"'.encode(), f'"{one}_new"'.encode())
    plan = engine.plan_migration("p", deployed(engine, after), {one: f"{one}_new" for one in moved})
    assert [one.outcome for one in engine.migrate(plan, OPERATOR)] == ["migrated"]
    assert verified(engine)
    case = engine.case(id)
    assert {one.element for one in case.active} == {f"{one}_new" for one in moved}
    assert [one.element for one in case.incidents] == ["broken_new"]
    assert [one.element for one in engine.ad_hoc(id)] == ["pick_new"]
    engine.forget()
    engine.retry_incident(id, broken.token, OPERATOR)
    for job in engine.jobs(id):
        engine.complete_job(id, job.token)
    engine.publish("reply", "1")
    engine.run_until_idle()
    assert {one.element for one in engine.case(id).active} == {"person_new", "clock_new", "pick_new"}
    assert verified(engine)


def test_an_identical_version_changes_no_row(engine: Engine) -> None:
    deployed(engine, everything_open())
    id = engine.start("p", {"number": "1"}, OPERATOR)
    engine.run_until_idle()
    kept = ("user_task", "task_candidate", "job", "timer", "subscription", "ad_hoc", "incident", "store_read")

    def rows() -> dict[str, list[object]]:
        with engine.database.connect() as connection:
            return {
                name: sorted(map(str, connection.execute(select(metadata.tables[name])).mappings())) for name in kept
            }

    before = rows()
    assert all(before[name] for name in ("user_task", "job", "timer", "subscription", "ad_hoc"))
    plan = engine.plan_migration("p", deployed(engine, everything_open() + b"<!-- again -->"))
    assert [one.outcome for one in engine.migrate(plan, OPERATOR)] == ["migrated"]
    assert rows() == before
    assert engine.case(id).instance.version == 2
    assert verified(engine)
