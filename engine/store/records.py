"""What the runtime and the history read of instances, journal and snapshots."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from engine.execution.commands import MigrateInstance
from engine.store.chain import recorded
from engine.store.tables import instance, journal
from engine.store.tables import snapshot as snapshots


def head(connection: Connection, instance_id: str) -> Row[Any] | None:
    """The row of an instance."""
    return connection.execute(select(instance).where(instance.c.id == instance_id)).one_or_none()


def rows_after(connection: Connection, instance_id: str, seq: int, limit: int | None = None) -> Sequence[Row[Any]]:
    """Journal rows after `seq`, in order."""
    query = select(journal).where(journal.c.instance_id == instance_id, journal.c.seq > seq).order_by(journal.c.seq)
    return connection.execute(query.limit(limit) if limit else query).all()


def definition_before(rows: Iterable[Row[Any]], at_last: str) -> str:
    """The hash of the definition by which an instance ran before its newest journal `rows`; now it runs by `at_last`.

    Raises msgspec.DecodeError for a row that is none.
    """
    for row in rows:
        if row.kind == MigrateInstance.__name__:
            command, _ = recorded(row.body)
            if isinstance(command, MigrateInstance):
                return command.before
    return at_last


def migrations(connection: Connection, instance_id: str) -> Sequence[Row[Any]]:
    """The journal rows by which an instance went on by another definition, in order."""
    query = select(journal).where(journal.c.instance_id == instance_id, journal.c.kind == MigrateInstance.__name__)
    return connection.execute(query.order_by(journal.c.seq)).all()


def earlier_definitions(connection: Connection, instance_id: str) -> list[str]:
    """The hashes of the definitions by which an instance ran before the one it runs by, in order."""
    commands = (recorded(row.body)[0] for row in migrations(connection, instance_id))
    return [command.before for command in commands if isinstance(command, MigrateInstance)]


def row_of_command(connection: Connection, command_id: str) -> Row[Any] | None:
    """The journal row that a command id made."""
    return connection.execute(select(journal).where(journal.c.command_id == command_id)).one_or_none()


def snapshot(connection: Connection, instance_id: str, engine: str) -> Row[Any] | None:
    """The snapshot (`seq`, `body`) that this version can read, with the `hash` of the journal row it stands on."""
    query = (
        select(snapshots.c.seq, snapshots.c.body, journal.c.hash)
        .join(journal, (journal.c.instance_id == snapshots.c.instance_id) & (journal.c.seq == snapshots.c.seq))
        .where(snapshots.c.instance_id == instance_id, snapshots.c.engine == engine)
    )
    found: Row[Any] | None = connection.execute(query).one_or_none()  # type: ignore[assignment]
    return found
