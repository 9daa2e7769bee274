# ruff: noqa: S608  the texts are constants
"""The SQL of the distributed queue: everything we ask of Procrastinate's tables stands here.

An entry of the queue is a hint that a row of ours is due, and carries what the row is found by. Entries are written by
Procrastinate's own function, inside the statement or transaction of ours that makes the row due.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, text

QUEUE = "tiaokuai"
"""The name of the queue of all that ends in commands alone."""

HANDLERS = "tiaokuai_handlers"
"""The name of the queue of jobs: it has runners of its own, so that handlers that hang hold up no timer."""

JOB = "job"
"""The kind of entries that run a handler."""

TASK = "perform"
CHANNEL = "tiaokuai_due"
"""The channel on which a commit tells that it left something due other than jobs."""

PROMOTION = 0x7469_6475
"""The advisory lock that lets one worker promote at a time ("tidu")."""

SILENCE = 10_000
"""Milliseconds after which the server ends a promotion whose worker says nothing: of a machine that lost its power it
would hear nothing for hours, and keep the lock for it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One hint. Entries with the same `lock` ('' for none) are performed one at a time, in the order of the queue.

    `key` tells occurrences apart: a promoted entry is left out while one with its key waits in the queue.
    """

    kind: str
    args: dict[str, str | int]
    lock: str
    key: str = ""


_RECORDS = "jsonb_to_recordset({given}) AS r(place integer, queue text, lock text, key text, args jsonb)"
_ROW = f"ROW(r.queue, '{TASK}', 0, r.lock, r.key, r.args, NULL)::procrastinate_job_to_defer_v1"
_DEFER = f"procrastinate_defer_jobs_v1((SELECT array_agg({_ROW} ORDER BY r.place) FROM {_RECORDS}{{where}}))"

DEFER = _DEFER.format(given="%s::jsonb", where="")
"""An expression that writes the entries of one JSON text, `encoded`; for the SELECT of a commit's statement."""

NOTIFY = f"pg_notify('{CHANNEL}', '')"
"""An expression that wakes whoever promotes, once the commit is done."""

_WAITS = "SELECT 1 FROM procrastinate_jobs q WHERE q.status = 'todo' AND q.queueing_lock = r.key"
_PROMOTE = text("SELECT " + _DEFER.format(given="CAST(:entries AS jsonb)", where=f" WHERE NOT EXISTS ({_WAITS})"))
_TRY_LOCK = text(
    "SELECT pg_try_advisory_xact_lock(:lock),"
    " set_config('idle_in_transaction_session_timeout', CAST(:silence AS TEXT), true)"
)

PREPARE = (
    # The fetch asks of every waiting entry whether its lock is free. Without this index the planner may compare all with
    # all: measured with 10,000 waiting entries, up to 6.9 s for one fetch; with it, as long as with 100.
    "CREATE INDEX IF NOT EXISTS ix_tiaokuai_queue_lock ON procrastinate_jobs (lock) WHERE status IN ('todo', 'doing')",
    # A history of entries that are deleted as soon as they are done: two rows more to write and to delete for each. What
    # happened stands in the journal.
    """DO $$
    DECLARE found record;
    BEGIN
        FOR found IN SELECT tgname FROM pg_trigger
            WHERE tgrelid = 'procrastinate_jobs'::regclass AND tgname LIKE 'procrastinate_trigger_%_events_%'
        LOOP
            EXECUTE format('ALTER TABLE procrastinate_jobs DISABLE TRIGGER %I', found.tgname);
        END LOOP;
    END $$""",
)
"""What we add to Procrastinate's tables."""

WAKE_LOCKED = (
    f'SELECT pg_notify(\'procrastinate_queue_v1#{QUEUE}\', \'{{"type": "job_inserted", "job_id": 0}}\')'
    " WHERE EXISTS (SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND lock = %(lock)s)"
)
"""Tells the workers that a lock is free on which entries wait."""

SETTLE = "SELECT " + ", ".join(
    f"set_config('enable_{way}', 'off', false)" for way in ("seqscan", "bitmapscan", "hashjoin", "mergejoin")
)
"""For a session that fetches: left to itself the server may plan while the queue is empty, and keep that plan."""

_json = msgspec.json.Encoder()


def encoded(entries: Sequence[Entry]) -> str:
    """The entries as the JSON text that `DEFER` reads."""
    rows = [
        {
            "place": place,
            "queue": HANDLERS if one.kind == JOB else QUEUE,
            "lock": one.lock or None,
            "key": one.key or None,
            "args": {"kind": one.kind, "args": one.args},
        }
        for place, one in enumerate(entries)
    ]
    return _json.encode(rows).decode()


def may_promote(connection: Connection) -> bool:
    """Take the lock of promotion until the transaction ends; False where another worker has it."""
    return bool(connection.scalar(_TRY_LOCK, {"lock": PROMOTION, "silence": SILENCE}))


def promote(connection: Connection, entries: Sequence[Entry]) -> None:
    """Write entries in their order, but none whose key waits already."""
    if entries:
        connection.execute(_PROMOTE, {"entries": encoded(entries)})
