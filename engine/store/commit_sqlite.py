# ruff: noqa: S608  the names in these texts are our own tables and columns, never what somebody sent
"""The same step on SQLite: several statements in one BEGIN IMMEDIATE; no round trips, so no need for one statement."""

from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from engine.store.chain import snapshot_version
from engine.store.commit import DuplicateCommand, NewInstance, Step
from engine.store.metadata import metadata


class SqliteCommitter:
    """Writes a step in one transaction that holds the write lock from its beginning."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def commit(self, step: Step) -> bool:
        try:
            with self._database.connect() as connection:
                if not _move(connection, step):
                    connection.rollback()
                    return False
                _write(connection, step)
                connection.commit()
                return True
        except IntegrityError as error:
            if "journal.command_id" in str(error.orig):
                raise DuplicateCommand(step.command_id) from error
            raise

    def close(self) -> None:
        """Nothing: the connections are the database's."""


def _move(connection: Connection, step: Step) -> bool:
    own = sorted(step.changes.instance)
    values = [step.changes.instance[name] for name in own]
    if step.new is not None:
        if step.new.only_current and not _is_current(connection, step.new.definition_hash):
            return False
        _create(connection, step, step.new)
        return True
    sets = "".join(f", {name} = ?" for name in own)
    moved = connection.exec_driver_sql(
        f"UPDATE instance SET seq = ?, head_hash = ?{sets} WHERE id = ? AND seq = ?",
        (step.seq, step.hash, *values, step.instance_id, step.expected),
    )
    return moved.rowcount == 1


def _is_current(connection: Connection, definition_hash: str) -> bool:
    query = "SELECT 1 FROM definition WHERE hash = ? AND is_current"
    return connection.exec_driver_sql(query, (definition_hash,)).first() is not None


def _create(connection: Connection, step: Step, new: NewInstance) -> None:
    row = {
        "id": step.instance_id,
        "definition_hash": new.definition_hash,
        "process_id": new.process_id,
        "version": new.version,
        "seq": step.seq,
        "head_hash": step.hash,
        "started_at": step.at,
        "started_by": step.actor,
        "status": "active",
        **step.changes.instance,
    }
    marks = ", ".join("?" * len(row))
    connection.exec_driver_sql(f"INSERT INTO instance ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def _write(connection: Connection, step: Step) -> None:
    connection.exec_driver_sql(
        "INSERT INTO journal (instance_id, seq, at, actor, command_id, kind, hash, body) VALUES (?,?,?,?,?,?,?,?)",
        (step.instance_id, step.seq, step.at, step.actor, step.command_id, step.kind, step.hash, step.body),
    )
    changes = step.changes
    for name, tokens in sorted(changes.deletes.items()):
        for token in sorted(tokens):
            connection.exec_driver_sql(
                f"DELETE FROM {name} WHERE instance_id = ? AND token = ?", (step.instance_id, token)
            )
    for name, keys in sorted(changes.removals.items()):
        wanted = " AND ".join(f"{column.name} = ?" for column in metadata.tables[name].primary_key.columns)
        for key in sorted(keys):
            connection.exec_driver_sql(f"DELETE FROM {name} WHERE {wanted}", (step.instance_id, *key))
    for name, columns, rows in changes.updates_by_columns():
        sets = ", ".join(f"{column} = ?" for column in columns)
        for row in rows:
            connection.exec_driver_sql(
                f"UPDATE {name} SET {sets} WHERE instance_id = ? AND token = ?",
                (*(row[column] for column in columns), step.instance_id, row["token"]),
            )
    for name, inserted in sorted(changes.inserts.items()):
        if inserted:
            _insert(connection, name, step.instance_id, list(inserted.values()))
    if step.consumes is not None:
        named = " AND ".join(f"{column} = ?" for column in step.consumes.columns)
        connection.exec_driver_sql(f"DELETE FROM {step.consumes.table} WHERE {named}", step.consumes.values)
    if step.snapshot is not None:
        _keep(connection, step)


def _keep(connection: Connection, step: Step) -> None:
    connection.exec_driver_sql(
        "INSERT INTO snapshot (instance_id, seq, engine, body) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (instance_id) DO UPDATE SET seq = excluded.seq, engine = excluded.engine, body = excluded.body",
        (step.instance_id, step.seq, snapshot_version(), step.snapshot),
    )


def _insert(connection: Connection, name: str, instance_id: str, rows: list[dict[str, Any]]) -> None:
    columns = list(rows[0])
    keys = [column.name for column in metadata.tables[name].primary_key.columns]
    values = [column for column in ("instance_id", *columns) if column not in keys]
    sets = ", ".join(f"{column} = excluded.{column}" for column in values)
    conflict = f"DO UPDATE SET {sets}" if sets and name not in ("message", "signal") else "DO NOTHING"
    connection.exec_driver_sql(
        f"INSERT INTO {name} (instance_id, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})"
        f" ON CONFLICT ({', '.join(keys)}) {conflict}",
        [(instance_id, *(row[column] for column in columns)) for row in rows],
    )
