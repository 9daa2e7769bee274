"""Fires what is due: timers of instances and timer start events, also those that came due while nobody ran."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Engine, Text, cast, delete, select, update

from engine.diagrams.model import StartEvent
from engine.diagrams.timers import Due, following
from engine.execution.commands import FireTimer
from engine.runtime import faults
from engine.runtime.commanding import Commander
from engine.runtime.definitions import DefinitionCache
from engine.runtime.parking import BATCH, NOW, Parking
from engine.runtime.permissions import SYSTEM
from engine.runtime.starting import Starter
from engine.runtime.starts import cycle_text
from engine.store.database import reading
from engine.store.tables import start_timer, timer


def _joined(first: ColumnElement[str], *others: ColumnElement[Any]) -> ColumnElement[str]:
    """The columns as one text with colons between."""
    for other in others:
        first = first + ":" + cast(other, Text)
    return first


_TIMER = _joined(timer.c.instance_id, timer.c.token, timer.c.due)
_START_TIMER = _joined(start_timer.c.definition_hash, start_timer.c.element, start_timer.c.due)


class TimerScan:
    """Looks for due timers; any number may scan one database, the command ids let each timer fire once."""

    def __init__(self, database: Engine, commander: Commander, starter: Starter, definitions: DefinitionCache) -> None:
        self._database = database
        self._commander = commander
        self._starter = starter
        self._definitions = definitions
        self._parking = Parking("timer", database, commander.clock, commander.settings)
        self._start_parking = Parking("start", database, commander.clock, commander.settings)
        self._due = (
            select(timer.c.instance_id, timer.c.token, timer.c.due, _TIMER.label("id"))
            .where(timer.c.due <= NOW, self._parking.is_free(_TIMER))
            .order_by(timer.c.due)
            .limit(BATCH)
        )
        self._due_starts = (
            select(start_timer, _START_TIMER.label("id"))
            .where(start_timer.c.due <= NOW, self._start_parking.is_free(_START_TIMER))
            .order_by(start_timer.c.due)
            .limit(BATCH)
        )

    def fire_due(self) -> int:
        """Fire what is due now; returns how many. What fails is put off."""
        now = self._commander.clock.now()
        return self._parking.drain(lambda: self._instances(now)) + self._start_parking.drain(lambda: self._starts(now))

    def _instances(self, now: int) -> dict[str, Callable[[], bool]]:
        with reading(self._database) as connection:
            rows = connection.execute(self._due, {"now": now}).all()
        return {row.id: partial(self._fire, row.instance_id, row.token, row.due) for row in rows}

    def _starts(self, now: int) -> dict[str, Callable[[], bool]]:
        with reading(self._database) as connection:
            rows = connection.execute(self._due_starts, {"now": now}).all()
        return {
            row.id: partial(self._start, row.definition_hash, row.element, Due(row.due, row.remaining)) for row in rows
        }

    def _fire(self, instance_id: str, token: int, due: int) -> bool:
        faults.point("timer.before_fire")
        result = self._commander.run(
            instance_id,
            lambda id, at, _: FireTimer(id=id, at=at, actor=SYSTEM, token=token),
            f"timer:{instance_id}:{token}:{due}",
        )
        faults.point("timer.after_fire")
        return not result.repeated

    def _start(self, definition_hash: str, element: str, due: Due) -> bool:
        deployed = self._definitions.get(definition_hash)
        self._starter.begin(deployed, {}, SYSTEM, f"start:{definition_hash}:{element}:{due.at}", element)
        node = deployed.labels.node("", element)
        self._move_on(definition_hash, element, cycle_text(node, due.at) if isinstance(node, StartEvent) else "", due)
        return True

    def _move_on(self, definition_hash: str, element: str, text: str, last: Due) -> None:
        """Set the start timer to its next time, unless another worker has done so."""
        following_due = following(text, last) if text else None
        mine = (
            (start_timer.c.definition_hash == definition_hash)
            & (start_timer.c.element == element)
            & (start_timer.c.due == last.at)
        )
        with self._database.begin() as connection:
            if following_due is None:
                connection.execute(delete(start_timer).where(mine))
            else:
                connection.execute(
                    update(start_timer).where(mine).values(due=following_due.at, remaining=following_due.repetitions)
                )
