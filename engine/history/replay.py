"""Where the tokens stood after every step, folded from the events alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec
from sqlalchemy import Engine

from engine.execution.events import (
    AnyEvent,
    ElementActivated,
    ElementCancelled,
    ElementCompleted,
    ElementMigrated,
    FlowTaken,
    IncidentRaised,
    IncidentResolved,
    InstanceEnded,
)
from engine.history.read import JournalStep, steps


@dataclass(frozen=True, slots=True)
class Position:
    """A token in an element; `process` is '' in the instance's own process, else the called process's id."""

    token: int
    element: str
    process: str
    iteration: int
    has_incident: bool


@dataclass(frozen=True, slots=True)
class ReplayedStep:
    """A step with the elements that were active after it, and the flows taken in it as (process, flow)."""

    step: JournalStep
    active: tuple[Position, ...]
    flows: tuple[tuple[str, str], ...]


def replay(database: Engine, instance_id: str) -> Iterator[ReplayedStep]:
    """Every step of an instance with its positions. Raises `NotFound`."""
    return fold(steps(database, instance_id))


def fold(journal: Iterable[JournalStep]) -> Iterator[ReplayedStep]:
    """The same, of steps already read."""
    active: dict[int, ElementActivated] = {}
    incidents: set[int] = set()
    for step in journal:
        for event in step.events:
            _move(event, active, incidents)
        positions = tuple(
            Position(one.token, one.element, one.process, one.iteration, one.token in incidents)
            for one in active.values()
        )
        flows = tuple((event.process, event.flow) for event in step.events if isinstance(event, FlowTaken))
        yield ReplayedStep(step, positions, flows)


def _move(event: AnyEvent, active: dict[int, ElementActivated], incidents: set[int]) -> None:
    if isinstance(event, ElementActivated):
        active[event.token] = event
    elif isinstance(event, ElementMigrated):
        if event.token in active:
            active[event.token] = msgspec.structs.replace(active[event.token], element=event.element)
    elif isinstance(event, ElementCompleted | ElementCancelled):
        active.pop(event.token, None)
        incidents.discard(event.token)
    elif isinstance(event, IncidentRaised):
        incidents.add(event.token)
    elif isinstance(event, IncidentResolved):
        incidents.discard(event.token)
    elif isinstance(event, InstanceEnded):
        active.clear()
        incidents.clear()
