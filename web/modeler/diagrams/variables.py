"""The variables known at an element of the diagram as it is in the editor, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext

from engine.diagrams import calls
from engine.diagrams.bundle import Bundle
from engine.diagrams.forms import Form
from engine.diagrams.model import CallActivity, Process
from engine.diagrams.traversal import nodes
from engine.diagrams.variables import Sources, Variable, known_at, outcome
from web.language import pick, quoted
from web.modeler.diagrams import handlers_offered
from web.modeler.diagrams.surroundings import Surroundings


def at(file: str, xml: bytes, element: str, surroundings: Surroundings) -> list[dict[str, Any]]:
    """What `element` of the diagram can read, as JSON: name, type, what it is and where it comes from; parts in entries.

    Nothing where the diagram cannot be read. Pools stand for their processes.
    """
    bundle = surroundings.drawn(file, xml)
    if file not in bundle.diagrams:
        return []
    around = [bundle, *surroundings.elsewhere.values()]
    for process in bundle.diagrams[file].diagram.processes.values():
        if element == process.id or _holds(process, element):
            names = _names([process, *(one for _, one in _processes(around))])
            return [_described(one, names) for one in known_at(process, element, sources(around))]
    return []


def sources(bundles: list[Bundle]) -> Sources:
    """What diagrams may refer to in these bundles; the first that has it is asked."""

    def form(identity: str) -> Form | None:
        return next((one.forms[identity][1] for one in bundles if identity in one.forms), None)

    def decision(identity: str) -> Variable | None:
        return next((outcome(one.decisions[identity][1]) for one in bundles if identity in one.decisions), None)

    def called(identity: str, version_tag: str) -> Process | None:
        holders = (one for one in bundles if one.has("process", identity, version_tag))
        return next((one.processes[identity][1] for one in holders), None)

    def callers(identity: str) -> Iterable[tuple[Process, CallActivity]]:
        return ((one, call) for _, one in _processes(bundles) for call in calls.of(one) if call.process == identity)

    return Sources(form, decision, handlers_offered.outputs, called, callers)


def _processes(bundles: list[Bundle]) -> Iterable[tuple[str, Process]]:
    return (held for bundle in bundles for held in bundle.processes.values())


def _holds(process: Process, element: str) -> bool:
    if any(lane.id == element for lane in process.lanes) or element in process.scope.flows:
        return True
    inside = list(nodes(process))
    return any(
        node.id == element or element in getattr(getattr(node, "scope", None), "flows", {}) for node in inside
    ) or any(item.id == element for item in process.scope.data)


def _names(processes: Iterable[Process]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for process in processes:
        found.setdefault(process.id, pick(process.name, process.name_en) or process.id)
        for node in nodes(process):
            found.setdefault(node.id, pick(node.name, node.name_en) or node.id)
    return found


def _described(variable: Variable, names: Mapping[str, str]) -> dict[str, Any]:
    place = quoted(names.get(variable.origin, variable.origin))
    label = pick(variable.label, variable.label_en)
    parts = [part for part in (label, _reasons(place).get(variable.reason, "")) if part]
    return {
        "name": variable.name,
        "type": _kinds()[variable.kind],
        "isList": variable.kind == "list",
        "label": label,
        "from": _reasons(place).get(variable.reason, ""),
        "info": gettext(" - ").join(parts),
        "own": variable.own,
        "entries": [_entry(one) for one in variable.entries],
    }


def _entry(variable: Variable) -> dict[str, Any]:
    return {
        "name": variable.name,
        "type": _kinds()[variable.kind],
        "isList": variable.kind == "list",
        "info": pick(variable.label, variable.label_en),
        "entries": [_entry(one) for one in variable.entries],
    }


def _kinds() -> dict[str, str]:
    return {
        "text": gettext("text"),
        "number": gettext("number"),
        "yes_no": gettext("yes or no"),
        "date": gettext("date"),
        "list": gettext("list"),
        "context": gettext("several values"),
        "any": "",
    }


def _reasons(place: str) -> dict[str, str]:
    return {
        "form": gettext("entered at %(place)s", place=place),
        "handler": gettext("given back by %(place)s", place=place),
        "decision": gettext("decided at %(place)s", place=place),
        "script": gettext("computed at %(place)s", place=place),
        "called": gettext("given back by the called process at %(place)s", place=place),
        "caller": gettext("handed over by the calling process %(place)s", place=place),
        "output": gettext("output of %(place)s", place=place),
        "input": gettext("input of %(place)s", place=place),
        "instance": gettext("of each repetition of %(place)s", place=place),
        "gathered": gettext("gathered from all repetitions of %(place)s", place=place),
        "starter": gettext("who started the case"),
        "completer": gettext("who completed %(place)s", place=place),
        "data": gettext("data object"),
        "store": gettext("row of a data store, read at %(place)s", place=place),
    }
