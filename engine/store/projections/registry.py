"""Which function projects which event."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from engine.execution.events import AnyEvent, Event
from engine.store.projections.changes import Changes


@dataclass(frozen=True, slots=True)
class Context:
    """What a projection may know beside the event: the command's instance, time, actor and place in the journal, and
    which root variables the process names as the instance's case number and title ('' for none)."""

    instance_id: str
    at: int
    actor: str
    case_number_variable: str = ""
    title_variable: str = ""
    seq: int = 0


E = TypeVar("E", bound=Event)
Projection = Callable[[E, Context, Changes], None]

_projections: dict[type[Event], Callable[[Any, Context, Changes], None]] = {}


def projects(event: type[E]) -> Callable[[Projection[E]], Projection[E]]:
    """Register the projection of an event; an event without one changes no row."""

    def register(projection: Projection[E]) -> Projection[E]:
        if event in _projections:
            raise ValueError(f"{event.__name__} has a projection already")
        _projections[event] = projection
        return projection

    return register


def project(events: Iterable[AnyEvent], context: Context, changes: Changes | None = None) -> Changes:
    """The row changes of one command's events, added to `changes` where given."""
    changes = changes if changes is not None else Changes()
    for event in events:
        projection = _projections.get(type(event))
        if projection is not None:
            projection(event, context, changes)
    return changes
