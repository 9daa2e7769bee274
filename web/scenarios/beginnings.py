"""What a scenario finds when it begins: rows of data stores, and timer start events counted from its own time."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Engine, insert, select, update

from engine.diagrams.model import TimerDefinition
from engine.runtime.engine import Engine as ProcessEngine
from engine.runtime.starts import timer_due, triggers
from engine.store.database import reading
from engine.store.tables import data_store_row, start_timer

_EARLIER = "earlier"
"""The case that wrote the given rows; there is none."""


def give_rows(database: Engine, stores: Mapping[str, Mapping[str, Any]], now: int) -> None:
    """Let the data stores hold these rows, by store and key, as if earlier cases had written them."""
    rows = [
        {"store": store, "key": key, "value": msgspec.json.encode(value).decode()}
        for store, given in stores.items()
        for key, value in given.items()
    ]
    with database.begin() as connection:
        for row in rows:
            connection.execute(insert(data_store_row).values(**row, instance_id=_EARLIER, seq=0, updated_at=now))


def await_timers(engine: ProcessEngine, now: int) -> None:
    """Count every timer start event from `now`: the procedures were deployed at some other time."""
    with reading(engine.database) as connection:
        waiting = connection.execute(select(start_timer.c.definition_hash, start_timer.c.element)).all()
    for definition_hash, element in waiting:
        for event, trigger in triggers(engine.definition(definition_hash)):
            if event == element and isinstance(trigger, TimerDefinition):
                due = timer_due(trigger, now)
                mine = (start_timer.c.definition_hash == definition_hash) & (start_timer.c.element == element)
                values = {"due": due.at, "remaining": due.repetitions, "next_at": due.at}
                with engine.database.begin() as connection:
                    connection.execute(update(start_timer).where(mine).values(values))
