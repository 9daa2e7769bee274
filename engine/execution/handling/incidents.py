"""Trying again what stood still."""

import msgspec

from engine.errors import CommandRejected
from engine.execution.commands import ResolveIncident
from engine.execution.condition_watch import ask_again
from engine.execution.events import IncidentResolved
from engine.execution.instance import Instance
from engine.execution.nodes.jobs import open_job
from engine.execution.token import ACTIVE


def resolve(instance: Instance, command: ResolveIncident) -> None:
    """Mend the variables, then repeat just the step that failed; a job is opened again."""
    incident = instance.open.incidents.get(command.token)
    if incident is None:
        raise CommandRejected("There is no such incident.", reason="no_incident", token=command.token)
    token = instance.tokens[command.token]
    del instance.open.incidents[command.token]
    instance.events.append(IncidentResolved(token=command.token))
    instance.assign(token.scope, command.variables)
    if token.id in instance.open.conditions:
        ask_again(instance, token)
    elif token.phase == ACTIVE and token.id in instance.open.jobs:
        job = instance.open.jobs[command.token]
        open_job(token, msgspec.structs.replace(job, retries=max(1, command.retries)))
    elif incident.kind != "deadlock":
        instance.agenda.append(token)
