"""What one command does to the projections: at most one insert, update or delete a row, whatever its events did."""

from collections.abc import Iterator
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]


class Changes:
    """Collects row changes and folds those to the same row into one.

    `inserts` and `updates` are by table and key; the key is (token, rest of the primary key …) or a message's id.
    `deletes` are tokens by table, `removals` the keys of single rows. `instance` holds new values of the instance's own columns. Rows carry no
    `instance_id`: it is the instance that the command went to.
    """

    __slots__ = ("deletes", "inserts", "instance", "removals", "updates")

    def __init__(self) -> None:
        self.instance: Row = {}
        self.inserts: dict[str, dict[tuple[Any, ...], Row]] = {}
        self.updates: dict[str, dict[tuple[Any, ...], Row]] = {}
        self.deletes: dict[str, set[int]] = {}
        self.removals: dict[str, set[tuple[Any, ...]]] = {}

    def insert(self, table: str, key: tuple[Any, ...], row: Row) -> None:
        """Write a row, whole; it replaces one that may be there."""
        self.updates.get(table, {}).pop(key, None)
        self.removals.get(table, set()).discard(key)
        self.deletes.get(table, set()).discard(key[0])
        self.inserts.setdefault(table, {})[key] = row

    def update(self, table: str, token: int, **columns: Any) -> None:
        """Set some columns of the row of a token."""
        inserted = self.inserts.get(table, {}).get((token,))
        if inserted is not None:
            inserted.update(columns)
        else:
            self.updates.setdefault(table, {}).setdefault((token,), {}).update(columns)

    def remove(self, table: str, key: tuple[Any, ...]) -> None:
        """Remove one row of several that a token has."""
        self.inserts.get(table, {}).pop(key, None)
        self.removals.setdefault(table, set()).add(key)

    def delete(self, table: str, token: int) -> None:
        """Remove every row of a token."""
        self.removals[table] = {key for key in self.removals.get(table, ()) if key[0] != token}
        for changes in (self.inserts, self.updates):
            rows = changes.get(table, {})
            for key in [key for key in rows if key[0] == token]:
                del rows[key]
        self.deletes.setdefault(table, set()).add(token)

    def updates_by_columns(self) -> Iterator[tuple[str, tuple[str, ...], list[Row]]]:
        """Updates grouped so that one statement sets one set of columns: (table, columns, rows with their token)."""
        groups: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
        for table, rows in self.updates.items():
            for key, columns in rows.items():
                groups.setdefault((table, tuple(sorted(columns))), []).append({"token": key[0], **columns})
        for (table, names), group in sorted(groups.items(), key=lambda item: item[0]):
            yield table, names, group
