"""Claiming, releasing and completing user tasks; who is a candidate is decided by the runtime, who is excluded here."""

import msgspec

from engine.errors import CommandRejected, ExcludedUser, TaskAlreadyClaimed, TaskNotOpen
from engine.execution.commands import AssignTask, ClaimTask, CompleteTask, ReleaseTask
from engine.execution.events import UserTaskAssigned, UserTaskClosed
from engine.execution.instance import Instance
from engine.execution.nodes.user_task import UserTaskSpec
from engine.execution.open_work import OpenUserTask


def claim(instance: Instance, command: ClaimTask) -> None:
    """Assign the task to the actor; claiming what one holds changes nothing."""
    task = _open_task(instance, command.token)
    _refuse_excluded(task, command)
    if task.assignee and task.assignee not in (command.actor, command.behalf):
        raise TaskAlreadyClaimed(f"{task.assignee} holds the task.", by=task.assignee, token=command.token)
    if task.assignee != command.actor:
        _assign(instance, task, command.actor)


def assign(instance: Instance, command: AssignTask) -> None:
    """Give a task to somebody, also when somebody else holds it; where it names who may do it, for a reason."""
    task = _open_task(instance, command.token)
    if (task.candidate_groups or task.candidate_users) and not command.reason:
        raise CommandRejected("The task names who may do it.", reason="has_candidates", token=command.token)
    if not command.assignee:
        raise CommandRejected("Name somebody.", reason="nobody_named", token=command.token)
    _keep_out(task, command.assignee)
    if task.assignee != command.assignee:
        _assign(instance, task, command.assignee)


def release(instance: Instance, command: ReleaseTask) -> None:
    """Give the task back to its candidates."""
    task = _open_task(instance, command.token)
    if not task.assignee:
        raise CommandRejected("Nobody holds the task.", reason="not_assigned", token=command.token)
    _assign(instance, task, "")


def complete(instance: Instance, command: CompleteTask) -> None:
    """Take the submitted values and go on."""
    _refuse_excluded(_open_task(instance, command.token), command)
    token = instance.tokens[command.token]
    assert isinstance(token.task_spec, UserTaskSpec)
    del instance.open.user_tasks[command.token]
    instance.events.append(UserTaskClosed(token=command.token, outcome="completed"))
    token.task_spec.completed(token, command.actor, command.variables)


def _assign(instance: Instance, task: OpenUserTask, assignee: str) -> None:
    instance.open.user_tasks[task.token] = msgspec.structs.replace(task, assignee=assignee)
    instance.events.append(UserTaskAssigned(token=task.token, assignee=assignee))


def _refuse_excluded(task: OpenUserTask, command: ClaimTask | CompleteTask) -> None:
    """Four-eyes and conflict of interest: raise ExcludedUser where the diagram keeps the actor from the task, or whom
    they stand in for."""
    for person in (command.actor, command.behalf):
        _keep_out(task, person)


def _keep_out(task: OpenUserTask, person: str) -> None:
    if person and person in task.excluded_users:
        raise ExcludedUser(f"{person} may not do this task.", person=person, token=task.token)


def _open_task(instance: Instance, token: int) -> OpenUserTask:
    task = instance.open.user_tasks.get(token)
    if task is None:
        raise TaskNotOpen("The task is no longer open.", token=token)
    return task
