"""The one way to change an instance: apply a command, get the events it caused."""

from collections.abc import Callable
from typing import Any, TypeAlias

from engine.diagrams import feel
from engine.errors import CommandRejected, TaskNotOpen
from engine.execution import commands
from engine.execution.events import AnyEvent
from engine.execution.handling import ad_hoc, data_stores, incidents, jobs, life, tasks, waits
from engine.execution.instance import Instance
from engine.execution.migration import migrate
from engine.execution.program import Program

Programs: TypeAlias = Callable[[str], Program]
"""Finds the program of a definition by its hash; raises where there is none."""

HANDLING: dict[type[commands.Command], Callable[[Instance, Any], None]] = {
    commands.StartInstance: life.start,
    commands.ClaimTask: tasks.claim,
    commands.AssignTask: tasks.assign,
    commands.ReleaseTask: tasks.release,
    commands.CompleteTask: tasks.complete,
    commands.CompleteJob: jobs.complete,
    commands.FailJob: jobs.fail,
    commands.ThrowError: jobs.throw,
    commands.ActivateElement: ad_hoc.activate,
    commands.CompleteAdHoc: ad_hoc.complete,
    commands.FireTimer: waits.fire_timer,
    commands.DeliverMessage: waits.deliver,
    commands.DeliverSignal: waits.deliver_signal,
    commands.DeliverStoreRows: data_stores.deliver,
    commands.ResolveIncident: incidents.resolve,
    commands.CancelInstance: life.cancel,
}

_ON_USER_TASKS = (commands.ClaimTask, commands.AssignTask, commands.ReleaseTask, commands.CompleteTask)


def nowhere(definition: str) -> Program:
    """The look-up of a caller who has no other version."""
    raise CommandRejected(f"No definition {definition} is at hand.", reason="no_definition", definition=definition)


def apply(instance: Instance, command: commands.Command, programs: Programs = nowhere) -> list[AnyEvent]:
    """Do `command` and let the tokens go on until all of them wait; the events in order.

    `programs` finds the other version that a case migrates to. Equal states and commands give equal events and states. Raises CommandRejected (TaskNotOpen, TaskAlreadyClaimed)
    with the state untouched; after any other exception the caller drops the instance and restores it.
    """
    if instance.ended:
        kind = TaskNotOpen if isinstance(command, _ON_USER_TASKS) else CommandRejected
        raise kind("The instance has ended.", reason="ended")
    if not instance.started and not isinstance(command, commands.StartInstance):
        raise CommandRejected("The instance has not been started.", reason="not_started")
    events: list[AnyEvent] = []
    instance.events = events
    instance.now = command.at
    instance.epoch += 1
    instance.sequence_before = instance.sequence
    if isinstance(command, commands.MigrateInstance):
        program = programs(command.definition)
        with feel.using(program.scope.definition.calendar):
            migrate(instance, command, program)
            instance.run()
        return events
    with feel.using(instance.program.scope.definition.calendar):
        HANDLING[type(command)](instance, command)
        instance.run()
    return events
