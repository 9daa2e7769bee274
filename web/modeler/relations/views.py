"""The map of all procedures, and where something is used."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext

from web.modeler.relations import house
from web.modeler.relations.house import House, Place
from web.modeler.relations.plan import HEIGHT, WIDTH, plan
from web.modeler.relations.uses import Kind
from web.pages import visitor
from web.permissions import may_read_workshop, require

pages = Blueprint("relations", __name__)

FOLDED = 8
"""From so many uses of one thing on, those of one file are counted, and listed when somebody asks."""


@pages.get("/map")
def map() -> str:
    """Every procedure with its calls and messages: drawn, and the same as a table."""
    require(may_read_workshop(visitor()), "workshop", "map")
    found = house.read()
    links = found.links()
    return render_template(
        "modeler/map.html",
        house=found,
        links=links,
        plan=plan(sorted(found.titles), links),
        width=WIDTH,
        height=HEIGHT,
        words={"call": gettext("calls"), "message": gettext("sends a message to"), "signal": gettext("signals to")},
    )


@pages.get("/used")
def used() -> str:
    """Everything that is used by name: all, of `?kind=` and `?name=`, or around one `?procedure=`."""
    require(may_read_workshop(visitor()), "workshop", "used")
    found = house.read()
    kind, name, procedure = (request.args.get(one, "") for one in ("kind", "name", "procedure"))
    if procedure and procedure not in found.titles:
        abort(404)
    return render_template(
        "modeler/used.html",
        house=found,
        groups=_groups(found, kind, name, procedure),
        kinds=_kinds(),
        kind=kind,
        name=name,
        procedure=procedure,
    )


def _groups(found: House, kind: str, name: str, procedure: str) -> dict[Kind, list[dict[str, Any]]]:
    """By kind: each name, what holds it, and every place that uses it; what nobody uses is told, too."""
    named: dict[tuple[Kind, str], list[Place]] = {key: [] for key in found.holders}
    for one in found.places:
        named.setdefault((one.use.kind, one.use.name), []).append(one)
    groups: dict[Kind, list[dict[str, Any]]] = {}
    for (of, called), places in sorted(named.items()):
        holder = found.holders.get((of, called))
        if kind and (of != kind or (name and name.casefold() not in called.casefold())):
            continue
        if name and not kind and name.casefold() not in called.casefold():
            continue
        around = {one.procedure for one in places} | ({holder[0]} if holder else set())
        if procedure and procedure not in around:
            continue
        groups.setdefault(of, []).append(
            {"name": called, "holder": holder, "files": _by_file(places), "folded": len(places) >= FOLDED}
        )
    return groups


def _by_file(places: Sequence[Place]) -> dict[tuple[str, str], list[Place]]:
    """The uses by the procedure and file in which they stand."""
    found: dict[tuple[str, str], list[Place]] = {}
    for one in places:
        found.setdefault((one.procedure, one.file), []).append(one)
    return found


def _kinds() -> dict[Kind, str]:
    return {
        "process": gettext("Processes"),
        "form": gettext("Forms"),
        "decision": gettext("Decisions"),
        "message": gettext("Messages"),
        "signal": gettext("Signals"),
        "handler": gettext("Automatic steps (handlers)"),
    }
