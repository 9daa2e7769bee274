"""Ad-hoc subprocesses in which somebody may choose."""

from engine.execution.events import AdHocChanged, AdHocClosed, AdHocOpened
from engine.store.projections.changes import Changes
from engine.store.projections.registry import Context, projects


@projects(AdHocOpened)
def _(event: AdHocOpened, context: Context, changes: Changes) -> None:
    row = {"token": event.token, "element": event.element, "process": event.process, "opened_at": context.at}
    changes.insert("ad_hoc", (event.token,), row)
    for name in event.candidate_groups:
        changes.insert(
            "task_candidate", (event.token, "group", name), {"token": event.token, "kind": "group", "name": name}
        )


@projects(AdHocChanged)
def _(event: AdHocChanged, context: Context, changes: Changes) -> None:
    for name in event.removed:
        changes.remove("task_candidate", (event.token, "group", name))
    for name in event.added:
        row = {"token": event.token, "kind": "group", "name": name}
        changes.insert("task_candidate", (event.token, "group", name), row)


@projects(AdHocClosed)
def _(event: AdHocClosed, context: Context, changes: Changes) -> None:
    changes.delete("ad_hoc", event.token)
    changes.delete("task_candidate", event.token)
