"""Jobs: with no retries left nobody looks at one, until its incident is resolved."""

import msgspec

from engine.execution.events import JobChanged, JobClosed, JobFailed, JobOpened
from engine.store.projections.changes import Changes
from engine.store.projections.registry import Context, projects

_json = msgspec.json.Encoder(order="deterministic")


@projects(JobOpened)
def _(event: JobOpened, context: Context, changes: Changes) -> None:
    changes.insert(
        "job",
        (event.token,),
        {
            "token": event.token,
            "element": event.element,
            "process": event.process,
            "type": event.type,
            "retries": event.retries,
            "headers": _json.encode(event.headers).decode(),
            "due": context.at,
            "lease": "",
            "next_at": context.at if event.retries else None,
            "attempts": 0,
        },
    )


@projects(JobFailed)
def _(event: JobFailed, context: Context, changes: Changes) -> None:
    next_at = event.retry_at if event.retries else None
    changes.update("job", event.token, retries=event.retries, due=event.retry_at, lease="", next_at=next_at, attempts=0)


@projects(JobChanged)
def _(event: JobChanged, context: Context, changes: Changes) -> None:
    changes.update("job", event.token, type=event.type, headers=_json.encode(event.headers).decode())


@projects(JobClosed)
def _(event: JobClosed, context: Context, changes: Changes) -> None:
    changes.delete("job", event.token)
