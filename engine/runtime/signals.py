"""Brings signals to everybody who waits for them and starts what they start (BPMN 2.0.2 §10.5.5).

A thrown signal lies in the `signal` table since its thrower's commit, until it has reached every instance that waits
for it and started every current process with such a start event. The thrower has it already. Each receiver gets it in a
commit of its own under a command id made of signal and receiver, so a crash on the way repeats nothing.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
import structlog
from sqlalchemy import Engine, Row, delete, select, text

from engine.errors import CommandRejected, NotFound
from engine.execution.commands import DeliverSignal
from engine.runtime.attempts import attempt_all
from engine.runtime.commanding import Commander
from engine.runtime.definitions import DefinitionCache
from engine.runtime.parking import BATCH, Parking
from engine.runtime.permissions import SYSTEM
from engine.runtime.starting import Starter
from engine.store.database import reading
from engine.store.tables import signal, start_subscription, subscription

_BROADCAST = text(
    "INSERT INTO signal (id, instance_id, name, variables, thrown_at)"
    " VALUES (:id, '', :name, :variables, :now) ON CONFLICT (id) DO NOTHING"
)

_log = structlog.get_logger("engine")


class SignalRouter:
    """Spreads signals."""

    def __init__(self, database: Engine, commander: Commander, starter: Starter, definitions: DefinitionCache) -> None:
        self._database = database
        self._commander = commander
        self._starter = starter
        self._definitions = definitions
        self._parking = Parking("signal", database, commander.clock, commander.settings)
        self._thrown = (
            select(signal)
            .where(self._parking.is_free(signal.c.id))
            .order_by(signal.c.thrown_at, signal.c.id)
            .limit(BATCH)
        )

    def broadcast(self, id: str, name: str, variables: dict[str, Any], now: int) -> None:
        """Put a signal from outside into the table."""
        row = {
            "id": id,
            "name": name,
            "variables": msgspec.json.encode(variables, order="deterministic").decode(),
            "now": now,
        }
        with self._database.begin() as connection:
            connection.execute(_BROADCAST, row)

    def deliver_due(self) -> int:
        """Spread every signal in the table; returns how many. What fails is put off."""
        now = self._commander.clock.now()

        def find() -> dict[str, Callable[[], bool]]:
            with reading(self._database) as connection:
                return {row.id: partial(self._spread, row) for row in connection.execute(self._thrown, {"now": now})}

        return self._parking.drain(find)

    def _spread(self, row: Row[Any]) -> bool:
        variables: dict[str, Any] = msgspec.json.decode(row.variables)
        waits = (
            select(subscription.c.instance_id)
            .distinct()
            .where(
                subscription.c.kind == "signal",
                subscription.c.message == row.name,
                subscription.c.instance_id != row.instance_id,
            )
        )
        starts = select(start_subscription.c.definition_hash, start_subscription.c.element).where(
            start_subscription.c.kind == "signal", start_subscription.c.message == row.name
        )
        with reading(self._database) as connection:
            receivers = sorted(connection.scalars(waits))
            begins = sorted((one.definition_hash, one.element) for one in connection.execute(starts))
        work = [partial(self._deliver, row, instance_id, variables) for instance_id in receivers]
        work += [partial(self._start, row, hash, element, variables) for hash, element in begins]
        attempt_all("receivers of a signal", work)
        with self._database.begin() as connection:
            connection.execute(delete(signal).where(signal.c.id == row.id))
        return True

    def _deliver(self, row: Row[Any], instance_id: str, variables: dict[str, Any]) -> bool:
        try:
            self._commander.run(
                instance_id,
                lambda id, at, _: DeliverSignal(id=id, at=at, actor=SYSTEM, signal=row.name, variables=variables),
                f"signal:{row.id}:{instance_id}",
            )
        except (CommandRejected, NotFound) as rejection:
            _log.info("signal not received", signal_id=row.id, instance_id=instance_id, reason=str(rejection))
            return False
        return True

    def _start(self, row: Row[Any], definition_hash: str, element: str, variables: dict[str, Any]) -> bool:
        deployed = self._definitions.get(definition_hash)
        command_id = f"signal:{row.id}:{definition_hash}:{element}"
        self._starter.begin(deployed, variables, SYSTEM, command_id, element)
        return True
