"""Who may act on a user task: the one place that decides it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import msgspec

from engine.errors import NotAllowed, TaskAlreadyClaimed
from engine.execution.commands import AnyCommand, ClaimTask, CompleteTask, ReleaseTask
from engine.execution.open_work import OpenUserTask

SYSTEM = "system"
"""The actor of timers and messages."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the groups they belong to, each `role@unit`, and the absent for whom they stand in now.

    A `trusted` one speaks for a program that embeds the engine: it may also do a task that names nobody, which no person
    may.
    """

    id: str
    groups: frozenset[str] = frozenset()
    trusted: bool = False
    stands_in_for: tuple["Actor", ...] = ()

    @property
    def persons(self) -> tuple["Actor", ...]:
        """Themselves first, then the absent."""
        return (self, *self.stands_in_for)


class Offered(Protocol):
    """What says to whom a task is offered: an open task of the core, or a row of a list."""

    @property
    def assignee(self) -> str:
        """Who holds it, or ''."""

    @property
    def candidate_groups(self) -> Collection[str]:
        """Each `role@unit`."""

    @property
    def candidate_users(self) -> Collection[str]:
        """Ids of people."""

    @property
    def excluded_users(self) -> Collection[str]:
        """Ids of people who may not do it."""


def is_candidate(task: Offered, actor: Actor) -> bool:
    """Whether the actor is a candidate by name or by group; their own, not of whom they stand in for."""
    return actor.id in task.candidate_users or not actor.groups.isdisjoint(task.candidate_groups)


def may_act(task: Offered, person: Actor) -> bool:
    """The assignee of an assigned task, any candidate of an unassigned one; of one that names nobody, who is trusted."""
    if task.assignee:
        return task.assignee == person.id
    return is_candidate(task, person) or (person.trusted and not (task.candidate_users or task.candidate_groups))


def acting_as(task: Offered, actor: Actor) -> Actor | None:
    """As whom the actor may act: themselves, or somebody absent; rather one whom the diagram does not exclude.

    None: they may not.
    """
    able = [person for person in actor.persons if may_act(task, person)]
    return next((person for person in able if person.id not in task.excluded_users), able[0] if able else None)


def allowed(task: OpenUserTask, command: AnyCommand, actor: Actor) -> AnyCommand:
    """The command, which says for whom the actor stands in. Raises `TaskAlreadyClaimed` or `NotAllowed`."""
    person = acting_as(task, actor)
    if person is None:
        if task.assignee and any(is_candidate(task, one) for one in actor.persons):
            raise TaskAlreadyClaimed(f"The task is held by {task.assignee}.", token=task.token, by=task.assignee, at=0)
        raise NotAllowed(f"{actor.id} is neither the assignee nor a candidate of this task.", actor=actor.id)
    if isinstance(command, ReleaseTask):
        if not task.assignee:
            raise NotAllowed("Nobody holds this task, so nobody can give it back.", actor=actor.id)
        if not task.candidate_users and not task.candidate_groups:
            raise NotAllowed("This task has no candidates to whom it could be given back.", actor=actor.id)
    return command if person.id == actor.id else msgspec.structs.replace(command, behalf=person.id)


def concerns(command: AnyCommand) -> int:
    """The token of the user task that the command acts on, 0 for none."""
    return command.token if isinstance(command, ClaimTask | ReleaseTask | CompleteTask) else 0
