# ruff: noqa: S608  the names in these texts are our own tables and columns, never what somebody sent
"""Takes what is due from the tables that hold it, and says when somebody looks at it again.

Whoever takes a row moves its `next_at` to the end of a lease (`until`). That moment then names the taking: `settle` and
`put_off` change only a row that nobody has made due, or taken, since. So a runner that died is replaced when its lease
is over, and what somebody made due while it was looked at is looked at again.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from psycopg.rows import dict_row
from sqlalchemy import Connection, Row, Table, text

from engine.store.database import is_postgresql_connection

Key = Mapping[str, str | int]
"""The values of a row's primary key by column."""

_PARAMETER = re.compile(r":(\w+)")


class Search:
    """A statement that looks for work.

    PostgreSQL plans it anew each time: a plan that was made for a small table, or for any moment instead of the present
    one, reads a table of a million rows from end to end to find that nothing is due.
    """

    def __init__(self, on_sqlite: str, on_postgresql: str) -> None:
        self._on_sqlite = text(on_sqlite)
        self._on_postgresql = _PARAMETER.sub(r"%(\1)s", on_postgresql)

    def run(self, connection: Connection, values: Mapping[str, int]) -> list[dict[str, Any]]:
        """The rows that it gives."""
        if not is_postgresql_connection(connection):
            return [dict(row) for row in connection.execute(self._on_sqlite, dict(values)).mappings()]
        driver: Any = connection.connection.driver_connection
        with driver.cursor(row_factory=dict_row) as cursor:
            cursor.execute(self._on_postgresql, values, prepare=False)
            found: list[dict[str, Any]] = cursor.fetchall()
            return found


class DueRows:
    """The due rows of one table. Its statements are made once.

    `only` is a condition beside that; the table is named `t` in it. `sets` is what taking sets beside `next_at`. Rows
    taken together come in the order of `order`, with its columns, the key and those that `tells` names: a batch must
    not hold the variables of a thousand messages.
    """

    def __init__(
        self, table: Table, order: tuple[str, ...], tells: tuple[str, ...] = (), only: str = "", sets: str = ""
    ) -> None:
        name = table.name
        self.key = tuple(column.name for column in table.primary_key.columns)
        self._order = order
        due = "t.next_at <= :now" + (f" AND {only}" if only else "")
        soonest = f"FROM {name} t WHERE {due} ORDER BY t.next_at LIMIT :limit"
        update = f"UPDATE {name} SET next_at = :until{sets and ', ' + sets}"
        keys = ", ".join(self.key)
        back = "RETURNING " + ", ".join(dict.fromkeys((*self.key, *order, *tells)))
        # By place on the disk: no plan can then join the few rows with the whole table. The lock keeps each in its place.
        self._take = Search(
            f"{update} WHERE ({keys}) IN (SELECT {keys} {soonest}) {back}",
            f"{update} WHERE ctid = ANY (ARRAY(SELECT t.ctid {soonest} FOR UPDATE OF t SKIP LOCKED)) {back}",
        )
        named = " AND ".join(f"{column} = :{column}" for column in self.key)
        self._row = text(f"SELECT * FROM {name} WHERE {named}")
        self._attempts = text(f"SELECT attempts FROM {name} WHERE {named} AND next_at = :until")
        change = f"UPDATE {name} SET next_at = :next_at, attempts = :attempts WHERE {named}"
        self._move = text(f"{change} AND next_at = :until")

    def take(self, connection: Connection, now: int, until: int, limit: int) -> list[dict[str, Any]]:
        """At most `limit` rows that are due at `now`, the soonest, taken until `until`. What another takes at the same
        moment is left out."""
        found = self._take.run(connection, {"now": now, "until": until, "limit": limit})
        return sorted(found, key=lambda row: tuple(row[column] for column in self._order))

    def row(self, connection: Connection, key: Key) -> Row[Any] | None:
        """The row as it is now, None where it is gone."""
        return connection.execute(self._row, dict(key)).one_or_none()

    def settle(self, connection: Connection, key: Key, until: int, next_at: int | None) -> bool:
        """Look again at `next_at` (None: never), unless somebody has made it due meanwhile; whether it is so now."""
        return self._moved(connection, key, until, next_at, 0)

    def attempts(self, connection: Connection, key: Key, until: int) -> int | None:
        """How often what was taken failed before; None where it is gone or due anew."""
        found: int | None = connection.execute(self._attempts, {**key, "until": until}).scalar_one_or_none()
        return found

    def put_off(self, connection: Connection, key: Key, until: int, next_at: int, attempts: int) -> bool:
        """As `settle`, after a failure."""
        return self._moved(connection, key, until, next_at, attempts)

    def _moved(self, connection: Connection, key: Key, until: int, next_at: int | None, attempts: int) -> bool:
        values = {**key, "until": until, "next_at": next_at, "attempts": attempts}
        return connection.execute(self._move, values).rowcount == 1


class Probe:
    """Says in which of some tables something is due: one question, since mostly there is nothing."""

    def __init__(self, tables: Iterable[str]) -> None:
        asked = " UNION ALL ".join(
            f"SELECT '{name}' AS name WHERE (SELECT min(next_at) FROM {name}) <= :now" for name in tables
        )
        self._search = Search(asked, asked)

    def due(self, connection: Connection, now: int) -> set[str]:
        """The names of those tables."""
        return {row["name"] for row in self._search.run(connection, {"now": now})}
