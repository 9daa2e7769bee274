"""Ad-hoc subprocesses in which somebody may choose."""

from engine.execution.events import AdHocClosed, AdHocOpened
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


@projects(AdHocClosed)
def _(event: AdHocClosed, context: Context, changes: Changes) -> None:
    changes.delete("ad_hoc", event.token)
    changes.delete("task_candidate", event.token)
