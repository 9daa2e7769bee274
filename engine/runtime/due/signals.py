"""Spreads signals to everybody who waits for them and what they start (BPMN 2.0.2 §10.5.5).

A thrown signal lies in the `signal` table since its thrower's commit. Spreading it is one transaction that writes down
every receiver: each instance that waits for it, the thrower excepted, who has it already, and each such start event of
the current definitions. From then on every receiver is due work of its own (`receivers`), and the signal stays, with
its variables, until the last of them has it.
"""

from sqlalchemy import Engine, text

from engine.runtime.clock import Clock
from engine.runtime.due.kind import Item, Kind
from engine.runtime.settings import RuntimeSettings
from engine.store.database import reading
from engine.store.tables import signal

_BEGIN = text("UPDATE signal SET spread_at = :now WHERE id = :id AND spread_at = 0")
_WRITE_DOWN = text(
    """
    INSERT INTO signal_receiver (signal_id, instance_id, definition_hash, element, thrown_at, next_at)
    SELECT CAST(:id AS TEXT), instance_id, '', '', CAST(:at AS BIGINT), CAST(:at AS BIGINT) FROM subscription
    WHERE kind = 'signal' AND message = :name AND instance_id <> :thrower GROUP BY instance_id
    UNION ALL
    SELECT CAST(:id AS TEXT), '', definition_hash, element, CAST(:at AS BIGINT), CAST(:at AS BIGINT)
    FROM start_subscription
    WHERE kind = 'signal' AND message = :name
    """
)
_LEFT = text("SELECT 1 FROM signal_receiver WHERE signal_id = :id LIMIT 1")
_END = text(
    "DELETE FROM signal WHERE id = :id AND spread_at > 0"
    " AND NOT EXISTS (SELECT 1 FROM signal_receiver WHERE signal_id = :id)"
)


def end(database: Engine, id: str) -> bool:
    """Forget a signal that has reached everybody; whether it had. The last who asks after its own commit sees it so."""
    with reading(database) as connection:
        if connection.execute(_LEFT, {"id": id}).first() is not None:
            return False
    with database.begin() as connection:
        connection.execute(_END, {"id": id})
    return True


class Signals(Kind):
    """Spreads what was thrown."""

    name = "signal"
    table = signal
    order = ("thrown_at", "id")
    leaves_due = True

    def __init__(self, database: Engine, clock: Clock, settings: RuntimeSettings) -> None:
        super().__init__(database)
        self._clock = clock
        self._settings = settings

    def perform(self, item: Item) -> bool:
        row = self.found(item)
        if row is None:
            return False
        now = self._clock.now()
        with self.database.begin() as connection:
            if connection.execute(_BEGIN, {"id": row.id, "now": now}).rowcount == 1:
                values = {"id": row.id, "name": row.name, "thrower": row.instance_id, "at": row.thrown_at}
                connection.execute(_WRITE_DOWN, values)
        # Looked at again now and then: whoever was to end it may have died between its receipt and that.
        if not end(self.database, row.id):
            self.settle(item, now + self._settings.lease)
        return False
