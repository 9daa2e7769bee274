"""Brings a signal to one of its receivers, in a commit of its own under a command id made of both.

So ten thousand receivers are ten thousand commits that any number of workers share, a crash on the way repeats nothing,
and one that fails holds up no other.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
import structlog
from sqlalchemy import Engine, Row, delete

from engine.errors import CommandRejected, NotFound
from engine.execution.commands import DeliverSignal
from engine.runtime.commanding import Commander
from engine.runtime.definitions import DefinitionCache
from engine.runtime.due import signals
from engine.runtime.due.kind import Item, Kind
from engine.runtime.permissions import SYSTEM
from engine.runtime.starting import Starter
from engine.store.commit import Consumed
from engine.store.database import reading
from engine.store.due import DueRows
from engine.store.tables import signal, signal_receiver

_log = structlog.get_logger("engine")


class Receivers(Kind):
    """Instances that waited for a signal when it was spread, and the start events of that moment."""

    name = "receiver"
    table = signal_receiver
    order = ("thrown_at", "signal_id", "instance_id", "definition_hash", "element")

    def __init__(self, database: Engine, commander: Commander, starter: Starter, definitions: DefinitionCache) -> None:
        super().__init__(database)
        self._commander = commander
        self._starter = starter
        self._definitions = definitions
        self._signals = DueRows(signal, ())

    def lock(self, row: Mapping[str, Any]) -> str:
        return f"instance:{row['instance_id']}" if row["instance_id"] else ""

    def perform(self, item: Item) -> bool:
        row = self.found(item)
        if row is None:
            return False
        with reading(self.database) as connection:
            thrown = self._signals.row(connection, {"id": row.signal_id})
        if thrown is None:
            self._drop(item)
            return False
        done = self._deliver(item, row, thrown) if row.instance_id else self._start(item, row, thrown)
        signals.end(self.database, row.signal_id)
        return done

    def _deliver(self, item: Item, row: Row[Any], thrown: Row[Any]) -> bool:
        variables = _variables(thrown)
        try:
            result = self._commander.run(
                row.instance_id,
                lambda id, at, _: DeliverSignal(id=id, at=at, actor=SYSTEM, signal=thrown.name, variables=variables),
                f"signal:{row.signal_id}:{row.instance_id}",
                consumes=self._consumed(item),
            )
        except (CommandRejected, NotFound) as rejection:
            _log.info("signal not received", signal_id=thrown.id, instance_id=row.instance_id, reason=str(rejection))
            self._drop(item)
            return False
        if result.repeated:
            self._drop(item)
        return not result.repeated

    def _start(self, item: Item, row: Row[Any], thrown: Row[Any]) -> bool:
        deployed = self._definitions.get(row.definition_hash)
        command_id = f"signal:{row.signal_id}:{row.definition_hash}:{row.element}"
        consumes = self._consumed(item)
        self._starter.begin(deployed, _variables(thrown), SYSTEM, command_id, row.element, consumes=consumes)
        self._drop(item)
        return True

    def _consumed(self, item: Item) -> Consumed:
        key = self.key(item)
        return Consumed(self.table.name, tuple(key), tuple(map(str, key.values())))

    def _drop(self, item: Item) -> None:
        """Forget the receiver, where its commit has not done so: it has the signal, or waits for it no more."""
        key = self.key(item)
        with self.database.begin() as connection:
            mine = [signal_receiver.c[column] == value for column, value in key.items()]
            connection.execute(delete(signal_receiver).where(*mine))


def _variables(thrown: Row[Any]) -> dict[str, Any]:
    return msgspec.json.decode(thrown.variables, type=dict[str, Any])
