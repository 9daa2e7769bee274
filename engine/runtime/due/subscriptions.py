"""Whoever newly waits for a message finds those that came before.

A new subscription is looked at once: the messages that fit are made due, and whoever looks at them delivers them. That
a message is looked at while the subscription is written loses nothing: making it due undoes what that look decided.
"""

from abc import abstractmethod
from typing import Any

from sqlalchemy import Engine, Row, select, text

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


class Waiting(Kind):
    """Whoever newly waits for messages: looked at once, unless there is more to be made due."""

    leaves_due = True

    def __init__(self, database: Engine, clock: Clock) -> None:
        super().__init__(database)
        self._clock = clock

    def perform(self, item: Item) -> bool:
        row = self.found(item)
        if row is not None:
            self.settle(item, self._make_due(row, self._clock.now()))
        return False

    @abstractmethod
    def _make_due(self, row: Row[Any], now: int) -> int | None:
        """Make the messages due that fit the row; when there is more to be made due, None for never."""


class Subscriptions(Waiting):
    """Steps of instances that wait."""

    name = "subscription"
    table = subscription
    order = ("instance_id", "token")
    tells = ("message", "key")

    def _make_due(self, row: Row[Any], now: int) -> int | None:
        fitting = (
            select(message.c.id)
            .where(message.c.name == row.message, message.c.key == row.key)
            .order_by(message.c.attempts, message.c.published_at, message.c.id)
            .limit(_MOST)
        )
        with reading(self.database) as connection:
            found = list(connection.scalars(fitting))
        for id in found:
            # One transaction each: none waits for another's message while it holds one.
            with self.database.begin() as connection:
                connection.execute(_ONE, {"id": id, "now": now})
        return now + _AGAIN if len(found) == _MOST else None


class StartSubscriptions(Waiting):
    """Start events of newly deployed definitions: every message that fits begins an instance."""

    name = "start_subscription"
    table = start_subscription
    order = ("definition_hash", "element", "kind", "message")

    def _make_due(self, row: Row[Any], now: int) -> int | None:
        with self.database.begin() as connection:
            connection.execute(_ALL, {"name": row.message, "now": now})
        return None
