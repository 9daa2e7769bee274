"""What people do in an ad-hoc subprocess: start one of its steps, or say that nothing more is to be started."""

from engine.errors import CommandRejected, NotAllowed
from engine.execution.commands import ActivateElement, AnyCommand, CompleteAdHoc
from engine.execution.open_work import OpenAdHoc
from engine.runtime.commanding import Make
from engine.runtime.instances import LoadedInstance
from engine.runtime.permissions import Actor


def starting(token: int, element: str, actor: Actor) -> Make:
    """The command by which the actor starts `element` (BPMN 2.0.2 §10.3.5). Raises `NotAllowed`, `CommandRejected`."""

    def make(id: str, at: int, loaded: LoadedInstance) -> AnyCommand:
        _checked(loaded, token, actor)
        return ActivateElement(id=id, at=at, actor=actor.id, token=token, element=element)

    return make


def completing(token: int, actor: Actor) -> Make:
    """The command by which the actor ends the subprocess. Raises as `starting`."""

    def make(id: str, at: int, loaded: LoadedInstance) -> AnyCommand:
        _checked(loaded, token, actor)
        return CompleteAdHoc(id=id, at=at, actor=actor.id, token=token)

    return make


def _checked(loaded: LoadedInstance, token: int, actor: Actor) -> OpenAdHoc:
    for record in loaded.instance.ad_hoc():
        if record.token != token:
            continue
        if record.candidate_groups and actor.groups.isdisjoint(record.candidate_groups):
            raise NotAllowed(f"{actor.id} is no candidate of this ad-hoc subprocess.", actor=actor.id)
        return record
    raise CommandRejected("The ad-hoc subprocess is closed.", instance_id=loaded.id, token=token)
