"""What the page of a scenario shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from engine.diagrams.forms import Form
from handlers.connectors.systems import NAMES, SystemId
from web.language import Name
from web.modeler.examples import faults, wording
from web.modeler.examples.answers import Asked, asked
from web.modeler.examples.catalogue import Catalogue
from web.modeler.examples.faults import HEAD, START, Fault
from web.modeler.examples.leaves import Leaf, flat
from web.modeler.examples.offering import Offer, pairs
from web.modeler.examples.scenario import Opened
from web.modeler.examples.steps import duration_parts, kind_of, moment_parts
from web.modeler.examples.wording import Told


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of values: the way in words, and as it is sent back."""

    leaf: Leaf
    said: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One step on the page."""

    place: str
    told: Told
    faults: tuple[Fault, ...]


def shown(found: Opened, catalogue: Catalogue, place: str) -> dict[str, Any]:
    """The parts of the page; `place` is the one that is open."""
    wrong = faults_of(found, catalogue)
    by_place = {one: tuple(fault for fault in wrong if fault.place == one) for one in {fault.place for fault in wrong}}
    lines = [
        Line(str(number), wording.told(step, catalogue, found.process), by_place.get(str(number), ()))
        for number, step in enumerate(found.steps, 1)
    ]
    return {
        "faults": wrong,
        "head_faults": by_place.get(HEAD, ()),
        "start": Line(START, wording.beginning(found.start, catalogue, found.process), by_place.get(START, ())),
        "lines": lines,
        "begins": moment_parts(str(found.content.get("clock", ""))),
        "open": place,
        "editor": editor(found, catalogue, place) if found.readable else None,
        "systems": [
            (id, Name(*NAMES[id]).said, (found.content.get("outside") or {}).get(id, [])) for id in get_args(SystemId)
        ],
        "given": _rows(found.content.get("given"), catalogue),
        "offer": Offer(catalogue),
        "pairs_of": pairs,
        "rows_of": lambda value: _rows(value, catalogue),
    }


def faults_of(found: Opened, catalogue: Catalogue) -> list[Fault]:
    return faults.found(found.content, catalogue) if found.readable else []


def answering(
    found: Opened, place: str, catalogue: Catalogue
) -> tuple[Form | None, Mapping[str, Any], Mapping[str, Any]]:
    """The form that a place fills in, its answers so far, and what the case is known to have by then."""
    if place == START:
        return catalogue.start_form(found.process), found.start.get("form") or {}, {}
    step = _step(found, place)
    before = _before(found, int(place)) if place.isdigit() else {}
    if kind_of(step) == "start":
        form = catalogue.start_form(str(step.get("process") or found.process))
        return form, step["start"].get("form") or {}, {}
    task = catalogue.task(str(step.get("complete", "")), str(step.get("process", "")))
    return (task.form if task else None), step.get("form") or {}, {**before, **(step.get("where") or {})}


def _before(found: Opened, number: int) -> dict[str, Any]:
    """What the beginning and the steps before have told the case, as far as the scenario says."""
    known = {**(found.start.get("form") or {}), **(found.start.get("variables") or {})}
    for step in found.steps[: number - 1]:
        if isinstance(step, dict) and not step.get("refused") and not step.get("invalid"):
            known |= {**(step.get("form") or {}), **(step.get("variables") or {})}
    return known


def editor(found: Opened, catalogue: Catalogue, place: str) -> dict[str, Any] | None:
    """What the open place is edited with, None where nothing is open."""
    if place in (HEAD, ""):
        return {"step": {}} if place == HEAD else None
    step = dict(found.start) if place == START else _step(found, place)
    if not step and place != START:
        return None
    form, given, before = answering(found, place, catalogue)
    drawn: Asked = asked(form, given, before)
    task = catalogue.task(str(step.get("complete", "")), str(step.get("process", "")))
    return {
        "step": step,
        "kind": START if place == START else kind_of(step),
        "form": form,
        "sheet": drawn.sheet,
        "others": _rows(drawn.others, catalogue),
        "able": catalogue.able(task),
        "duration": duration_parts(str(step.get("advance", ""))),
        "moment": moment_parts(str(step.get("until", ""))),
        "how": _how(step if place == START else step.get("start") or {}),
        "process": str(step.get("process") or found.process),
    }


def _how(given: Mapping[str, Any]) -> str:
    return "message" if given.get("message") else "person" if given.get("by") else "call"


def _step(found: Opened, place: str) -> dict[str, Any]:
    at = int(place) - 1 if place.isdigit() else -1
    step = found.steps[at] if 0 <= at < len(found.steps) else {}
    return dict(step) if isinstance(step, dict) else {}


def _rows(value: Any, catalogue: Catalogue) -> list[Row]:
    """The lines of a record; names are sent with a dot before them, places in lists with a hash."""
    found = flat(value) if isinstance(value, dict) and value else []
    return [
        Row(
            one,
            wording.way(one.path, catalogue),
            tuple(f"#{step}" if isinstance(step, int) else f".{step}" for step in one.path),
        )
        for one in found
    ]
