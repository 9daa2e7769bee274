"""Commands that do not fit are rejected and change nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from instance_driver import Case
from process_models import Build, catch, end, parallel, service, start, timer, user

from engine.errors import CommandRejected, JournalBroken, TaskAlreadyClaimed, TaskNotOpen
from engine.execution import Instance, apply, compile
from engine.execution import commands as c
from engine.execution.events import ElementCancelled, InstanceEnded, UserTaskAssigned


def _model() -> Build:
    model = Build().line(start(), parallel("g"), user("u"), end()).add(service("k"), catch("t", timer("PT1H")))
    return model.flow("g", "k", "e").flow("g", "t", "e")


REJECTED: list[tuple[type[c.Command], dict[str, Any], type[Exception]]] = [
    (c.StartInstance, {}, CommandRejected),
    (c.ClaimTask, {"token": 99}, TaskNotOpen),
    (c.ClaimTask, {"token": "k"}, TaskNotOpen),
    (c.ReleaseTask, {"token": "u"}, CommandRejected),
    (c.AssignTask, {"token": 99, "assignee": "li"}, TaskNotOpen),
    (c.AssignTask, {"token": "u", "assignee": ""}, CommandRejected),
    (c.CompleteTask, {"token": 99}, TaskNotOpen),
    (c.CompleteTask, {"token": "t"}, TaskNotOpen),
    (c.CompleteJob, {"token": "u"}, CommandRejected),
    (c.FailJob, {"token": 99, "message": "", "retries": 0}, CommandRejected),
    (c.ThrowError, {"token": 99, "error": "x"}, CommandRejected),
    (c.FireTimer, {"token": "u"}, CommandRejected),
    (c.DeliverMessage, {"token": "t", "message_id": "m"}, CommandRejected),
    (c.ResolveIncident, {"token": "k"}, CommandRejected),
]


@pytest.mark.parametrize(("command", "fields", "error"), REJECTED)
def test_what_does_not_fit_changes_nothing(
    command: type[c.Command], fields: dict[str, Any], error: type[Exception]
) -> None:
    case = Case(_model().definition())
    named: dict[str, Callable[[str], int]] = {"u": case.task, "k": case.job, "t": case.timer}
    if isinstance(fields.get("token"), str):
        fields = {**fields, "token": named[fields["token"]](fields["token"])}
    before = case.instance.snapshot()
    with pytest.raises(error):
        case.do(command, **fields)
    assert case.instance.snapshot() == before


def test_a_task_is_claimed_by_one_and_released() -> None:
    case = Case(_model().definition())
    token = case.task("u")
    case.do(c.ClaimTask, token=token, actor="li")
    assert case.do(c.ClaimTask, token=token, actor="li") == []
    with pytest.raises(TaskAlreadyClaimed) as caught:
        case.do(c.ClaimTask, token=token, actor="wu")
    assert caught.value.details["by"] == "li"
    case.do(c.ReleaseTask, token=token, actor="li")
    case.do(c.ClaimTask, token=token, actor="wu")
    assert [event.assignee for event in case.said(UserTaskAssigned)] == ["li", "", "wu"]
    assert case.instance.user_task(token).assignee == "wu"  # type: ignore[union-attr]


def test_a_task_is_completed_once() -> None:
    case = Case(_model().definition())
    token = case.task("u")
    case.do(c.CompleteTask, token=token)
    with pytest.raises(TaskNotOpen):
        case.do(c.CompleteTask, token=token)


def test_cancelling_ends_everything_and_nothing_follows() -> None:
    case = Case(_model().definition())
    token = case.task("u")
    case.do(c.CancelInstance, reason="withdrawn")
    assert case.said(InstanceEnded) == [InstanceEnded(outcome="cancelled", reason="withdrawn")]
    assert sorted(event.element for event in case.said(ElementCancelled)) == ["k", "t", "u"]
    with pytest.raises(TaskNotOpen):
        case.do(c.CompleteTask, token=token)
    with pytest.raises(CommandRejected):
        case.do(c.CancelInstance)


def test_nothing_comes_before_the_start() -> None:
    instance = Instance.create(compile(_model().definition()))
    with pytest.raises(CommandRejected):
        apply(instance, c.CompleteTask(id="1", at=0, actor="li", token=1))
    with pytest.raises(CommandRejected):
        apply(instance, c.StartInstance(id="1", at=0, actor="li", start_event="nowhere"))
    assert apply(instance, c.StartInstance(id="1", at=0, actor="li"))


def test_a_snapshot_of_another_definition_is_refused() -> None:
    case = Case(_model().definition())
    other = compile(Build().line(start(), user("u"), end()).definition())
    with pytest.raises(JournalBroken):
        Instance.restore(other, case.instance.snapshot())
    with pytest.raises(JournalBroken):
        Instance.restore(case.program, b"[]")
