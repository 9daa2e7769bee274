# ruff: noqa: S608  the texts are constants
"""Brings messages to whoever waits for them.

Every message first lies in the `message` table: a thrown one since its thrower's commit, a published one since
`publish`. It is looked at once when it is new, and again whenever somebody new waits for it (`subscriptions`). So the
later of message and subscription finds the other, and what waits for its counterpart costs nothing. Delivering a
message, and taking it from the table, is one commit under the command id `message:<id>`, which the journal holds
unique: one message reaches one receiver, once.
"""

from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection, Engine, Row, delete, select

from engine.errors import CommandRejected, NotFound
from engine.execution.commands import DeliverMessage
from engine.runtime import faults
from engine.runtime.commanding import Commander
from engine.runtime.definitions import DefinitionCache
from engine.runtime.due.kind import Item, Kind
from engine.runtime.due.publishing import command_id
from engine.runtime.permissions import SYSTEM
from engine.runtime.starting import Starter
from engine.store import records
from engine.store.commit import Consumed
from engine.store.database import reading
from engine.store.due import Search
from engine.store.tables import message, start_subscription, subscription

_RECEIVERS = 100
_DROPPED = 10_000

_log = structlog.get_logger("engine")


class Messages(Kind):
    """Matches messages with subscriptions, and those nobody waits for with message start events."""

    name = "message"
    table = message
    order = ("published_at", "id")

    def __init__(self, database: Engine, commander: Commander, starter: Starter, definitions: DefinitionCache) -> None:
        super().__init__(database)
        self._commander = commander
        self._starter = starter
        self._definitions = definitions
        old = "FROM message WHERE next_at <= :now AND expires_at <= :now ORDER BY next_at LIMIT :limit"
        self._drop_old = Search(
            f"DELETE FROM message WHERE id IN (SELECT id {old}) RETURNING id",
            f"DELETE FROM message WHERE ctid = ANY (ARRAY(SELECT ctid {old} FOR UPDATE SKIP LOCKED)) RETURNING id",
        )

    def take(self, connection: Connection, now: int, until: int, limit: int) -> list[Item]:
        """What is too old is dropped, so that it holds up nothing that is new."""
        self._drop_old.run(connection, {"now": now, "limit": _DROPPED})
        return super().take(connection, now, until, limit)

    def perform(self, item: Item) -> bool:
        row = self.found(item)
        if row is None:
            return False
        if row.expires_at <= self._commander.clock.now():
            self._drop(row.id)
            return False
        receivers = self._receivers(row)
        if receivers:
            return self._deliver(row, receivers)
        if self._start(row):
            return True
        # A copy that was published while the first was delivered.
        if self._drop_if_delivered(row.id):
            return False
        self.settle(item, row.expires_at)
        return False

    def _receivers(self, row: Row[Any]) -> list[Row[Any]]:
        query = (
            select(subscription.c.instance_id, subscription.c.token)
            .where(subscription.c.kind == "message")
            .where(subscription.c.message == row.name, subscription.c.key == row.key)
            .order_by(subscription.c.instance_id, subscription.c.token)
            .limit(_RECEIVERS)
        )
        with reading(self.database) as connection:
            return list(connection.execute(query))

    def _deliver(self, row: Row[Any], receivers: list[Row[Any]]) -> bool:
        """Bring the message to the first that takes it. Raises what the last one raised where nobody did."""
        failure: Exception | None = None
        for one in receivers:
            try:
                return self._bring(row, one.instance_id, one.token)
            except (CommandRejected, NotFound) as rejection:
                _log.info("message not delivered here", message_id=row.id, reason=str(rejection))
                if self._drop_if_delivered(row.id):
                    return False
                failure = failure or rejection
            except Exception as error:  # noqa: BLE001  raised below, where nobody else takes it
                _log.warning("message failed here", message_id=row.id, instance_id=one.instance_id, error=str(error))
                failure = error
        if failure is not None:
            raise failure
        return False

    def _bring(self, row: Row[Any], instance_id: str, token: int) -> bool:
        faults.point("message.before_deliver")
        result = self._commander.run(
            instance_id,
            lambda id, at, _: DeliverMessage(
                id=id, at=at, actor=SYSTEM, token=token, message_id=row.id, variables=_variables(row)
            ),
            command_id(row.id),
            consumes=_consumed(row.id),
        )
        faults.point("message.after_deliver")
        if result.repeated:
            self._drop(row.id)
        return not result.repeated

    def _start(self, row: Row[Any]) -> bool:
        query = (
            select(start_subscription.c.definition_hash, start_subscription.c.element)
            .where(start_subscription.c.kind == "message", start_subscription.c.message == row.name)
            .order_by(start_subscription.c.definition_hash, start_subscription.c.element)
            .limit(1)
        )
        with reading(self.database) as connection:
            begin = connection.execute(query).one_or_none()
        if begin is None:
            return False
        deployed = self._definitions.get(begin.definition_hash)
        consumes = _consumed(row.id)
        self._starter.begin(deployed, _variables(row), SYSTEM, command_id(row.id), begin.element, consumes=consumes)
        self._drop(row.id)
        return True

    def _drop_if_delivered(self, id: str) -> bool:
        with reading(self.database) as connection:
            delivered = records.row_of_command(connection, command_id(id)) is not None
        if delivered:
            self._drop(id)
        return delivered

    def _drop(self, id: str) -> None:
        with self.database.begin() as connection:
            connection.execute(delete(message).where(message.c.id == id))


def _consumed(id: str) -> Consumed:
    return Consumed("message", ("id",), (id,))


def _variables(row: Row[Any]) -> dict[str, Any]:
    return msgspec.json.decode(row.variables, type=dict[str, Any])
