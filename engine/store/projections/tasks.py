"""User tasks and their candidates."""

from engine.execution.events import UserTaskAssigned, UserTaskChanged, UserTaskClosed, UserTaskOpened
from engine.store.projections.changes import Changes
from engine.store.projections.registry import Context, projects


@projects(UserTaskOpened)
def _(event: UserTaskOpened, context: Context, changes: Changes) -> None:
    changes.insert(
        "user_task",
        (event.token,),
        {
            "token": event.token,
            "element": event.element,
            "process": event.process,
            "form": event.form,
            "state": "open",
            "assignee": event.assignee,
            "assigned_at": context.at if event.assignee else 0,
            "due": event.due,
            "follow_up": event.follow_up,
            "priority": event.priority,
            "opened_at": context.at,
            "closed_at": 0,
            "closed_by": "",
        },
    )
    kinds = {"group": event.candidate_groups, "user": event.candidate_users, "excluded": event.excluded_users}
    for kind, names in kinds.items():
        for name in names:
            key = (event.token, kind, name)
            changes.insert("task_candidate", key, {"token": event.token, "kind": kind, "name": name})


@projects(UserTaskAssigned)
def _(event: UserTaskAssigned, context: Context, changes: Changes) -> None:
    changes.update("user_task", event.token, assignee=event.assignee, assigned_at=context.at if event.assignee else 0)


@projects(UserTaskChanged)
def _(event: UserTaskChanged, context: Context, changes: Changes) -> None:
    changes.update("user_task", event.token, form=event.form, priority=event.priority)
    for kind, names in event.removed.items():
        for name in names:
            changes.remove("task_candidate", (event.token, kind, name))
    for kind, names in event.added.items():
        for name in names:
            key = (event.token, kind, name)
            changes.insert("task_candidate", key, {"token": event.token, "kind": kind, "name": name})


@projects(UserTaskClosed)
def _(event: UserTaskClosed, context: Context, changes: Changes) -> None:
    changes.update("user_task", event.token, state=event.outcome, closed_at=context.at, closed_by=context.actor)
    changes.delete("task_candidate", event.token)
