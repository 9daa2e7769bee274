"""The projections that the events ask for, against the rows that are there."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from engine.execution.events import AnyEvent
from engine.history.difference import Difference, shown
from engine.store.metadata import metadata
from engine.store.projections import Context, project
from engine.store.projections.changes import Row

_STORE = "data_store_row"
_TABLES = (
    "user_task",
    "ad_hoc",
    "task_candidate",
    "job",
    "timer",
    "subscription",
    "store_read",
    "incident",
    "message",
    "signal",
    _STORE,
)
_NOT_PROJECTED = {"instance_id", "lease", "next_at", "attempts", "spread_at"}


class ExpectedRows:
    """Folds the row changes of every step into what the tables must hold; `instance` are its own columns."""

    def __init__(self) -> None:
        self.instance: Row = {"status": "active", "ended_at": 0, "case_number": "", "title": ""}
        self._rows: dict[str, dict[tuple[Any, ...], Row]] = {table: {} for table in _TABLES}

    def add(self, events: Iterable[AnyEvent], context: Context) -> None:
        """The changes of one step."""
        changes = project(events, context)
        self.instance.update(changes.instance)
        for table, tokens in changes.deletes.items():
            rows = self._rows[table]
            for key in [key for key in rows if key[0] in tokens]:
                del rows[key]
        for table, removals in changes.removals.items():
            for key in removals:
                self._rows[table].pop(key, None)
        for table, updates in changes.updates.items():
            for key, columns in updates.items():
                if key in self._rows[table]:
                    self._rows[table][key].update(columns)
        for table, inserts in changes.inserts.items():
            self._rows[table].update({key: dict(row) for key, row in inserts.items()})

    def compare(self, connection: Connection, instance_id: str) -> Difference | None:
        """The first row or column that differs."""
        for table in _TABLES:
            found = self._read(connection, table, instance_id)
            if table == _STORE:
                self._forget_overwritten(connection, found)
            difference = self._compare(table, found, instance_id)
            if difference is not None:
                return difference
        return None

    def _forget_overwritten(self, connection: Connection, found: Iterable[tuple[Any, ...]]) -> None:
        """Rows of data stores that another instance has written since are its own to answer for."""
        table = metadata.tables[_STORE]
        for store, key in self._rows[_STORE].keys() - set(found):
            query = select(table.c.key).where(table.c.store == store, table.c.key == key)
            if connection.execute(query).first() is not None:
                del self._rows[_STORE][store, key]

    def _compare(self, table: str, found: dict[tuple[Any, ...], Row], instance_id: str) -> Difference | None:
        expected = self._rows[table]
        for key in sorted(expected.keys() | found.keys()):
            place = f"{table}{list(key)}"
            if key not in found:
                # A message or signal goes when it was received, or in its time; its receivers' journals tell the rest.
                if table in ("message", "signal"):
                    continue
                return Difference(instance_id, 0, "projection", place, shown(expected[key]), "nothing")
            if key not in expected:
                return Difference(instance_id, 0, "projection", place, "nothing", shown(found[key]))
            for column, value in found[key].items():
                if expected[key][column] != value:
                    wanted = shown(expected[key][column])
                    return Difference(instance_id, 0, "projection", f"{place}.{column}", wanted, shown(value))
        return None

    def _read(self, connection: Connection, name: str, instance_id: str) -> dict[tuple[Any, ...], Row]:
        table = metadata.tables[name]
        columns = [column for column in table.columns if column.name not in _NOT_PROJECTED]
        keys = [column.name for column in table.primary_key.columns if column.name != "instance_id"]
        query = select(*columns).where(table.c.instance_id == instance_id)
        rows = [dict(row._mapping) for row in connection.execute(query)]
        return {tuple(row[key] for key in keys): row for row in rows}
