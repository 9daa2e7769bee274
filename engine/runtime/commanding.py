"""One command, from its sender to the commit: load, check, execute, commit, and again where another was first."""

import time
from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

import structlog

from engine.errors import CommandRejected, ConcurrentUpdate, NotFound
from engine.execution import codec
from engine.execution.commands import AnyCommand
from engine.execution.events import AnyEvent
from engine.runtime import faults, outcomes, permissions
from engine.runtime.clock import Clock
from engine.runtime.ids import new_id
from engine.runtime.instances import InstanceCache, LoadedInstance, Slot
from engine.runtime.job_queue import JobQueue
from engine.runtime.permissions import Actor
from engine.runtime.settings import RuntimeSettings
from engine.runtime.views import CommandResult
from engine.store.chain import canonical, chain_hash, encode_body
from engine.store.commit import Committer, ConnectionLost, Consumed, Contended, DuplicateCommand, NewInstance, Step
from engine.store.projections import project

Make: TypeAlias = Callable[[str, int, LoadedInstance], AnyCommand]
"""Makes the command from its id, the time and the instance as it is; may raise `CommandRejected`."""

V = TypeVar("V")

_log = structlog.get_logger("engine")


class Commander:
    """Applies commands to instances.

    `committed` is called with the events of every commit, so that workers wake.
    """

    def __init__(
        self, committer: Committer, instances: InstanceCache, clock: Clock, settings: RuntimeSettings, queue: JobQueue
    ) -> None:
        self._committer = committer
        self._queue = queue
        self.instances = instances
        self.clock = clock
        self.settings = settings
        self.committed: Callable[[Sequence[AnyEvent]], None] = _nobody

    def run(
        self,
        instance_id: str,
        make: Make,
        command_id: str | None = None,
        actor: Actor | None = None,
        consumes: Consumed | None = None,
    ) -> CommandResult:
        """Apply a command; `actor` is checked where it acts on a user task; `consumes` is what it delivers.

        Raises `NotFound`, `CommandRejected`, `ConcurrentUpdate`, and whatever `make` raises.
        """
        faults.point("command.before_load")
        chosen = command_id or new_id(self.clock.now())
        with self.instances.hold(instance_id) as slot:
            for _ in range(self.settings.attempts):
                fresh = slot.loaded is None
                loaded = slot.loaded = slot.loaded or self.instances.load(instance_id)
                try:
                    done = self._attempt(loaded, make, chosen, actor, consumes)
                except (CommandRejected, NotFound) as rejection:
                    if not fresh and self._caught_up(slot, loaded):
                        continue
                    return self._repeated_or_raise(rejection, loaded, command_id)
                except DuplicateCommand:
                    slot.loaded = None
                    return outcomes.first(self.instances.database, instance_id, chosen)
                except Contended:
                    slot.loaded = None
                    continue
                except ConnectionLost:
                    slot.loaded = None
                    written = outcomes.find_first(self.instances.database, instance_id, chosen)
                    if written is not None:
                        return CommandResult(instance_id, written.seq)
                    continue
                except BaseException:
                    slot.loaded = None
                    raise
                if done:
                    return CommandResult(instance_id, loaded.seq)
                slot.loaded = None
        raise ConcurrentUpdate(f"Instance {instance_id} was moved by others on every attempt.", instance_id=instance_id)

    def begin(
        self, loaded: LoadedInstance, command: AnyCommand, consumes: Consumed | None = None, only_current: bool = False
    ) -> bool:
        """Apply the first command of a new instance; False where it was to be `only_current` and another definition is.

        Raises `DuplicateCommand` where the command's id was applied before.
        """
        deployed = loaded.deployed
        new = NewInstance(deployed.definition.hash, deployed.process_id, deployed.version, only_current)
        begun = self._commit(loaded, command, consumes, new)
        if begun:
            self.instances.keep(loaded)
        return begun

    def close(self) -> None:
        """Give back the connections."""
        self._committer.close()

    def view(self, instance_id: str, read: Callable[[LoadedInstance], V], *, newest: bool = True) -> V:
        """Read from the newest state of an instance, or (not `newest`) from that which this process knows, without
        asking whether others have moved it. Raises `NotFound`."""
        with self.instances.hold(instance_id) as slot:
            if slot.loaded is None:
                slot.loaded = self.instances.load(instance_id)
            elif newest:
                self._caught_up(slot, slot.loaded)
            return read(slot.loaded)

    def _attempt(
        self, loaded: LoadedInstance, make: Make, command_id: str, actor: Actor | None, consumes: Consumed | None
    ) -> bool:
        command = make(command_id, self.clock.now(), loaded)
        token = permissions.concerns(command)
        if token and actor is not None:
            task = loaded.instance.user_task(token)
            if task is None:
                raise outcomes.task_not_open(loaded.id, token)
            command = permissions.allowed(task, command, actor)
        return self._commit(loaded, command, consumes, None)

    def _commit(
        self, loaded: LoadedInstance, command: AnyCommand, consumes: Consumed | None, new: NewInstance | None
    ) -> bool:
        started = time.perf_counter()
        command, data = canonical(command)
        events = loaded.apply(command)
        faults.point("command.after_execute")
        seq = loaded.seq + 1
        body = encode_body(data, codec.encode_events(events))
        changes = project(events, loaded.context(command.at, command.actor))
        placement = self._queue.place(loaded.id, command.at, changes)
        step = Step(
            instance_id=loaded.id,
            expected=loaded.seq,
            at=command.at,
            actor=command.actor,
            command_id=command.id,
            kind=type(command).__name__,
            hash=chain_hash(loaded.head, loaded.id, seq, body),
            body=body,
            changes=changes,
            new=new,
            consumes=consumes,
            entries=placement.entries,
            wakes=placement.wakes,
            snapshot=self.instances.snapshot(loaded, seq),
        )
        faults.point("command.before_commit")
        if not self._committer.commit(step):
            return False
        self._queue.placed(placement)
        faults.point("command.after_commit")
        loaded.moved(seq, step.hash, body)
        if step.snapshot is not None:
            loaded.snapshot_seq = seq
        self.committed(events)
        _log.info(
            "command",
            instance_id=loaded.id,
            seq=seq,
            command_id=command.id,
            kind=step.kind,
            actor=command.actor,
            events=len(events),
            milliseconds=round((time.perf_counter() - started) * 1000, 3),
        )
        return True

    def _caught_up(self, slot: Slot, loaded: LoadedInstance) -> bool:
        try:
            return self.instances.catch_up(loaded)
        except BaseException:
            slot.loaded = None
            raise

    def _repeated_or_raise(
        self, rejection: CommandRejected | NotFound, loaded: LoadedInstance, command_id: str | None
    ) -> CommandResult:
        database = self.instances.database
        if command_id is not None:
            first = outcomes.find_first(database, loaded.id, command_id)
            if first is not None:
                return first
        raise outcomes.explained(database, rejection, loaded.id)


def _nobody(events: Sequence[AnyEvent]) -> None:
    """Nobody waits for commits."""
