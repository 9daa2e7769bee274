"""Rows of data stores, and the steps that wait for them."""

import msgspec

from engine.execution.events import StoreReadClosed, StoreReadOpened, StoreRowWritten
from engine.store.projections.changes import Changes
from engine.store.projections.registry import Context, projects

_json = msgspec.json.Encoder(order="deterministic")


@projects(StoreRowWritten)
def _(event: StoreRowWritten, context: Context, changes: Changes) -> None:
    changes.insert(
        "data_store_row",
        (event.store, event.key),
        {
            "store": event.store,
            "key": event.key,
            "value": _json.encode(event.value).decode(),
            "seq": context.seq,
            "updated_at": context.at,
        },
    )


@projects(StoreReadOpened)
def _(event: StoreReadOpened, context: Context, changes: Changes) -> None:
    row = {
        "token": event.token,
        "wanted": _json.encode(event.rows).decode(),
        "seq": context.seq,
        "asked_at": context.at,
        "next_at": context.at,
        "attempts": 0,
    }
    changes.insert("store_read", (event.token,), row)


@projects(StoreReadClosed)
def _(event: StoreReadClosed, context: Context, changes: Changes) -> None:
    changes.delete("store_read", event.token)
