"""What is wrong with a scenario, each fault at its place: one of its steps, the beginning, the head."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from flask_babel import gettext

from engine.diagrams import timers
from engine.errors import EngineError
from web.language import quoted
from web.modeler.examples.catalogue import Catalogue
from web.modeler.examples.steps import KIND, kind_of
from web.scenarios.script import Scenario, Start, Step

HEAD, START = "head", "start"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right; `place` is the number of a step, `head` or `start`."""

    place: str
    message: str


def found(content: Mapping[str, Any], catalogue: Catalogue) -> list[Fault]:
    """Every fault that can be seen without playing the scenario, from the top down."""
    return [*_head(content, catalogue), *_start(content, catalogue), *_steps(content, catalogue)]


def _head(content: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Fault]:
    shape = {"start": {}, **content, "steps": []}
    yield from _shape(shape, Scenario, HEAD, skip="start")
    process = str(content.get("process", ""))
    if process not in catalogue.processes:
        yield Fault(HEAD, gettext("There is no process %(name)s. Choose one.", name=quoted(process)))
    if not _is_moment(str(content.get("clock", "")), "T"):
        yield Fault(HEAD, gettext("Say at which day and time the scenario begins."))
    if not content.get("name"):
        yield Fault(HEAD, gettext("Give the scenario a name."))


def _start(content: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Fault]:
    given = content.get("start")
    yield from _shape(given, Start, START)
    if isinstance(given, dict):
        yield from _beginning(given, START, catalogue, str(content.get("process", "")))


def _beginning(given: Mapping[str, Any], place: str, catalogue: Catalogue, process: str) -> Iterator[Fault]:
    if given.get("by"):
        yield from _person(given["by"], place, catalogue)
        form = catalogue.start_form(process)
        if form is not None:
            yield from _fields(given.get("form") or {}, {one.key for one in form.fields}, place)


def _steps(content: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Fault]:
    steps = content.get("steps")
    if not isinstance(steps, list):
        yield Fault(HEAD, gettext("The steps are no list. Open the file as text and put this right."))
        return
    for number, step in enumerate(steps, 1):
        place = str(number)
        yield from _shape(step, Step, place)
        if not isinstance(step, dict):
            continue
        if sum(bool(step.get(one)) for one in KIND) != 1:
            yield Fault(place, gettext("This step says nothing, or several things at once."))
            continue
        yield from _step(step, place, catalogue, str(content.get("process", "")))


def _step(step: Mapping[str, Any], place: str, catalogue: Catalogue, process: str) -> Iterator[Fault]:
    match kind_of(step):
        case "complete":
            yield from _complete(step, place, catalogue)
        case "start":
            yield from _beginning(step["start"], place, catalogue, str(step.get("process") or process))
        case "expect":
            yield from _expected(step["expect"], place, catalogue, process)
        case "until" if not _is_moment(str(step["until"])):
            yield Fault(place, gettext("This is no day that exists: %(text)s.", text=step["until"]))
        case "advance" if not _is_duration(str(step["advance"])):
            yield Fault(place, gettext("This is no span of time: %(text)s.", text=step["advance"]))


def _complete(step: Mapping[str, Any], place: str, catalogue: Catalogue) -> Iterator[Fault]:
    task = catalogue.task(str(step["complete"]), str(step.get("process", "")))
    if task is None:
        name = quoted(str(step["complete"]))
        yield Fault(place, gettext("No diagram has a task %(name)s. Choose one of those that there are.", name=name))
    yield from _person(step.get("by", ""), place, catalogue)
    if task is not None and task.form is not None:
        asked = {one.key for one in task.form.fields if not one.readonly}
        yield from _fields(step.get("form") or {}, asked, place)


def _expected(expected: Any, place: str, catalogue: Catalogue, process: str) -> Iterator[Fault]:
    if not isinstance(expected, dict):
        return
    at = str(expected.get("process") or process)
    ended = expected.get("ended")
    if ended and ended not in {one.zh for one in catalogue.ends(at)}:
        yield Fault(
            place, gettext("%(process)s has no end %(name)s.", process=catalogue.process_name(at), name=quoted(ended))
        )
    for name in expected.get("open") or {}:
        if catalogue.task(name) is None:
            yield Fault(
                place, gettext("No diagram has a task %(name)s. Choose one of those that there are.", name=quoted(name))
            )


def _person(identity: object, place: str, catalogue: Catalogue) -> Iterator[Fault]:
    if catalogue.person(str(identity)) is None:
        name = quoted(str(identity or ""))
        yield Fault(place, gettext("Nobody in the organisation is %(name)s. Choose who does it.", name=name))


def _fields(given: Mapping[str, Any], asked: set[str], place: str) -> Iterator[Fault]:
    for key in given:
        if key not in asked:
            yield Fault(place, gettext("The form has no field %(name)s. Take this answer out.", name=quoted(str(key))))


def _shape(given: Any, kind: type[Any], place: str, skip: str = "") -> Iterator[Fault]:
    try:
        msgspec.convert({**given, skip: {}} if skip else given, kind)
    except (msgspec.ValidationError, TypeError) as error:
        yield Fault(
            place, gettext("This cannot be read: %(reason)s. Open the file as text and put it right.", reason=error)
        )


def _is_moment(text: str, within: str = "") -> bool:
    try:
        timers.due("date", text, 0)
    except (EngineError, ValueError):
        return False
    return within in text


def _is_duration(text: str) -> bool:
    try:
        timers.due("duration", text, 0)
    except (EngineError, ValueError):
        return False
    return True
