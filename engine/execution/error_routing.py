"""Routing what is thrown (BPMN 2.0.2 §10.5.6): to the boundary of the throwing activity, then outwards, and no further.

On each level the event subprocesses of a scope come before the boundary events of the activity that the scope is in.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.execution.events import ErrorThrown
from engine.execution.scope_instance import ScopeInstance
from engine.execution.standstill import Standstill
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.nodes.boundary import BoundarySpec
    from engine.execution.nodes.event_subprocess import ListenerSpec
    from engine.execution.nodes.reacting import ReactingSpec, Thrown


class Catcher(NamedTuple):
    """The event that catches, and where: beside an activity, or in a scope."""

    place: "Token | ScopeInstance"
    event: "Any"

    def catch(self, result: Mapping[str, Any]) -> None:
        """Let the event happen with the variables `result`."""
        self.event.catch(self.place, result)


def catcher(token: Token, kind: "Thrown", code: str, *, own: bool) -> Catcher | None:
    """What catches the `code` of `kind` thrown at `token`, whose `own` boundary counts when it is an activity.

    Nearer comes before farther; at one place the same code comes before an event that catches all. An event subprocess
    that has begun is no activity of its own kind: what it throws is not caught by its own start event.
    """
    host: Token | None = token
    while host is not None:
        activity = around_instances(host)
        if own:
            guard: BoundarySpec | None = _matching(activity.task_spec.catching, kind, code)
            if guard is not None:
                return Catcher(activity, guard)
        own = True
        listener = _matching(_listening(host), kind, code)
        if listener is not None:
            return Catcher(host.workflow, listener)
        host = host.workflow.owner
    return None


def around_instances(token: Token) -> Token:
    """The activation that boundary events stand on: that of all instances when `token` is one of several."""
    return token.parent if token.iteration and token._parent is not None else token


def throw_error(token: Token, error: str, result: Mapping[str, Any], caught: Catcher) -> None:
    """End what the catching event guards and go on there with the variables `result`."""
    token.instance.events.append(ErrorThrown(token=token.id, error=error, caught_by=caught.event.element))
    caught.catch(result)


def uncaught(token: Token, error: str, message: str = "") -> Standstill:
    """Say that nothing catches `error`; the reason why `token` stands still."""
    token.instance.events.append(ErrorThrown(token=token.id, error=error))
    said = f": {message}" if message else "."
    return Standstill(
        "uncaught_error", f"Nothing catches the error {error}{said}", {"error": error, "message": message}
    )


def _listening(host: Token) -> "list[ListenerSpec]":
    """The event subprocesses that wait in the scope of `host`, itself left out."""
    if not host.workflow.spec.listeners:
        return []
    waiting = {token.task_spec for token in host.workflow.tasks.values() if token.idle}
    return [spec for spec in host.workflow.spec.listeners if spec in waiting and spec.subprocess is not host.task_spec]


def _matching(events: "Iterable[ReactingSpec]", kind: "Thrown", code: str) -> Any:
    events = list(events)
    for wanted in (code, ""):
        for event in events:
            if (kind, wanted) in event.catches:
                return event
    return None
