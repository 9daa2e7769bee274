"""A case that a scenario had, as it was in the end, with its journal as the database holds it."""

import msgspec
from sqlalchemy import Engine

from engine.history import JournalStep
from engine.runtime.views import InstanceRow
from engine.store import records
from engine.store.chain import decode_body
from engine.store.database import reading

_MOST = 100_000


class WrittenStep(msgspec.Struct, frozen=True):
    """A row of a journal."""

    body: bytes
    hash: bytes


class PlayedCase(msgspec.Struct, frozen=True):
    """An instance and its whole journal."""

    row: InstanceRow
    steps: list[WrittenStep]

    def journal(self) -> list[JournalStep]:
        """The journal, decoded."""
        return [self._step(seq, one) for seq, one in enumerate(self.steps, 1)]

    def _step(self, seq: int, one: WrittenStep) -> JournalStep:
        body = decode_body(one.body)
        return JournalStep(
            instance_id=self.row.id,
            seq=seq,
            at=body.command.at,
            actor=body.command.actor,
            command=body.command,
            events=tuple(body.events),
            hash=one.hash.hex(),
            engine=body.engine,
            spiffworkflow=body.spiffworkflow,
        )


def played_case(database: Engine, row: InstanceRow) -> PlayedCase:
    """The case as it is written."""
    with reading(database) as connection:
        rows = records.rows_after(connection, row.id, 0, _MOST)
    return PlayedCase(row, [WrittenStep(bytes(one.body), bytes(one.hash)) for one in rows])
