"""The journal of one instance, decoded."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine

from engine.errors import NotFound
from engine.execution.commands import AnyCommand
from engine.execution.events import AnyEvent
from engine.store import records
from engine.store.chain import decode_body
from engine.store.database import reading

_BATCH = 500


@dataclass(frozen=True, slots=True)
class JournalStep:
    """One command and everything it caused; `at` is milliseconds since 1970, `hash` the chain's hash (hex)."""

    instance_id: str
    seq: int
    at: int
    actor: str
    command: AnyCommand
    events: tuple[AnyEvent, ...]
    hash: str
    engine: str
    spiffworkflow: str


def steps(database: Engine, instance_id: str) -> Iterator[JournalStep]:
    """Every step of an instance in order, read in portions. Raises `NotFound`."""
    with reading(database) as connection:
        if records.head(connection, instance_id) is None:
            raise NotFound(f"No instance {instance_id}.", kind="instance", id=instance_id)
    seq = 0
    while True:
        with reading(database) as connection:
            rows = records.rows_after(connection, instance_id, seq, _BATCH)
        for row in rows:
            body = decode_body(row.body)
            yield JournalStep(
                instance_id=instance_id,
                seq=row.seq,
                at=body.command.at,
                actor=body.command.actor,
                command=body.command,
                events=tuple(body.events),
                hash=bytes(row.hash).hex(),
                engine=body.engine,
                spiffworkflow=body.spiffworkflow,
            )
        if len(rows) < _BATCH:
            return
        seq = rows[-1].seq
