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
from sqlalchemy import ColumnElement, Engine, Row, Select, delete, exists, select, text

from engine.errors import CommandRejected, NotFound
from engine.execution.commands import DeliverMessage
from engine.runtime import faults
from engine.runtime.commanding import Commander
from engine.runtime.definitions import DefinitionCache
from engine.runtime.parking import BATCH, NOW, Parking
from engine.runtime.permissions import SYSTEM
from engine.runtime.settings import RuntimeSettings
from engine.runtime.starting import Starter
from engine.store import records
from engine.store.database import reading
from engine.store.tables import message, start_subscription, subscription

_RECEIVERS = 100
_PUBLISH = text(
    "INSERT INTO message (id, instance_id, name, key, variables, published_at, expires_at)"
    " VALUES (:id, '', :name, :key, :variables, :now, :expires_at) ON CONFLICT (id) DO NOTHING"
)
_RECEIVES = select(subscription.c.token).where(
    subscription.c.kind == "message", subscription.c.message == message.c.name, subscription.c.key == message.c.key
)
_BEGINS = select(start_subscription.c.definition_hash, start_subscription.c.element).where(
    start_subscription.c.kind == "message", start_subscription.c.message == message.c.name
)
_OLDEST = (
    select(message.c.id, message.c.name, message.c.key, message.c.variables)
    .order_by(message.c.published_at, message.c.id)
    .limit(BATCH)
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
        self._parking = Parking("message", database, commander.clock, settings)
        waiting = (message.c.expires_at > NOW, self._parking.is_free(message.c.id))
        self._waited_for = _OLDEST.where(exists(_RECEIVES), *waiting)
        # Those that nobody waits for, however many others are waited for.
        self._starting = _OLDEST.where(exists(_BEGINS), ~exists(_RECEIVES), *waiting)

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
        """Deliver what can be delivered now and drop what is too old; returns how many were delivered. What fails is
        put off."""
        now = self._commander.clock.now()
        delivered = self._parking.drain(lambda: self._found(self._waited_for, self._deliver, now))
        delivered += self._parking.drain(lambda: self._found(self._starting, self._start, now))
        self._drop(message.c.expires_at <= now)
        return delivered

    def _found(self, query: Select[Any], bring: Callable[[Row[Any]], bool], now: int) -> dict[str, Callable[[], bool]]:
        with reading(self._database) as connection:
            return {row.id: partial(bring, row) for row in connection.execute(query, {"now": now})}

    def _deliver(self, row: Row[Any]) -> bool:
        """Bring the message to the first that takes it. Raises what the last one raised where nobody did."""
        query = (
            select(subscription.c.instance_id, subscription.c.token)
            .where(subscription.c.kind == "message")
            .where(subscription.c.message == row.name, subscription.c.key == row.key)
            .order_by(subscription.c.instance_id, subscription.c.token)
            .limit(_RECEIVERS)
        )
        with reading(self._database) as connection:
            receivers = connection.execute(query).all()
        failure: Exception | None = None
        for instance_id, token in receivers:
            try:
                return self._bring(row, instance_id, token)
            except (CommandRejected, NotFound) as rejection:
                _log.info("message not delivered here", message_id=row.id, reason=str(rejection))
                if self._drop_if_delivered(row.id):
                    return False
                failure = failure or rejection
            except Exception as error:  # noqa: BLE001  raised below, where nobody else takes it
                _log.warning("message failed here", message_id=row.id, instance_id=instance_id, error=str(error))
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
            _command_id(row.id),
            consumes=row.id,
        )
        faults.point("message.after_deliver")
        if result.repeated:
            self._drop(message.c.id == row.id)
        return not result.repeated

    def _start(self, row: Row[Any]) -> bool:
        query = (
            select(start_subscription.c.definition_hash, start_subscription.c.element)
            .where(start_subscription.c.kind == "message", start_subscription.c.message == row.name)
            .order_by(start_subscription.c.definition_hash, start_subscription.c.element)
            .limit(1)
        )
        with reading(self._database) as connection:
            begin = connection.execute(query).one_or_none()
        if begin is None:
            return False
        deployed = self._definitions.get(begin.definition_hash)
        self._starter.begin(deployed, _variables(row), SYSTEM, _command_id(row.id), begin.element, consumes=row.id)
        self._drop(message.c.id == row.id)
        return True

    def _drop_if_delivered(self, id: str) -> bool:
        with reading(self._database) as connection:
            delivered = records.row_of_command(connection, _command_id(id)) is not None
        if delivered:
            self._drop(message.c.id == id)
        return delivered

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
