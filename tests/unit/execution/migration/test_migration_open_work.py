"""What becomes of open tasks, jobs, timers, messages and choices when their case goes on by another version."""

import itertools

from faithful import faithful
from instance_driver import NOON, Case
from versions import chain, version

from engine.execution import commands as c
from engine.execution.events import (
    AdHocChanged,
    ElementMigrated,
    InstanceMigrated,
    SubscriptionOpened,
    TimerClosed,
    TimerOpened,
    UserTaskAssigned,
    UserTaskChanged,
)
from tests import process_files as files
from tests.process_files import END, START, flow, user_task

HOUR = 3_600_000
OTHER = '<zeebe:property name="x-edition" value="2"/>'
"""Makes another version that does the same."""


def boundary(id: str, definition: str, host: str = "a", *, interrupting: bool = True) -> str:
    cancels = str(interrupting).lower()
    return f'<bpmn:boundaryEvent id="{id}" attachedToRef="{host}" cancelActivity="{cancels}">{definition}</bpmn:boundaryEvent>'


def guarded(*events: str) -> list[str]:
    parts = [START, user_task("a"), user_task("late"), END, flow("start", "a"), flow("a", "end"), flow("late", "end")]
    for event in events:
        parts += [event, flow(event.split('id="')[1].split('"')[0], "late")]
    return parts if events else [part for part in parts if "late" not in part]


def test_a_mapped_task_keeps_its_token_its_holder_and_its_values() -> None:
    case = Case(chain(user_task("a")))
    token = case.task("a")
    case.do(c.ClaimTask, token=token, actor="li")
    events = case.migrate(chain(user_task("check"), user_task("again")), {"a": "check"})
    assert [type(event) for event in events] == [InstanceMigrated, ElementMigrated]
    assert events[1] == ElementMigrated(token=token, element="check", before="a")
    (task,) = case.instance.open_user_tasks()
    assert (task.token, task.element, task.assignee) == (token, "check", "li")
    case.complete("check")
    case.complete("again")
    assert case.outcome == "completed"
    faithful(case)


def test_the_new_form_and_candidates_are_taken_and_the_holder_and_the_deadline_stay() -> None:
    due = '<zeebe:taskSchedule dueDate="{}"/>'

    def task(groups: str, form: str, day: str) -> str:
        return user_task("a", groups=groups).replace("<zeebe:userTask/>", "<zeebe:userTask/>" + due.format(day))

    case = Case(chain(task("clerk@one, clerk@two", "", "2026-02-01T12:00:00Z")))
    token = case.task("a")
    before = case.instance.open_user_tasks()[0].due
    case.do(c.ClaimTask, token=token, actor="li")
    events = case.migrate(chain(task("clerk@two, clerk@three", "", "2026-03-01T12:00:00Z")))
    assert events[1:] == [
        UserTaskChanged(
            token=token,
            element="a",
            form="",
            priority=50,
            added={"group": ["clerk@three"]},
            removed={"group": ["clerk@one"]},
        )
    ]
    (held,) = case.instance.open_user_tasks()
    assert (held.assignee, held.due, held.candidate_groups) == ("li", before, ["clerk@two", "clerk@three"])
    faithful(case)


def test_an_unchanged_task_is_not_asked_again() -> None:
    case = Case(chain(user_task("a", groups="=group"), user_task("b")), {"group": "clerk@one"})
    case.instance.variables_root.values["group"] = "clerk@two"
    assert len(case.migrate(chain(user_task("a", groups="=group")))) == 1
    assert case.instance.open_user_tasks()[0].candidate_groups == ["clerk@one"]


def test_a_task_that_nobody_holds_goes_to_whom_the_new_version_names() -> None:
    case = Case(chain(user_task("a")))
    events = case.migrate(chain(user_task("a", assignee="wang", groups="")))
    assert isinstance(events[-1], UserTaskAssigned)
    assert case.instance.open_user_tasks()[0].assignee == "wang"


def test_an_unchanged_timer_keeps_its_moment_and_a_changed_one_runs_from_when_it_was_set() -> None:
    one = version(*guarded(boundary("soon", files.timer("PT5H"))))
    case = Case(one)
    case.now = NOON + HOUR
    case.migrate(version(*guarded(boundary("soon", files.timer("PT5H"))), properties=OTHER))
    assert case.instance.timers()[0].due == NOON + 5 * HOUR
    events = case.migrate(version(*guarded(boundary("soon", files.timer("PT2H")))))
    assert [type(event) for event in events[1:]] == [TimerClosed, TimerOpened]
    assert case.instance.timers()[0].due == NOON + 2 * HOUR
    case.fire("soon")
    assert case.open == ["late"]
    faithful(case)


def test_a_waiting_timer_event_that_changed_runs_from_when_it_was_set() -> None:
    case = Case(chain(files.catching("pause", files.timer("PT1H"))))
    case.now = NOON + HOUR // 2
    case.migrate(chain(files.catching("pause", files.timer("PT3H"))))
    assert case.instance.timers()[0].due == NOON + 3 * HOUR


def test_boundary_events_come_and_go_with_the_version() -> None:
    case = Case(version(*guarded(boundary("soon", files.timer("PT5H")))))
    case.now = NOON + HOUR
    events = case.migrate(version(*guarded(boundary("later", files.timer("PT6H")))))
    assert [type(event) for event in events[1:]] == [TimerClosed, TimerOpened]
    assert [(timer.element, timer.due) for timer in case.instance.timers()] == [("later", NOON + 7 * HOUR)]
    case.migrate(version(*guarded()))
    assert case.instance.timers() == []
    assert case.open == ["a"]
    faithful(case)


def test_a_reminder_that_was_given_is_not_given_again() -> None:
    reminder = boundary("remind", files.timer("PT1H"), interrupting=False)
    case = Case(version(*guarded(reminder)))
    case.fire("remind")
    assert case.open == ["a", "late"]
    case.migrate(version(*guarded(reminder), properties=OTHER))
    assert case.instance.timers() == []


def test_a_changed_message_is_waited_for_with_its_new_key() -> None:
    def receive(key: str) -> list[str]:
        return [files.message("m", "reply", key)]

    step = files.catching("wait", '<bpmn:messageEventDefinition messageRef="m"/>')
    case = Case(chain(step, roots=tuple(receive("number"))), {"number": "7", "year": "2026"})
    assert case.instance.subscriptions()[0].key == "7"
    events = case.migrate(chain(step, roots=tuple(receive("year"))))
    assert [event.key for event in events if isinstance(event, SubscriptionOpened)] == ["2026"]
    case.deliver("wait", answer=1)
    assert case.outcome == "completed"
    faithful(case)


def test_a_job_that_rests_is_replaced_and_one_that_is_out_is_not() -> None:
    case = Case(chain(files.service_task("s", "old")))
    case.migrate(chain(files.service_task("s", "new")))
    assert case.instance.jobs()[0].type == "old"
    case = Case(chain(files.service_task("s", "old")))
    case.do(c.FailJob, token=case.job("s"), message="no", retries=0)
    case.migrate(chain(files.service_task("s", "new")))
    assert (case.instance.jobs()[0].type, case.instance.jobs()[0].retries) == ("new", 0)
    case.resolve()
    assert (case.instance.jobs()[0].type, case.instance.jobs()[0].retries) == ("new", 1)
    case.complete_job("s")
    assert case.outcome == "completed"
    faithful(case)


def test_an_incident_is_tried_again_by_the_new_version() -> None:
    gateway = '<bpmn:exclusiveGateway id="g"/>'

    def decides(condition: str) -> list[str]:
        return [START, gateway, END, flow("start", "g"), flow("g", "end", condition)]

    case = Case(version(*decides("=amount &gt; 5")))
    assert [one.element for one in case.instance.incidents()] == ["g"]
    case.migrate(version(*decides("=amount = null")))
    case.resolve()
    assert case.outcome == "completed"
    faithful(case)


def test_the_case_is_named_as_the_new_version_says() -> None:
    naming = '<zeebe:property name="titleVariable" value="{}"/>'
    case = Case(
        chain(user_task("a"), properties=naming.format("street")), {"street": "Jiangchuan", "matter": "pothole"}
    )
    (event,) = case.migrate(chain(user_task("a"), properties=naming.format("matter")))
    assert isinstance(event, InstanceMigrated)
    assert event.named == {"matter": "pothole"}


def test_an_event_subprocess_that_is_new_waits_and_one_that_is_gone_does_not() -> None:
    listens = (
        '<bpmn:subProcess id="on" triggeredByEvent="true"><bpmn:startEvent id="rung" isInterrupting="true">'
        + files.timer("PT8H")
        + "</bpmn:startEvent>"
        + user_task("answer")
        + '<bpmn:endEvent id="done"/>'
        + flow("rung", "answer")
        + flow("answer", "done")
        + "</bpmn:subProcess>"
    )
    case = Case(chain(user_task("a")))
    case.migrate(chain(user_task("a"), extra=(listens,)))
    assert [timer.element for timer in case.instance.timers()] == ["rung"]
    case.migrate(chain(user_task("a")))
    assert case.instance.timers() == []
    case.migrate(chain(user_task("a"), extra=(listens,)))
    case.fire("rung")
    assert case.open == ["answer"]
    faithful(case)


def test_a_call_goes_on_with_the_version_that_the_new_version_calls() -> None:
    def called(*steps: str) -> str:
        ids = ["in", *(step.split('id="', 1)[1].split('"', 1)[0] for step in steps), "out"]
        flows = [flow(a, b) for a, b in itertools.pairwise(ids)]
        return files.process('<bpmn:startEvent id="in"/>', *steps, '<bpmn:endEvent id="out"/>', *flows, id="q")

    call = (
        '<bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="q"/>'
        "</bpmn:extensionElements></bpmn:callActivity>"
    )
    caller = (START, call, END, flow("start", "call"), flow("call", "end"))
    case = Case(version(*caller, more=called(user_task("x"))))
    case.migrate(version(*caller, more=called(user_task("y"), user_task("z"))), {"q:x": "y"})
    assert case.open == ["y"]
    case.complete("y")
    assert case.open == ["z"]
    case.complete("z")
    assert case.outcome == "completed"
    faithful(case)


def pick(groups: str, *steps: str) -> str:
    return (
        '<bpmn:adHocSubProcess id="pick" name="pick"><bpmn:extensionElements><zeebe:properties>'
        f'<zeebe:property name="candidateGroups" value="{groups}"/></zeebe:properties></bpmn:extensionElements>'
        f"{''.join(user_task(step) for step in steps)}</bpmn:adHocSubProcess>"
    )


def test_an_open_choice_offers_the_new_steps_to_the_new_groups() -> None:
    case = Case(chain(pick("clerk@one, clerk@two", "visit", "call")))
    (open_choice,) = case.instance.ad_hoc()
    case.do(c.ActivateElement, token=open_choice.token, element="visit")
    events = case.migrate(chain(pick("clerk@two, clerk@three", "visit", "write")))
    assert events[1:] == [
        AdHocChanged(
            token=open_choice.token,
            element="pick",
            choices=["visit", "write"],
            added=["clerk@three"],
            removed=["clerk@one"],
        )
    ]
    case.do(c.ActivateElement, token=open_choice.token, element="write")
    case.complete("visit")
    case.complete("write")
    case.do(c.CompleteAdHoc, token=open_choice.token)
    assert case.outcome == "completed"
    faithful(case)


def test_an_event_subprocess_that_has_begun_lets_no_new_one_wait() -> None:
    def listens(id: str, time: str) -> str:
        return (
            f'<bpmn:subProcess id="{id}" triggeredByEvent="true"><bpmn:startEvent id="{id}_rung">{files.timer(time)}'
            f'</bpmn:startEvent>{user_task(f"{id}_answer")}<bpmn:endEvent id="{id}_done"/>'
            f"{flow(f'{id}_rung', f'{id}_answer')}{flow(f'{id}_answer', f'{id}_done')}</bpmn:subProcess>"
        )

    case = Case(chain(user_task("a"), extra=(listens("on", "PT8H"),)))
    case.fire("on_rung")
    case.migrate(chain(user_task("a"), extra=(listens("on", "PT8H"), listens("other", "PT9H"))))
    assert case.instance.timers() == []
    case.complete("on_answer")
    assert case.outcome == "completed"
    faithful(case)


def test_a_changed_condition_is_asked_at_once() -> None:
    def until(condition: str) -> str:
        return files.catching(
            "until",
            f"<bpmn:conditionalEventDefinition><bpmn:condition>{condition}</bpmn:condition></bpmn:conditionalEventDefinition>",
        )

    parallel = (START, '<bpmn:parallelGateway id="fork"/>', user_task("a"), END, flow("start", "fork"))
    more = (flow("fork", "a"), flow("a", "end"), flow("fork", "until"), flow("until", "end"))
    case = Case(version(*parallel, until("=level &gt; 5"), *more), {"level": 3})
    assert case.at["until"] == 1
    case.migrate(version(*parallel, until("=level &gt; 2"), *more))
    assert case.at["until"] == 0
    case.complete("a")
    assert case.outcome == "completed"
    faithful(case)


def test_done_work_is_undone_by_the_new_versions_handler() -> None:
    def paid(handler: str) -> list[str]:
        end = '<bpmn:endEvent id="undo_all"><bpmn:compensateEventDefinition/></bpmn:endEvent>'
        parts = [START, user_task("pay"), user_task("then"), end, flow("start", "pay"), flow("pay", "then")]
        parts += [flow("then", "undo_all")]
        return [
            *parts,
            '<bpmn:boundaryEvent id="undo" attachedToRef="pay"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>',
            user_task(handler).replace("<bpmn:userTask ", '<bpmn:userTask isForCompensation="true" '),
            f'<bpmn:association id="as" sourceRef="undo" targetRef="{handler}" associationDirection="One"/>',
        ]

    case = Case(version(*paid("refund")))
    case.complete("pay")
    renamed = [part.replace('"pay"', '"payment"').replace("pay-", "payment-") for part in paid("credit")]
    case.migrate(version(*renamed), {"pay": "payment"})
    case.complete("then")
    assert case.open == ["credit"]
    case.complete("credit")
    assert case.outcome == "completed"
    faithful(case)
