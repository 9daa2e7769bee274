"""Timers of instances: each fires once, those of one case in the order in which they are due.

Also those that came due while nobody ran, and the repetitions of a cycle that went by meanwhile.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from engine.execution.commands import FireTimer
from engine.runtime import faults
from engine.runtime.commanding import Commander
from engine.runtime.due.kind import Item, Kind
from engine.runtime.permissions import SYSTEM
from engine.store.tables import timer


class Timers(Kind):
    """Fires what is due."""

    name = "timer"
    table = timer
    order = ("due", "instance_id", "token")
    tells = ("due",)
    # Of one case the earliest: the next comes when that is gone, unless it keeps failing.
    only = (
        "NOT EXISTS (SELECT 1 FROM timer earlier WHERE earlier.instance_id = t.instance_id"
        " AND earlier.due < t.due AND earlier.attempts = 0)"
    )

    def __init__(self, database: Engine, commander: Commander) -> None:
        super().__init__(database)
        self._commander = commander

    def lock(self, row: Mapping[str, Any]) -> str:
        return f"instance:{row['instance_id']}"

    def perform(self, item: Item) -> bool:
        row = self.found(item)
        if row is None:
            return False
        faults.point("timer.before_fire")
        result = self._commander.run(
            row.instance_id,
            lambda id, at, _: FireTimer(id=id, at=at, actor=SYSTEM, token=row.token),
            f"timer:{row.instance_id}:{row.token}:{row.due}",
        )
        faults.point("timer.after_fire")
        return not result.repeated
