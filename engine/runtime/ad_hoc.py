"""What people do in an ad-hoc subprocess: start one of its steps, or say that nothing more is to be started."""

from engine.errors import CommandRejected, NotAllowed
from engine.execution.commands import ActivateElement, AnyCommand, CompleteAdHoc
from engine.runtime.commanding import Make
from engine.runtime.instances import LoadedInstance
from engine.runtime.permissions import Actor


def starting(token: int, element: str, actor: Actor) -> Make:
    """The command by which the actor starts `element` (BPMN 2.0.2 §10.3.5). Raises `NotAllowed`, `CommandRejected`."""

    def make(id: str, at: int, loaded: LoadedInstance) -> AnyCommand:
        behalf = _behalf(loaded, token, actor)
        return ActivateElement(id=id, at=at, actor=actor.id, token=token, element=element, behalf=behalf)

    return make


def completing(token: int, actor: Actor) -> Make:
    """The command by which the actor ends the subprocess. Raises as `starting`."""

    def make(id: str, at: int, loaded: LoadedInstance) -> AnyCommand:
        behalf = _behalf(loaded, token, actor)
        return CompleteAdHoc(id=id, at=at, actor=actor.id, token=token, behalf=behalf)

    return make


def _behalf(loaded: LoadedInstance, token: int, actor: Actor) -> str:
    """For whom the actor stands in when they choose there, '' for themselves."""
    for record in loaded.instance.ad_hoc():
        if record.token != token:
            continue
        if not record.candidate_groups:
            return ""
        for person in actor.persons:
            if not person.groups.isdisjoint(record.candidate_groups):
                return "" if person.id == actor.id else person.id
        raise NotAllowed(f"{actor.id} is no candidate of this ad-hoc subprocess.", actor=actor.id)
    raise CommandRejected("The ad-hoc subprocess is closed.", instance_id=loaded.id, token=token)
