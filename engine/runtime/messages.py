"""Brings messages to whoever waits for them.

Every message first lies in the `message` table: a thrown one since its thrower's commit, a published one since
`publish`. So it cannot be lost between throwing and waiting: whichever of message and subscription comes second finds
the other. Delivering it, and taking it from the table, is one commit under the command id `message:<id>`, which the
journal holds unique: one message reaches one receiver, once.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
import structlog
from sqlalchemy import ColumnElement, Engine, Row, and_, delete, select, text

from engine.errors import CommandRejected, NotFound
from engine.execution.commands import DeliverMessage
from engine.runtime import faults
from engine.runtime.attempts import attempt_all
from engine.runtime.commanding import Commander
from engine.runtime.definitions import DefinitionCache
from engine.runtime.permissions import SYSTEM
from engine.runtime.settings import RuntimeSettings
from engine.runtime.starting import Starter
from engine.store import records
from engine.store.database import reading
from engine.store.tables import message, start_subscription, subscription

_BATCH = 100
_PUBLISH = text(
    "INSERT INTO message (id, instance_id, name, key, variables, published_at, expires_at)"
    " VALUES (:id, '', :name, :key, :variables, :now, :expires_at) ON CONFLICT (id) DO NOTHING"
)

_log = structlog.get_logger("engine")


class MessageRouter:
    """Matches messages with subscriptions, and those nobody waits for with message start events."""

    def __init__(
        self,
        database: Engine,
        commander: Commander,
        starter: Starter,
        definitions: DefinitionCache,
        settings: RuntimeSettings,
    ) -> None:
        self._database = database
        self._commander = commander
        self._starter = starter
        self._definitions = definitions
        self._settings = settings

    def publish(self, id: str, name: str, key: str, variables: dict[str, Any], time_to_live: int, now: int) -> None:
        """Put a message from outside into the table; one whose id was delivered before is ignored."""
        row = {
            "id": id,
            "name": name,
            "key": key,
            "variables": msgspec.json.encode(variables, order="deterministic").decode(),
            "now": now,
            "expires_at": now + (time_to_live or self._settings.message_time_to_live),
        }
        with self._database.begin() as connection:
            if records.row_of_command(connection, _command_id(id)) is None:
                connection.execute(_PUBLISH, row)

    def deliver_due(self) -> int:
        """Deliver what can be delivered now and drop what is too old; returns how many were delivered. Raises an
        ExceptionGroup after all were tried."""
        now = self._commander.clock.now()
        work: dict[str, Callable[[], bool]] = {}
        for row in self._waited_for(now):
            work.setdefault(row.id, partial(self._deliver, row))
        for row in self._starting(now):
            work.setdefault(row.id, partial(self._start, row))
        delivered = attempt_all("messages", work.values())
        self._drop(message.c.expires_at <= now)
        return delivered

    def _waited_for(self, now: int) -> list[Row[Any]]:
        receives = and_(
            subscription.c.kind == "message",
            subscription.c.message == message.c.name,
            subscription.c.key == message.c.key,
        )
        query = (
            select(message.c.id, message.c.variables, subscription.c.instance_id, subscription.c.token)
            .join(subscription, receives)
            .where(message.c.expires_at > now)
            .order_by(message.c.published_at, message.c.id, subscription.c.instance_id, subscription.c.token)
            .limit(_BATCH)
        )
        with reading(self._database) as connection:
            return list(connection.execute(query))

    def _starting(self, now: int) -> list[Row[Any]]:
        query = (
            select(
                message.c.id, message.c.variables, start_subscription.c.definition_hash, start_subscription.c.element
            )
            .join(start_subscription, start_subscription.c.message == message.c.name)
            .where(message.c.expires_at > now, start_subscription.c.kind == "message")
            .order_by(message.c.published_at, message.c.id, start_subscription.c.definition_hash)
            .limit(_BATCH)
        )
        with reading(self._database) as connection:
            return list(connection.execute(query))

    def _deliver(self, row: Row[Any]) -> bool:
        faults.point("message.before_deliver")
        try:
            result = self._commander.run(
                row.instance_id,
                lambda id, at, _: DeliverMessage(
                    id=id, at=at, actor=SYSTEM, token=row.token, message_id=row.id, variables=_variables(row)
                ),
                _command_id(row.id),
                consumes=row.id,
            )
        except (CommandRejected, NotFound) as rejection:
            _log.info("message not delivered here", message_id=row.id, reason=str(rejection))
            self._drop_if_delivered(row.id)
            return False
        faults.point("message.after_deliver")
        if result.repeated:
            self._drop(message.c.id == row.id)
        return not result.repeated

    def _start(self, row: Row[Any]) -> bool:
        deployed = self._definitions.get(row.definition_hash)
        self._starter.begin(deployed, _variables(row), SYSTEM, _command_id(row.id), row.element, consumes=row.id)
        self._drop(message.c.id == row.id)
        return True

    def _drop_if_delivered(self, id: str) -> None:
        with reading(self._database) as connection:
            delivered = records.row_of_command(connection, _command_id(id)) is not None
        if delivered:
            self._drop(message.c.id == id)

    def _drop(self, which: ColumnElement[bool]) -> None:
        with reading(self._database) as connection:
            if connection.execute(select(message.c.id).where(which).limit(1)).first() is None:
                return
        with self._database.begin() as connection:
            connection.execute(delete(message).where(which))


def _command_id(message_id: str) -> str:
    return f"message:{message_id}"


def _variables(row: Row[Any]) -> dict[str, Any]:
    return msgspec.json.decode(row.variables, type=dict[str, Any])
