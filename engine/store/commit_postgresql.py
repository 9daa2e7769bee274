# ruff: noqa: S608  the names in these texts are our own tables and columns, never what somebody sent
"""The hot statement on PostgreSQL: one data-modifying CTE, one round trip, one transaction.

    WITH guard AS (UPDATE instance SET seq = …, head_hash = … WHERE id = … AND seq = … RETURNING id),
         entry AS (INSERT INTO journal … SELECT guard.id, … FROM guard),
         i0    AS (INSERT INTO user_task … SELECT … FROM guard, jsonb_to_recordset(…) …),
         u0    AS (UPDATE user_task SET … FROM guard, jsonb_to_recordset(…) …),
         d0    AS (DELETE FROM task_candidate USING guard WHERE …),
         r0    AS (DELETE FROM task_candidate USING guard, jsonb_to_recordset(…) …)
    SELECT id, <entries of the queue> FROM guard

If another worker moved the instance first, the UPDATE waits for it, finds another seq, `guard` is empty, and so is
every part that reads from it; so the queue of the distributed mode (`queue.py`) gets its entries with the step or not
at all. All parts see the database as it was before the statement, so no two of them may touch
one row: `Changes` has folded them. A part with one row takes its values as parameters; one with several takes them as
one JSON text. The tokens always stand in the WHERE as parameters too, so that every plan goes through the primary key
and none reads through an instance's past. The text of the statement depends only on which parts there are (its
*shape*), so a handful of texts are prepared once a connection and used ever after.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
import psycopg
from sqlalchemy import Engine, Table, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import BigInteger, Integer

from engine.store import prepared, queue
from engine.store.chain import snapshot_version
from engine.store.commit import ConnectionLost, Contended, DuplicateCommand, Step
from engine.store.database import UNPREPARED, preparing
from engine.store.metadata import metadata
from engine.store.pool import Pool, close
from engine.store.prepared import Value, numbered
from engine.store.projections.changes import Row

_json = msgspec.json.Encoder()
_Shape = tuple[Any, ...]
_PLANS = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "jit": "off",
}
"""One plan a statement, through the primary keys. Left to itself the server may plan while a table is empty, keep the
plan, and read the whole table in every commit until its statistics are renewed."""
_GIVEN_UP = (
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.LockNotAvailable,
)
"""SQLSTATE 40001, 40P01 and 55P03."""
_KEEP = """kept AS (INSERT INTO snapshot (instance_id, seq, engine, body) SELECT guard.id, %s, %s, %s FROM guard
ON CONFLICT (instance_id) DO UPDATE SET seq = EXCLUDED.seq, engine = EXCLUDED.engine, body = EXCLUDED.body)"""
_ENTRY = "instance_id, seq, at, actor, command_id, kind, hash, body"


class PostgresqlCommitter:
    """Writes a step in one statement, on connections of its own that are always in autocommit and never pinged."""

    def __init__(self, database: Engine) -> None:
        told = preparing(database.url)
        self._connections = create_engine(
            database.url,
            poolclass=Pool,
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,
            pool_size=10,
            max_overflow=20,
            connect_args=told,
        )
        if told != UNPREPARED:  # No plan is kept there, and behind a pooler the settings would fall to somebody else.
            event.listen(self._connections, "connect", _settle_plans)
        self._texts: dict[_Shape, str] = {}

    def commit(self, step: Step) -> bool:
        shape, parameters = _shape(step)
        text = self._texts.get(shape)
        if text is None:
            text = self._texts[shape] = numbered(_statement(shape))
        try:
            return self._written(text, parameters)
        except psycopg.errors.UniqueViolation as error:
            if error.diag.constraint_name == "uq_journal_command_id":
                raise DuplicateCommand(step.command_id) from error
            raise
        except _GIVEN_UP as error:
            raise Contended(str(error)) from error

    def close(self) -> None:
        close(self._connections)

    def _written(self, text: str, parameters: list[Value]) -> bool:
        try:
            pooled = self._connections.raw_connection()
        except DBAPIError as error:
            raise ConnectionLost(str(error)) from error
        driver: Any = pooled.driver_connection
        try:
            return prepared.execute(driver, pooled.info.setdefault("statements", {}), text, parameters)
        except psycopg.OperationalError as error:
            if not driver.closed:
                raise
            # The server is gone, and with it every connection: let the next attempt open a new one.
            pooled.invalidate()
            self._connections.dispose()
            raise ConnectionLost(str(error)) from error
        finally:
            pooled.close()


def _settle_plans(driver: Any, _: ConnectionPoolEntry) -> None:
    chosen = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in _PLANS.items())
    driver.execute(f"SELECT {chosen}")


def _shape(step: Step) -> tuple[_Shape, list[Value]]:
    """Which parts the statement has, and their parameters in the order of the text."""
    changes = step.changes
    own = tuple(sorted(changes.instance))
    parameters: list[Value]
    if step.new is not None:
        new = step.new
        parameters = [step.instance_id, new.definition_hash, new.process_id, new.version, step.seq]
        parameters += [step.hash, step.at, step.actor, *_values(changes.instance, own)]
        parameters += [new.definition_hash] if new.only_current else []
    else:
        parameters = [step.seq, step.hash, *_values(changes.instance, own), step.instance_id, step.expected]
    parameters += [step.seq, step.at, step.actor, step.command_id, step.kind, step.hash, step.body]
    inserts, updates, deletes = [], [], []
    for table in sorted(changes.inserts):
        # In the order of their keys: two commits that write the same rows of a data store wait for each other, once.
        if rows := [row for _, row in sorted(changes.inserts[table].items())]:
            names = tuple(rows[0])
            inserts.append((table, names, len(rows) == 1))
            parameters += _values(rows[0], names) if len(rows) == 1 else [_json.encode(rows).decode()]
    for table, columns, group in changes.updates_by_columns():
        updates.append((table, columns, len(group) == 1))
        if len(group) == 1:
            parameters += _values(group[0], (*columns, "token"))
        else:
            parameters += [_json.encode(group).decode(), _array(row["token"] for row in group)]
    for table in sorted(changes.deletes):
        if tokens := changes.deletes[table]:
            deletes.append((table, len(tokens) == 1))
            parameters.append(next(iter(tokens)) if len(tokens) == 1 else _array(sorted(tokens)))
    removals = [table for table in sorted(changes.removals) if changes.removals[table]]
    for table in removals:
        keys = _key(table)
        rows = [dict(zip(keys, key, strict=True)) for key in sorted(changes.removals[table])]
        parameters += [_json.encode(rows).decode(), _array(row["token"] for row in rows)]
    consumed = () if step.consumes is None else (step.consumes.table, *step.consumes.columns)
    if step.consumes is not None:
        parameters += step.consumes.values
    if step.snapshot is not None:
        parameters += [step.seq, snapshot_version(), step.snapshot]
    start = "" if step.new is None else "if current" if step.new.only_current else "always"
    if step.entries:
        parameters.append(queue.encoded(step.entries))
    told = (bool(step.entries), step.wakes)
    shape = (
        start,
        own,
        tuple(inserts),
        tuple(updates),
        tuple(deletes),
        tuple(removals),
        consumed,
        step.snapshot is not None,
        told,
    )
    return shape, parameters


def _values(row: Row, columns: Iterable[str]) -> list[Value]:
    return [row[name] for name in columns]


def _array(tokens: Iterable[int]) -> str:
    return "{" + ",".join(map(str, tokens)) + "}"


def _statement(shape: _Shape) -> str:
    start, own, inserts, updates, deletes, removals, consumed, keeps, (enqueues, wakes) = shape
    parts = [_guard(start, own)]
    parts.append(f"entry AS (INSERT INTO journal ({_ENTRY}) SELECT guard.id, %s, %s, %s, %s, %s, %s, %s FROM guard)")
    parts += [f"i{number} AS ({_insert(*insert)})" for number, insert in enumerate(inserts)]
    parts += [f"u{number} AS ({_update(*update)})" for number, update in enumerate(updates)]
    parts += [f"d{number} AS ({_delete(*delete)})" for number, delete in enumerate(deletes)]
    parts += [f"r{number} AS ({_remove(table)})" for number, table in enumerate(removals)]
    if consumed:
        table, *columns = consumed
        named = " AND ".join(f"{table}.{column} = %s" for column in columns)
        parts.append(f"taken AS (DELETE FROM {table} USING guard WHERE {named})")
    if keeps:
        parts.append(_KEEP)
    ends = ["id", *([queue.DEFER] if enqueues else []), *([queue.NOTIFY] if wakes else [])]
    return "WITH " + ",\n".join(parts) + f"\nSELECT {', '.join(ends)} FROM guard"


def _guard(start: str, own: tuple[str, ...]) -> str:
    if not start:
        sets = ", ".join(["seq = %s", "head_hash = %s", *(f"{name} = %s" for name in own)])
        return f"guard AS (UPDATE instance SET {sets} WHERE id = %s AND seq = %s RETURNING id)"
    names = ["id", "definition_hash", "process_id", "version", "seq", "head_hash", "started_at", "started_by", *own]
    marks = ["%s"] * len(names)
    if "status" not in own:
        names.append("status")
        marks.append("'active'")
    source = " FROM definition WHERE hash = %s AND is_current" if start == "if current" else ""
    return f"guard AS (INSERT INTO instance ({', '.join(names)}) SELECT {', '.join(marks)}{source} RETURNING id)"


def _insert(name: str, columns: tuple[str, ...], single: bool) -> str:
    table = metadata.tables[name]
    keys = [column.name for column in table.primary_key.columns]
    values = [column for column in ("instance_id", *columns) if column not in keys]
    # A thrown message or signal has an id of its own and never replaces one.
    replaces = bool(values) and name not in ("message", "signal")
    sets = ", ".join(f"{column} = EXCLUDED.{column}" for column in values)
    conflict = f"ON CONFLICT ({', '.join(keys)}) " + (f"DO UPDATE SET {sets}" if replaces else "DO NOTHING")
    into = f"INSERT INTO {name} (instance_id, {', '.join(columns)}) SELECT guard.id"
    if single:
        return f"{into}{', %s' * len(columns)} FROM guard {conflict}"
    picked = ", ".join(f"r.{column}" for column in columns)
    return f"{into}, {picked} FROM guard, {_records(table, columns)} {conflict}"


def _update(name: str, columns: tuple[str, ...], single: bool) -> str:
    if single:
        sets = ", ".join(f"{column} = %s" for column in columns)
        return f"UPDATE {name} SET {sets} FROM guard WHERE {name}.instance_id = guard.id AND {name}.token = %s"
    sets = ", ".join(f"{column} = r.{column}" for column in columns)
    return (
        f"UPDATE {name} SET {sets} FROM guard, {_records(metadata.tables[name], ('token', *columns))}"
        f" WHERE {name}.instance_id = guard.id AND {name}.token = r.token AND {name}.token = ANY (%s::bigint[])"
    )


def _delete(name: str, single: bool) -> str:
    tokens = "= %s" if single else "= ANY (%s::bigint[])"
    return f"DELETE FROM {name} USING guard WHERE {name}.instance_id = guard.id AND {name}.token {tokens}"


def _remove(name: str) -> str:
    keys = _key(name)
    same = " AND ".join(f"{name}.{column} = r.{column}" for column in keys)
    return (
        f"DELETE FROM {name} USING guard, {_records(metadata.tables[name], keys)}"
        f" WHERE {name}.instance_id = guard.id AND {same} AND {name}.token = ANY (%s::bigint[])"
    )


def _key(name: str) -> tuple[str, ...]:
    """The columns that tell the rows of one instance apart."""
    return tuple(column.name for column in metadata.tables[name].primary_key.columns if column.name != "instance_id")


def _records(table: Table, columns: Iterable[str]) -> str:
    types = ", ".join(f"{column} {_type(table.columns[column].type)}" for column in columns)
    return f"jsonb_to_recordset(%s::jsonb) AS r({types})"


def _type(column_type: object) -> str:
    if isinstance(column_type, BigInteger):
        return "bigint"
    return "integer" if isinstance(column_type, Integer) else "text"
