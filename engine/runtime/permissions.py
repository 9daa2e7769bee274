"""Who may act on a user task: the one place that decides it."""

from dataclasses import dataclass

from engine.errors import NotAllowed, TaskAlreadyClaimed
from engine.execution.commands import AnyCommand, ClaimTask, CompleteTask, ReleaseTask
from engine.execution.open_work import OpenUserTask

SYSTEM = "system"
"""The actor of timers and messages."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the groups they belong to, each `role@unit`.

    A `trusted` one speaks for a program that embeds the engine: it may also do a task that names nobody, which no person
    may.
    """

    id: str
    groups: frozenset[str] = frozenset()
    trusted: bool = False


def is_candidate(task: OpenUserTask, actor: Actor) -> bool:
    """Whether the actor is a candidate by name or by group."""
    return actor.id in task.candidate_users or not actor.groups.isdisjoint(task.candidate_groups)


def may_act(task: OpenUserTask, actor: Actor) -> bool:
    """The assignee of an assigned task, any candidate of an unassigned one; of one that names nobody, who is trusted."""
    if task.assignee:
        return task.assignee == actor.id
    return is_candidate(task, actor) or (actor.trusted and not (task.candidate_users or task.candidate_groups))


def check(task: OpenUserTask, command: AnyCommand, actor: Actor) -> None:
    """Raise `TaskAlreadyClaimed` or `NotAllowed` where the actor may not do this to the task."""
    if task.assignee and task.assignee != actor.id and is_candidate(task, actor):
        raise TaskAlreadyClaimed(f"The task is held by {task.assignee}.", token=task.token, by=task.assignee, at=0)
    if not may_act(task, actor):
        raise NotAllowed(f"{actor.id} is neither the assignee nor a candidate of this task.", actor=actor.id)
    if isinstance(command, ReleaseTask):
        if not task.assignee:
            raise NotAllowed("Nobody holds this task, so nobody can give it back.", actor=actor.id)
        if not task.candidate_users and not task.candidate_groups:
            raise NotAllowed("This task has no candidates to whom it could be given back.", actor=actor.id)


def concerns(command: AnyCommand) -> int:
    """The token of the user task that the command acts on, 0 for none."""
    return command.token if isinstance(command, ClaimTask | ReleaseTask | CompleteTask) else 0
