"""Incidents: open until somebody resolves them or their element goes."""

import msgspec

from engine.execution.events import ElementCancelled, IncidentRaised, IncidentResolved
from engine.store.projections.changes import Changes
from engine.store.projections.registry import Context, projects

_json = msgspec.json.Encoder(order="deterministic")


@projects(IncidentRaised)
def _(event: IncidentRaised, context: Context, changes: Changes) -> None:
    changes.insert(
        "incident",
        (event.token,),
        {
            "token": event.token,
            "element": event.element,
            "process": event.process,
            "kind": event.kind,
            "message": event.message,
            "details": _json.encode(event.details).decode(),
            "raised_at": context.at,
        },
    )


@projects(IncidentResolved)
def _(event: IncidentResolved, context: Context, changes: Changes) -> None:
    changes.delete("incident", event.token)


@projects(ElementCancelled)
def _(event: ElementCancelled, context: Context, changes: Changes) -> None:
    changes.delete("incident", event.token)
