"""By which versions of its process an instance ran, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from engine.errors import NotFound
from engine.execution.commands import MigrateInstance
from engine.store import records
from engine.store.chain import recorded
from engine.store.database import reading


@dataclass(frozen=True, slots=True)
class Version:
    """A definition (its hash) and the first journal row that it executed: 1, or that of the migration to it."""

    definition: str
    since: int


def versions(database: Engine, instance_id: str) -> list[Version]:
    """The versions in order, at least one. Raises `NotFound`."""
    with reading(database) as connection:
        head = records.head(connection, instance_id)
        rows = records.migrations(connection, instance_id)
    if head is None:
        raise NotFound(f"No instance {instance_id}.", kind="instance", id=instance_id)
    found = [Version(records.definition_before(rows, head.definition_hash), 1)]
    for row in rows:
        command, _ = recorded(row.body)
        if isinstance(command, MigrateInstance):
            found.append(Version(command.definition, row.seq))
    return found


def by(versions: Sequence[Version], seq: int) -> str:
    """The hash of the definition that executed the journal row `seq`."""
    return next(one.definition for one in reversed(versions) if one.since <= seq)
