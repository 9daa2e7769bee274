"""Messages and signals from outside: they begin as rows that are due, as those that instances throw."""

from typing import Any

import msgspec
from sqlalchemy import Engine, text

from engine.runtime import faults
from engine.runtime.settings import RuntimeSettings
from engine.store import records

_PUBLISH = text(
    "INSERT INTO message (id, instance_id, name, key, variables, published_at, expires_at, next_at)"
    " VALUES (:id, '', :name, :key, :variables, :now, :expires_at, :now) ON CONFLICT (id) DO NOTHING"
)
_BROADCAST = text(
    "INSERT INTO signal (id, instance_id, name, variables, thrown_at, next_at)"
    " VALUES (:id, '', :name, :variables, :now, :now) ON CONFLICT (id) DO NOTHING"
)


def command_id(message_id: str) -> str:
    """The id of the command that delivers a message."""
    return f"message:{message_id}"


class Publisher:
    """Takes in what comes from outside."""

    def __init__(self, database: Engine, settings: RuntimeSettings) -> None:
        self._database = database
        self._settings = settings

    def publish(self, id: str, name: str, key: str, variables: dict[str, Any], time_to_live: int, now: int) -> None:
        """Put a message into the table; one whose id was delivered before is ignored."""
        row = {
            "id": id,
            "name": name,
            "key": key,
            "variables": _encoded(variables),
            "now": now,
            "expires_at": now + (time_to_live or self._settings.message_time_to_live),
        }
        with self._database.begin() as connection:
            if records.row_of_command(connection, command_id(id)) is None:
                connection.execute(_PUBLISH, row)
            faults.point("publish.before_commit")
        faults.point("publish.after_commit")

    def broadcast(self, id: str, name: str, variables: dict[str, Any], now: int) -> None:
        """Put a signal into the table."""
        with self._database.begin() as connection:
            connection.execute(_BROADCAST, {"id": id, "name": name, "variables": _encoded(variables), "now": now})


def _encoded(variables: dict[str, Any]) -> str:
    return msgspec.json.encode(variables, order="deterministic").decode()
