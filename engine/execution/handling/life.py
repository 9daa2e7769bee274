"""Starting and cancelling an instance."""

from engine.diagrams.traversal import definition
from engine.errors import CommandRejected
from engine.execution.commands import CancelInstance, StartInstance, person
from engine.execution.events import InstanceStarted
from engine.execution.instance import Instance
from engine.execution.scope_spec import Start


def start(instance: Instance, command: StartInstance) -> None:
    """Begin at the named start event, or at the only none start event, or without one (§10.5.2)."""
    if instance.started:
        raise CommandRejected("The instance has already been started.", reason="already_started")
    spec = _start_event(instance, command.start_event)
    instance.started = True
    instance.events.append(InstanceStarted(process=instance.program.process, start_event=spec.element))
    mapped = spec.awaits_more or (definition(spec.node) is not None and spec.node.outputs)
    starter = instance.program.scope.definition.process.properties.get("startedBy", "")
    known = {starter: person(command.actor)} if starter else {}
    instance.assign(instance.variables_root, known if mapped else {**command.variables, **known})
    instance.workflow.open_listeners()
    spec.arrive(instance.workflow, "")
    if mapped:
        started = next(token for token in instance.agenda if token.element == spec.element)
        started.result = dict(command.variables)


def cancel(instance: Instance, command: CancelInstance) -> None:
    """End everything that is under way."""
    instance.workflow.cancel_tokens()
    instance.finish("cancelled", command.reason)


def _start_event(instance: Instance, name: str) -> Start:
    scope = instance.program.scope
    if name:
        if name not in scope.starts:
            message = f"The process has no start event {name}; it has: {', '.join(scope.starts) or 'none'}."
            raise CommandRejected(message, reason="no_start_event", start_event=name)
        return scope.starts[name]
    if len(scope.none_starts) != 1:
        there = ", ".join(scope.starts)
        raise CommandRejected(
            f"The process has no single none start event; name one of: {there}.", reason="no_start_event"
        )
    return scope.none_starts[0]
