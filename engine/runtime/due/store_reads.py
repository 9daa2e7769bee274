"""Brings the rows of data stores to the steps that wait for them.

A step's question lies in the table `store_read` since the commit that asked. The answer is read when it is given, and
stands in the journal with its command: executing the journal again needs no store.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Engine

from engine.execution.commands import DeliverStoreRows
from engine.runtime import faults
from engine.runtime.commanding import Commander
from engine.runtime.due.kind import Item, Kind
from engine.runtime.permissions import SYSTEM
from engine.store import data_stores
from engine.store.database import reading
from engine.store.tables import store_read


class StoreReads(Kind):
    """Answers; the command ids let each question be answered once."""

    name = "store_read"
    table = store_read
    order = ("asked_at", "instance_id", "token")
    tells = ("seq",)

    def __init__(self, database: Engine, commander: Commander) -> None:
        super().__init__(database)
        self._commander = commander

    def lock(self, row: Mapping[str, Any]) -> str:
        return f"instance:{row['instance_id']}"

    def perform(self, item: Item) -> bool:
        asked = self.found(item)
        if asked is None:
            return False
        wanted = msgspec.json.decode(asked.wanted, type=list[tuple[str, str]])
        with reading(self.database) as connection:
            found = [data_stores.row(connection, store, key) for store, key in wanted]
        rows = [None if one is None else one.value for one in found]
        faults.point("store.before_answer")
        result = self._commander.run(
            asked.instance_id,
            lambda id, at, _: DeliverStoreRows(id=id, at=at, actor=SYSTEM, token=asked.token, rows=rows),
            f"store:{asked.instance_id}:{asked.token}:{asked.seq}",
        )
        faults.point("store.after_answer")
        return not result.repeated
