"""A case from its start to its end, as people see it."""

from pathlib import Path

import pytest

from engine.errors import NotAllowed, NotFound, TaskAlreadyClaimed, TaskNotOpen
from engine.history import replay, verify
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from tests.integration.people import CLERK, LI, STRANGER, WANG
from tests.process_files import GROUP, catching, chain, flow, message, received, timer, user_task

TWO_TASKS = chain(
    user_task("check"),
    user_task("decide", groups="head@jiangchuan"),
    properties='<zeebe:property name="caseNumberVariable" value="caseNumber"/>'
    '<zeebe:property name="titleVariable" value="subject"/><zeebe:property name="name:en" value="Noise"/>',
)


@pytest.fixture
def case(engine: Engine) -> str:
    engine.deploy({"p.bpmn": TWO_TASKS}, CLERK)
    return engine.start("p", {"subject": "夜间施工噪声", "caseNumber": "江川网格〔2026〕00123号"}, CLERK)


def test_a_case_goes_through_two_people_to_its_end(engine: Engine, case: str, clock: ManualClock) -> None:
    (row,) = engine.inbox(WANG).rows
    assert (row.name, row.name_en, row.process_name_en) == ("check name", "check in English", "Noise")
    assert (row.case_number, row.title) == ("江川网格〔2026〕00123号", "夜间施工噪声")
    assert row.candidate_groups == (GROUP,)
    engine.claim(case, row.token, WANG)
    assert engine.inbox(WANG, mine=True).rows[0].assignee == "wang"
    assert engine.inbox(LI, mine=False).rows == ()
    clock.advance(60_000)
    engine.complete(case, row.token, {"noisy": True}, WANG)
    (second,) = engine.inbox(LI).rows
    assert engine.inbox(WANG).rows == ()
    engine.complete(case, second.token, {"fine": 2000}, LI)
    seen = engine.case(case)
    assert seen.instance.status == "completed"
    assert seen.instance.ended_at == clock.now()
    assert seen.variables["noisy"] is True
    assert seen.variables["fine"] == 2000
    assert [(task.closed_by, task.state) for task in seen.tasks] == [("wang", "completed"), ("li", "completed")]
    assert [step.kind for step in seen.steps] == ["StartInstance", "ClaimTask", "CompleteTask", "CompleteTask"]
    assert seen.active == ()
    assert [one.difference for one in verify(engine.database)] == [None]


def test_a_released_task_is_everybodys_again(engine: Engine, case: str) -> None:
    token = engine.open_tasks(case)[0].token
    engine.claim(case, token, WANG)
    engine.release(case, token, WANG)
    assert engine.inbox(LI, mine=False).rows[0].token == token
    assert engine.inbox_counts(WANG) == (0, 1)


def test_only_candidates_act_and_only_the_holder_after_a_claim(engine: Engine, case: str) -> None:
    token = engine.open_tasks(case)[0].token
    assert engine.inbox(STRANGER).rows == ()
    with pytest.raises(NotAllowed):
        engine.complete(case, token, {}, STRANGER)
    with pytest.raises(NotAllowed):
        engine.claim(case, token, STRANGER)
    engine.claim(case, token, WANG)
    with pytest.raises(TaskAlreadyClaimed) as claimed:
        engine.complete(case, token, {}, LI)
    assert claimed.value.details["by"] == "wang"
    with pytest.raises(NotAllowed):
        engine.release(case, token, STRANGER)
    assert [step.kind for step in engine.case(case).steps] == ["StartInstance", "ClaimTask"]


def test_who_comes_too_late_reads_who_was_first_and_when(engine: Engine, case: str, clock: ManualClock) -> None:
    token = engine.open_tasks(case)[0].token
    clock.advance(5_000)
    engine.complete(case, token, {}, WANG)
    with pytest.raises(TaskNotOpen) as late:
        engine.complete(case, token, {}, LI)
    assert (late.value.details["by"], late.value.details["at"]) == ("wang", clock.now())


def test_a_cancelled_case_leaves_nothing_open(engine: Engine, case: str) -> None:
    engine.cancel(case, CLERK, "entered twice")
    assert engine.case(case).instance.status == "cancelled"
    assert engine.inbox(WANG).rows == ()
    counts = engine.counts()
    assert (counts.active_instances, counts.open_tasks) == (0, 0)
    assert [one.difference for one in verify(engine.database)] == [None]


def test_replay_tells_where_the_token_stood_after_each_step(engine: Engine, case: str) -> None:
    engine.complete(case, engine.open_tasks(case)[0].token, {}, WANG)
    engine.complete(case, engine.open_tasks(case)[0].token, {}, LI)
    positions = [[position.element for position in step.active] for step in replay(engine.database, case)]
    assert positions == [["check"], ["decide"], []]


def test_lists_turn_pages_and_search(engine: Engine, case: str, clock: ManualClock) -> None:
    others = []
    for number in range(4):
        clock.advance(1_000)
        others.append(engine.start("p", {"subject": f"井盖缺失 {number}"}, CLERK))
    first = engine.instances(limit=3)
    second = engine.instances(limit=3, after=first.next)
    assert [row.id for row in (*first.rows, *second.rows)] == [*reversed(others), case]
    assert second.next == ""
    assert [row.id for row in engine.instances(text="噪声").rows] == [case]
    page = engine.inbox(WANG, limit=2)
    rest = engine.inbox(WANG, limit=9, after=page.next)
    assert [row.instance_id for row in (*page.rows, *rest.rows)] == [case, *others]
    assert [row.instance_id for row in engine.inbox(WANG, text="00123号").rows] == [case]


def test_what_does_not_exist_is_said_so(engine: Engine, case: str) -> None:
    for attempt in (
        lambda: engine.start("nowhere", {}, CLERK),
        lambda: engine.case("0" * 32),
        lambda: engine.complete("0" * 32, 1, {}, WANG),
        lambda: engine.definition("0" * 64),
        lambda: engine.inbox(WANG, after="no cursor"),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_many_things_open_at_once_are_closed_at_once(engine: Engine) -> None:
    branches = [
        part
        for number in range(3)
        for part in (
            user_task(f"task{number}"),
            f'<bpmn:boundaryEvent id="late{number}" attachedToRef="task{number}">{timer("P1D")}</bpmn:boundaryEvent>',
            flow("fork", f"task{number}"),
            flow(f"task{number}", "join"),
            flow(f"late{number}", "end"),
        )
    ]
    parallel = chain(
        '<bpmn:parallelGateway id="fork"/>',
        catching("wait", received("m")),
        '<bpmn:parallelGateway id="join"/>',
        extra=branches,
        roots=[message("m", "reply", "number")],
    )
    engine.deploy({"p.bpmn": parallel}, CLERK)
    case = engine.start("p", {"number": "1"}, CLERK)
    assert len(engine.inbox(WANG).rows) == 3
    assert engine.counts().waiting_timers == 3
    engine.cancel(case, CLERK)
    counts = engine.counts()
    assert (counts.open_tasks, counts.waiting_timers, len(engine.inbox(WANG).rows)) == (0, 0, 0)
    assert [task.state for task in engine.case(case).tasks] == ["cancelled"] * 3
    assert [one.difference for one in verify(engine.database)] == [None]


def test_an_incident_goes_with_its_case(engine: Engine) -> None:
    broken = '<bpmn:exclusiveGateway id="which" default="which-check"/>'
    diagram = chain(
        broken, user_task("check"), extra=[flow("which", "end", "=missing.value > 1 and 1 / &quot;a&quot;")]
    )
    engine.deploy({"p.bpmn": diagram}, CLERK)
    case = engine.start("p", {}, CLERK)
    assert [incident.instance_id for incident in engine.incidents()] == [case]
    engine.cancel(case, CLERK)
    assert engine.incidents() == []
    assert engine.counts().open_incidents == 0


def test_a_task_of_one_person_is_nobody_elses_and_cannot_be_given_away(engine: Engine) -> None:
    engine.deploy({"p.bpmn": chain(user_task("own", groups="", assignee="wang"))}, CLERK)
    case = engine.start("p", {}, CLERK)
    assert engine.inbox(STRANGER).rows == ()
    (row,) = engine.inbox(WANG, mine=True).rows
    with pytest.raises(NotAllowed):
        engine.release(case, row.token, WANG)
    with pytest.raises(NotAllowed):
        engine.complete(case, row.token, {}, STRANGER)
    engine.complete(case, row.token, {}, WANG)
    assert engine.case(case).instance.status == "completed"


def test_a_process_without_start_event_begins_where_no_flow_leads_to(engine: Engine) -> None:
    diagram = Path(__file__).parents[1] / "diagrams" / "positions" / "implicit_process.bpmn"
    engine.deploy({"p.bpmn": diagram.read_bytes()}, CLERK)
    case = engine.start("p", {}, CLERK)
    engine.forget()
    assert [task.element for task in engine.open_tasks(case)] == ["visit", "write"]
    for element in ("visit", "write", "report"):
        task = next(task for task in engine.open_tasks(case) if task.element == element)
        engine.complete(case, task.token, {}, CLERK)
    assert engine.case(case).instance.status == "completed"
    assert [found.difference for found in verify(engine.database)] == [None]
