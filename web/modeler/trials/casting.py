"""What a trial needs: the files as they would be in force, the scenarios to play, and the people who act in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.diagrams import reader
from engine.diagrams.model import CallActivity
from engine.diagrams.traversal import nodes
from engine.errors import Refused
from engine.runtime.engine import Engine
from web import organisation
from web.modeler import library
from web.modeler.files import SCENARIOS, kind_of
from web.organisation import Organisation
from web.organisation.storing import stored
from web.programme import organisation_file
from web.scenarios.wire import Order
from web.settings import Settings

NOBODY = Organisation([], [], [])


@dataclass(frozen=True, slots=True)
class Cast:
    """`files` are deployed over what is in force, by `procedure/file`; `orders` are the scenarios, named the same way;
    `processes` are the ids of the procedure's own executable processes."""

    files: Mapping[str, bytes]
    orders: tuple[Order, ...]
    processes: tuple[str, ...]


def cast(engine: Engine, procedure: str, version: str) -> Cast:
    """The draft of a procedure, or one of its versions (an id), with the scenarios of those that it calls or that call it.

    Callers are deployed again, as publishing does, so that they call what is tried.
    """
    if version:
        files = library.bodies(library.version(version, engine=engine), engine=engine)
    else:
        files = library.draft_files(procedure, engine=engine)
    own, calls = _looked(files)
    others = {one.row.key: one.present for one in library.with_files(engine=engine)}
    others.pop(procedure, None)
    callers, related = {}, {}
    for key, present in others.items():
        inside, called = _looked(present)
        if called & own:
            callers[key] = present
        if called & own or calls & inside:
            related[key] = present
    deployed = {procedure: files, **callers}
    played = {procedure: files, **related}
    return Cast(
        files={
            f"{key}/{file}": data for key, all in deployed.items() for file, data in library.deployable(all).items()
        },
        orders=tuple(
            Order(f"{key}/{file}", data)
            for key, all in played.items()
            for file, data in sorted(all.items())
            if file.startswith(SCENARIOS)
        ),
        processes=tuple(sorted(own)),
    )


def people(engine: Engine, settings: Settings) -> Organisation:
    """Who acts in scenarios and what forms choose from: the district's own organisation, and what only the file has."""
    path = organisation_file(settings)
    here = stored(engine.database)
    there = organisation.read(path) if path.is_file() else NOBODY
    return Organisation(
        list({one.id: one for one in (*there.units, *here.units)}.values()),
        list({one.id: one for one in (*there.roles, *here.roles)}.values()),
        list({one.id: one for one in (*here.people, *there.people)}.values()),
    )


def _looked(files: Mapping[str, bytes]) -> tuple[set[str], set[str]]:
    """The ids of the executable processes in the files, and of those that they call."""
    inside: set[str] = set()
    called: set[str] = set()
    for file, data in files.items():
        if kind_of(file) != "diagram":
            continue
        try:
            diagram = reader.read(file, data)
        except Refused:
            continue
        for process in diagram.processes.values():
            if process.executable:
                inside.add(process.id)
                called |= {node.process for node in nodes(process) if isinstance(node, CallActivity)}
    return inside, called - inside
