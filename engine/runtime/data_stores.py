"""Brings the rows of data stores to the steps that wait for them.

A step's question lies in the table `store_read` since the commit that asked. The answer is read when it is given, and
stands in the journal with its command: executing the journal again needs no store.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Engine, Row, Text, cast, select

from engine.execution.commands import DeliverStoreRows
from engine.runtime import faults
from engine.runtime.commanding import Commander
from engine.runtime.parking import BATCH, Parking
from engine.runtime.permissions import SYSTEM
from engine.store import data_stores
from engine.store.database import reading
from engine.store.tables import store_read


class StoreReads:
    """Answers; any number may look at one database, the command ids let each question be answered once."""

    def __init__(self, database: Engine, commander: Commander) -> None:
        self._database = database
        self._commander = commander
        self._parking = Parking("store", database, commander.clock, commander.settings)
        id = store_read.c.instance_id + ":" + cast(store_read.c.token, Text) + ":" + cast(store_read.c.seq, Text)
        self._asked = (
            select(store_read, id.label("id"))
            .where(self._parking.is_free(id))
            .order_by(store_read.c.asked_at, store_read.c.instance_id, store_read.c.token)
            .limit(BATCH)
        )

    def answer_open(self) -> int:
        """Answer everything that is asked now; returns how much. What fails is put off."""
        return self._parking.drain(self._open)

    def _open(self) -> dict[str, Callable[[], bool]]:
        now = self._commander.clock.now()
        with reading(self._database) as connection:
            return {row.id: partial(self._answer, row) for row in connection.execute(self._asked, {"now": now}).all()}

    def _answer(self, asked: Row[Any]) -> bool:
        wanted = msgspec.json.decode(asked.wanted, type=list[tuple[str, str]])
        with reading(self._database) as connection:
            found = [data_stores.row(connection, store, key) for store, key in wanted]
        rows = [None if one is None else one.value for one in found]
        faults.point("store.before_answer")
        result = self._commander.run(
            asked.instance_id,
            lambda id, at, _: DeliverStoreRows(id=id, at=at, actor=SYSTEM, token=asked.token, rows=rows),
            f"store:{asked.id}",
        )
        faults.point("store.after_answer")
        return not result.repeated
