"""Timers of instances: each fires once, those of one case in the order in which they are due.

Also those that came due while nobody ran, and the repetitions of a cycle that went by meanwhile.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, Row, text

from engine.execution.commands import FireTimer
from engine.runtime import faults
from engine.runtime.commanding import Commander
from engine.runtime.due.kind import Item, Kind
from engine.runtime.permissions import SYSTEM
from engine.store.database import reading
from engine.store.tables import timer

_TOGETHER = 100
"""How many timers of one case are fired one after the other, before others have their turn."""

# Of one case the earliest: the next comes when that is gone, unless it keeps failing.
_EARLIEST = (
    "NOT EXISTS (SELECT 1 FROM timer earlier WHERE earlier.instance_id = t.instance_id"
    " AND earlier.due < t.due AND earlier.attempts = 0)"
)
_NEXT = text(
    "SELECT instance_id, token, due FROM timer t WHERE instance_id = :instance_id AND next_at <= :now"  # noqa: S608
    f" AND {_EARLIEST} ORDER BY due, token LIMIT 1"
)


class Timers(Kind):
    """Fires what is due."""

    name = "timer"
    table = timer
    order = ("due", "instance_id", "token")
    tells = ("due",)
    only = _EARLIEST

    def __init__(self, database: Engine, commander: Commander) -> None:
        super().__init__(database)
        self._commander = commander

    def lock(self, row: Mapping[str, Any]) -> str:
        return f"instance:{row['instance_id']}"

    def perform(self, item: Item) -> int:
        """Fire it, and what else is due in its case by now: a case long asleep need not be taken once a timer."""
        row, fired = self.found(item), 0
        while row is not None and self._fire(row):
            fired += 1
            row = self._next(row.instance_id) if fired < _TOGETHER else None
        return fired

    def _fire(self, row: Row[Any]) -> bool:
        faults.point("timer.before_fire")
        result = self._commander.run(
            row.instance_id,
            lambda id, at, _: FireTimer(id=id, at=at, actor=SYSTEM, token=row.token),
            f"timer:{row.instance_id}:{row.token}:{row.due}",
        )
        faults.point("timer.after_fire")
        return not result.repeated

    def _next(self, instance_id: str) -> Row[Any] | None:
        with reading(self.database) as connection:
            values = {"instance_id": instance_id, "now": self._commander.clock.now()}
            return connection.execute(_NEXT, values).one_or_none()
