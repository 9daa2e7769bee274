"""Whoever newly waits for a message finds those that came before.

A new subscription is looked at once: the messages that fit are made due, and whoever looks at them delivers them. That
a message is looked at while the subscription is written loses nothing: making it due undoes what that look decided.
"""

from sqlalchemy import Engine, select, text

from engine.runtime.clock import Clock
from engine.runtime.due.kind import Item, Kind
from engine.store.database import reading
from engine.store.tables import message, start_subscription, subscription

_MOST = 10
"""One waits for one message; of more that fit, some are spare, should the first ones not be taken."""

_AGAIN = 1_000

_DUE = "UPDATE message SET next_at = CASE WHEN published_at < :now THEN published_at ELSE :now END"
_ONE = text(f"{_DUE} WHERE id = :id")
_ALL = text(f"{_DUE} WHERE name = :name AND next_at > :now")


class Subscriptions(Kind):
    """Steps of instances that wait."""

    name = "subscription"
    table = subscription
    order = ("instance_id", "token")
    tells = ("message", "key")
    leaves_due = True

    def __init__(self, database: Engine, clock: Clock) -> None:
        super().__init__(database)
        self._clock = clock

    def perform(self, item: Item) -> bool:
        row = self.found(item)
        if row is None:
            return False
        fitting = (
            select(message.c.id)
            .where(message.c.name == row.message, message.c.key == row.key)
            .order_by(message.c.attempts, message.c.published_at, message.c.id)
            .limit(_MOST)
        )
        with reading(self.database) as connection:
            found = list(connection.scalars(fitting))
        now = self._clock.now()
        for id in found:
            # One transaction each: none waits for another's message while it holds one.
            with self.database.begin() as connection:
                connection.execute(_ONE, {"id": id, "now": now})
        self.settle(item, now + _AGAIN if len(found) == _MOST else None)
        return False


class StartSubscriptions(Kind):
    """Start events of newly deployed definitions: every message that fits begins an instance."""

    name = "start_subscription"
    table = start_subscription
    order = ("definition_hash", "element", "kind", "message")
    leaves_due = True

    def __init__(self, database: Engine, clock: Clock) -> None:
        super().__init__(database)
        self._clock = clock

    def perform(self, item: Item) -> bool:
        row = self.found(item)
        if row is None:
            return False
        with self.database.begin() as connection:
            connection.execute(_ALL, {"name": row.message, "now": self._clock.now()})
        self.settle(item, None)
        return False
