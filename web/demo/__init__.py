"""The demo: fictional people and a year of the district's work, made through the doors that real people use."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from web.account import people as registry
from web.demo import office, people, script
from web.demo.doors import Doors
from web.demo.simulation import Simulation
from web.settings import Settings

SCRIPT = Path(__file__).parent
"""Where the script lies."""


def start(until: int, days: int) -> int:
    """When a story of so many working days begins that ends at `until`; both in milliseconds since 1970."""
    return office.before(until, days * office.HOURS)


@dataclass(frozen=True, slots=True)
class Played:
    """How many cases came in, and where the script did not fit: such tasks stay open."""

    started: int
    faults: tuple[str, ...]


def load(settings: Settings, engine: Engine, clock: ManualClock, until: int, progress: Callable[[int], None]) -> Played:
    """Load the demo people, and the cases that are not there yet.

    `engine` runs by `clock`, which stands at the beginning of the story; `until` is its end (milliseconds since 1970).
    A database that holds other cases gets none. Raises ScriptInvalid.
    """
    organisation = people.load(settings, engine)
    actors = {}
    for somebody in organisation.people:
        visitor = registry.visitor(engine.database, somebody.id, until) if somebody.demo else None
        if visitor:
            actors[somebody.id] = visitor.actor
    units = engine.organisation(until)
    engine.organisation = lambda now: units  # nobody changes it meanwhile, and every form asks
    doors = Doors(engine, settings.file_bytes)
    simulation = Simulation(engine, clock, doors, script.read(SCRIPT), actors, until)
    simulation.play(progress)
    return Played(simulation.started, tuple(simulation.faults))
