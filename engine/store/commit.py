"""The port through which one command's outcome reaches the database, whole or not at all."""

from dataclasses import dataclass
from typing import Protocol

from engine.store.projections.changes import Changes
from engine.store.queue import Entry


@dataclass(frozen=True, slots=True)
class NewInstance:
    """What a first command adds beside its step.

    With `only_current` the instance comes into being only while the definition is what its process starts by.
    """

    definition_hash: str
    process_id: str
    version: int
    only_current: bool = False


@dataclass(frozen=True, slots=True)
class Consumed:
    """A row of `table` that goes when the step is written: `columns` and their `values` name it."""

    table: str
    columns: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One command's outcome: the journal row after sequence `expected`, and what it changes.

    `new` is set with the first command (`expected` 0). `consumes` is what the command delivers, a message or a
    signal's receiver: it is taken from its table in the same transaction.
    `entries` go into the distributed queue in the same transaction; `wakes` tells its schedulers that something is due.
    Both are for PostgreSQL only. `snapshot` is the instance's state after the step, where it is time to keep one.
    """

    instance_id: str
    expected: int
    at: int
    actor: str
    command_id: str
    kind: str
    hash: bytes
    body: bytes
    changes: Changes
    new: NewInstance | None = None
    consumes: Consumed | None = None
    entries: tuple[Entry, ...] = ()
    wakes: bool = False
    snapshot: bytes | None = None

    @property
    def seq(self) -> int:
        """The sequence number that the journal row gets."""
        return self.expected + 1


class DuplicateCommand(Exception):
    """The command's id stands in the journal already."""


class ConnectionLost(Exception):
    """The connection broke: whether the step was written, the journal tells."""


class Contended(Exception):
    """The database gave the step up for another's sake (a deadlock, a serialization failure, a lock not had in time):
    nothing was written, trying again is safe."""


class Committer(Protocol):
    """Writes steps."""

    def commit(self, step: Step) -> bool:
        """Write the step in one transaction, or return False where the instance is no longer at `expected`, or where a
        new one is `only_current` and its definition no longer is.

        Raises `DuplicateCommand`, `ConnectionLost`, `Contended`.
        """
        ...

    def close(self) -> None:
        """Give back the connections."""
        ...
