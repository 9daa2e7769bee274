"""Instances in memory: a bounded cache in front of snapshot and journal."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, Row

from engine.errors import EngineError, FeelUnavailable, JournalBroken, NotFound
from engine.execution import codec
from engine.execution.commands import AnyCommand, MigrateInstance
from engine.execution.dispatch import apply
from engine.execution.events import AnyEvent
from engine.execution.instance import Instance
from engine.runtime.definitions import DefinitionCache, Deployed
from engine.runtime.memory import held
from engine.runtime.settings import RuntimeSettings
from engine.store import records
from engine.store.chain import chain_hash, genesis, recorded, snapshot_version
from engine.store.database import reading
from engine.store.projections import Context

_PLACE = 600
"""Bytes of an empty place with its id and lock."""

_log = structlog.get_logger("engine")


@dataclass(slots=True)
class LoadedInstance:
    """An instance as it is after the journal row `seq`, whose hash is `head`."""

    id: str
    deployed: Deployed
    instance: Instance
    seq: int
    head: bytes
    snapshot_seq: int
    definitions: DefinitionCache
    _weighed: int = 0
    _since: int = 0

    def moved(self, seq: int, head: bytes, body: bytes) -> None:
        """A journal row was written or executed again."""
        self.seq, self.head = seq, head
        self._since += len(body)

    def memory(self) -> int:
        """Bytes it holds in memory (`memory.held`), weighed anew where its journal has grown by a quarter of them."""
        if self._since * 4 >= self._weighed:
            self._weighed, self._since = held(self.instance.snapshot()), 0
        return self._weighed + self._since

    def apply(self, command: AnyCommand) -> list[AnyEvent]:
        """Execute a command: see `dispatch.apply`. The instance runs by another definition once it has migrated."""
        events = apply(self.instance, command, lambda other: self.definitions.get(other).program)
        if isinstance(command, MigrateInstance):
            self.deployed = self.definitions.get(command.definition)
        return events

    def context(self, at: int, actor: str) -> Context:
        """What projections of the next command may know."""
        deployed = self.deployed
        return Context(self.id, at, actor, deployed.case_number_variable, deployed.title_variable, self.seq + 1)

    def replay(self, connection: Connection) -> bool:
        """Execute the journal rows after `seq`; whether there were any.

        Raises `JournalBroken` where a row does not follow the one before, or its command causes other events than it
        did when it was written; the state is not to be used afterwards.
        """
        return self.follow(records.rows_after(connection, self.id, self.seq))

    def follow(self, rows: Sequence[Row[Any]]) -> bool:
        """The same for rows that are read already."""
        moved = False
        for row in rows:
            head = chain_hash(self.head, self.id, row.seq, row.body)
            if row.seq != self.seq + 1 or head != row.hash:
                raise self._broken(row.seq, "hash", f"does not follow row {self.seq}")
            self._execute(row)
            self.moved(row.seq, head, row.body)
            moved = True
        return moved

    def _execute(self, row: Row[Any]) -> None:
        try:
            command, written = recorded(row.body)
            events = self.apply(command)
        except FeelUnavailable:
            raise
        except Exception as error:
            raise self._broken(row.seq, "execution", f"cannot be executed again: {error}") from error
        if codec.encode_events(events) != written:
            raise self._broken(row.seq, "events", "causes other events than it did when it was written")

    def _broken(self, seq: int, place: str, what: str) -> JournalBroken:
        _log.error("journal broken", instance_id=self.id, seq=seq, place=place, reason=what)
        message = f"Row {seq} of instance {self.id} {what}."
        return JournalBroken(message, instance_id=self.id, seq=seq, place=place)


class Slot:
    """One instance's place in the cache, used by one thread at a time; `loaded` is None until needed.

    `size` is how many bytes of memory it counts for.
    """

    __slots__ = ("loaded", "lock", "size")

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.size = 0
        self.loaded: LoadedInstance | None = None


class InstanceCache:
    """The most recently used instances, as many as `settings.cached_bytes` of memory hold by estimate.

    A copy may be behind the journal: the version guard of the commit finds out. So a command that is refused on a copy
    is refused only after the copy caught up.
    """

    def __init__(self, database: Engine, definitions: DefinitionCache, settings: RuntimeSettings) -> None:
        self.database = database
        self._definitions = definitions
        self._settings = settings
        self._slots: OrderedDict[str, Slot] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    @contextmanager
    def hold(self, instance_id: str) -> Iterator[Slot]:
        """The instance's place, for this thread alone while the context lasts."""
        with self._lock:
            slot = self._slots.get(instance_id)
            if slot is None:
                slot = self._slots[instance_id] = Slot()
            else:
                self._slots.move_to_end(instance_id)
        with slot.lock:
            try:
                yield slot
            finally:
                self._weigh(instance_id, slot)

    def keep(self, loaded: LoadedInstance) -> None:
        """Put a newly started instance into the cache."""
        with self.hold(loaded.id) as slot:
            slot.loaded = loaded

    def clear(self) -> None:
        """Forget everything, as a restart does."""
        with self._lock:
            self._slots.clear()
            self._held = 0

    def size(self) -> tuple[int, int]:
        """How many instances have a place, and the bytes of memory they hold by estimate."""
        with self._lock:
            return len(self._slots), self._held

    def load(self, instance_id: str) -> LoadedInstance:
        """Read the instance: its snapshot and the commands since, or all of them. Raises `NotFound`, `JournalBroken`."""
        with reading(self.database) as connection:
            row = records.head(connection, instance_id)
            if row is None:
                raise NotFound(f"No instance {instance_id}.", kind="instance", id=instance_id)
            return self._from_snapshot(connection, row) or self._from_start(connection, row)

    def catch_up(self, loaded: LoadedInstance) -> bool:
        """Execute what other workers committed since; whether there was anything."""
        with reading(self.database) as connection:
            return loaded.replay(connection)

    def snapshot(self, loaded: LoadedInstance, seq: int) -> bytes | None:
        """The state to keep with the step `seq`, where it is time to: so a cold load stays short.

        A failure costs only time, so it is logged and no more.
        """
        if seq - loaded.snapshot_seq < self._settings.snapshot_every or loaded.instance.ended:
            return None
        try:
            return loaded.instance.snapshot()
        except Exception:  # noqa: BLE001  whatever it raises
            _log.exception("snapshot failed", instance_id=loaded.id, seq=seq)
            return None

    def _weigh(self, instance_id: str, slot: Slot) -> None:
        """Count what the instance holds now, and let go of those that nobody used for longest."""
        size = _PLACE + (0 if slot.loaded is None else slot.loaded.memory())
        with self._lock:
            if self._slots.get(instance_id) is not slot:
                return
            self._held += size - slot.size
            slot.size = size
            while self._held > self._settings.cached_bytes:
                _, dropped = self._slots.popitem(last=False)
                self._held -= dropped.size

    def _from_snapshot(self, connection: Connection, head: Row[Any]) -> LoadedInstance | None:
        kept = records.snapshot(connection, head.id, snapshot_version())
        if kept is None:
            return None
        since = records.rows_after(connection, head.id, kept.seq)
        deployed = self._definitions.get(records.definition_before(since, head.definition_hash))
        try:
            instance = Instance.restore(deployed.program, kept.body)
        except (EngineError, ValueError, KeyError, TypeError):
            _log.exception("snapshot unreadable", instance_id=head.id, seq=kept.seq)
            return None
        loaded = LoadedInstance(head.id, deployed, instance, kept.seq, kept.hash, kept.seq, self._definitions)
        loaded.follow(since)
        return loaded

    def _from_start(self, connection: Connection, head: Row[Any]) -> LoadedInstance:
        rows = records.rows_after(connection, head.id, 0)
        deployed = self._definitions.get(records.definition_before(rows, head.definition_hash))
        loaded = unstarted(head.id, deployed, self._definitions)
        loaded.follow(rows)
        return loaded


def unstarted(instance_id: str, deployed: Deployed, definitions: DefinitionCache) -> LoadedInstance:
    """An instance that nothing has happened to yet."""
    start = genesis(instance_id, deployed.definition.hash)
    return LoadedInstance(instance_id, deployed, Instance.create(deployed.program), 0, start, 0, definitions)
