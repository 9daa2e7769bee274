"""Routing BPMN errors (BPMN 2.0.2 §10.5.6): to the boundary of the throwing activity, then outwards, and no further."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.execution.events import ErrorThrown
from engine.execution.standstill import Standstill
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.nodes.boundary import BoundarySpec


class Catcher(NamedTuple):
    """The activity that an error ends, and the boundary event that catches it there."""

    activity: Token
    guard: "BoundarySpec"


def catcher(token: Token, error: str, *, own: bool) -> Catcher | None:
    """What catches `error` thrown at `token`, whose `own` boundary counts when it is an activity.

    Nearer comes before farther; at one activity the same code comes before an event that catches all.
    """
    host: Token | None = token if own else token.workflow.owner
    while host is not None:
        activity = host.workflow.tasks[host._parent] if host.iteration and host._parent is not None else host
        guards: list[BoundarySpec] = activity.task_spec.error_guards
        for code in (error, ""):
            for guard in guards:
                if guard.catches == code:
                    return Catcher(activity, guard)
        host = host.workflow.owner
    return None


def throw_error(token: Token, error: str, result: Mapping[str, Any], caught: Catcher) -> None:
    """End the catching activity and go on at its boundary event with the variables `result`."""
    token.instance.events.append(ErrorThrown(token=token.id, error=error, caught_by=caught.guard.element))
    caught.guard.catch(caught.activity, result)


def uncaught(token: Token, error: str, message: str = "") -> Standstill:
    """Say that nothing catches `error`; the reason why `token` stands still."""
    token.instance.events.append(ErrorThrown(token=token.id, error=error))
    said = f": {message}" if message else "."
    return Standstill(
        "uncaught_error", f"Nothing catches the error {error}{said}", {"error": error, "message": message}
    )
