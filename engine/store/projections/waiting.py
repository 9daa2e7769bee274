"""Timers, subscriptions, thrown messages and signals."""

import msgspec

from engine.execution.events import (
    MessageThrown,
    SignalThrown,
    SubscriptionClosed,
    SubscriptionOpened,
    TimerClosed,
    TimerOpened,
)
from engine.store.projections.changes import Changes
from engine.store.projections.registry import Context, projects

_json = msgspec.json.Encoder(order="deterministic")

DEFAULT_TIME_TO_LIVE = 3_600_000
"""How long a message waits for a receiver when its diagram names no time, in milliseconds."""


def message_id(instance_id: str, number: int) -> str:
    """The id of an instance's nth thrown message."""
    return f"{instance_id}:{number}"


@projects(TimerOpened)
def _(event: TimerOpened, context: Context, changes: Changes) -> None:
    row = {"token": event.token, "element": event.element, "due": event.due, "next_at": event.due, "attempts": 0}
    changes.insert("timer", (event.token,), row)


@projects(TimerClosed)
def _(event: TimerClosed, context: Context, changes: Changes) -> None:
    changes.delete("timer", event.token)


@projects(SubscriptionOpened)
def _(event: SubscriptionOpened, context: Context, changes: Changes) -> None:
    row = {
        "token": event.token,
        "element": event.element,
        "message": event.message,
        "key": event.key,
        "kind": event.kind,
        # A signal does not wait for those who come later, so nothing is to be looked for.
        "next_at": context.at if event.kind == "message" else None,
        "attempts": 0,
    }
    changes.insert("subscription", (event.token,), row)


@projects(SubscriptionClosed)
def _(event: SubscriptionClosed, context: Context, changes: Changes) -> None:
    changes.delete("subscription", event.token)


@projects(MessageThrown)
def _(event: MessageThrown, context: Context, changes: Changes) -> None:
    id = message_id(context.instance_id, event.number)
    changes.insert(
        "message",
        (id,),
        {
            "id": id,
            "name": event.message,
            "key": event.key,
            "variables": _json.encode(event.variables).decode(),
            "published_at": context.at,
            "expires_at": context.at + (event.time_to_live or DEFAULT_TIME_TO_LIVE),
            "next_at": context.at,
        },
    )


@projects(SignalThrown)
def _(event: SignalThrown, context: Context, changes: Changes) -> None:
    id = message_id(context.instance_id, event.number)
    row = {
        "id": id,
        "name": event.signal,
        "variables": _json.encode(event.variables).decode(),
        "thrown_at": context.at,
        "next_at": context.at,
    }
    changes.insert("signal", (id,), row)
