"""New instances, whoever asks for them: a person, a message or a timer."""

from collections.abc import Mapping
from typing import Any

from engine.errors import CommandRejected, ConcurrentUpdate
from engine.execution.commands import StartInstance
from engine.runtime import faults, outcomes
from engine.runtime.commanding import Commander
from engine.runtime.definitions import DefinitionCache, Deployed
from engine.runtime.ids import new_id
from engine.runtime.instances import unstarted
from engine.store.commit import ConnectionLost, Consumed, Contended, DuplicateCommand


class NotCurrent(Exception):
    """Another definition than the one to start by is the process's current one."""


class Starter:
    """Starts instances."""

    def __init__(self, commander: Commander, definitions: DefinitionCache) -> None:
        self._commander = commander
        self._definitions = definitions

    def start(
        self, process_id: str, variables: Mapping[str, Any], actor: str, command_id: str | None, start_event: str
    ) -> str:
        """Start by the process's current definition; returns the instance's id. Raises `NotFound`, `CommandRejected`.

        Tries what was current last: the commit finds out, and a refusal is repeated by what is current now.
        """
        known = self._definitions.last_current(process_id)
        try:
            return self.begin(known, variables, actor, command_id, start_event, only_current=True)
        except (NotCurrent, CommandRejected) as refusal:
            newest = self._definitions.current(process_id)
            if isinstance(refusal, CommandRejected) and newest is known:
                raise
            return self.begin(newest, variables, actor, command_id, start_event)

    def begin(
        self,
        deployed: Deployed,
        variables: Mapping[str, Any],
        actor: str,
        command_id: str | None,
        start_event: str,
        consumes: Consumed | None = None,
        only_current: bool = False,
    ) -> str:
        """Start by this definition; a repeated `command_id` returns the id of the instance it started first.

        Raises `NotCurrent` where that is asked for and another definition is current by now.
        """
        faults.point("command.before_load")
        now = self._commander.clock.now()
        instance_id = new_id(now)
        command = StartInstance(
            id=command_id or new_id(now), at=now, actor=actor, variables=dict(variables), start_event=start_event
        )
        for _ in range(self._commander.settings.attempts):
            try:
                fresh = unstarted(instance_id, deployed, self._definitions)
                begun = self._commander.begin(fresh, command, consumes, only_current)
            except DuplicateCommand:
                return outcomes.first(self._commander.instances.database, "", command.id).instance_id
            except Contended:
                continue
            except ConnectionLost:
                written = outcomes.find_first(self._commander.instances.database, "", command.id)
                if written is None:
                    continue
                return written.instance_id
            if not begun:
                raise NotCurrent(deployed.process_id)
            return instance_id
        raise ConcurrentUpdate("The database kept giving up or going away; nothing was started.", command_id=command.id)
