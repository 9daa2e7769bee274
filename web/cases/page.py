"""Puts together what the page of one case shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from engine.runtime.views import ActiveElement, CaseView
from web.cases.incidents import incident_words
from web.cases.personal import masked
from web.diagrams import Vocabulary, vocabulary
from web.language import Name
from web.pages import visitor
from web.people import Directory
from web.permissions import may_choose
from web.services import services


@dataclass(frozen=True, slots=True)
class Standing:
    """One place where the case stands now, in words; `choice` is the token of what the reader may choose in."""

    name: str
    process: str
    whom: str
    since: int
    due: int
    incident: str
    choice: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One diagram of the case with the marks on it, as the browser's viewer takes them."""

    process: str
    name: str
    marks: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A variable in words; `known` when a form gives it a name."""

    label: str
    value: Any
    known: bool


@dataclass(frozen=True, slots=True)
class PastStep:
    """One thing that somebody did."""

    name: str
    who: str
    at: int
    outcome: str


@dataclass(frozen=True, slots=True)
class CasePageView:
    """All of it."""

    case: CaseView
    title: str
    process_name: str
    standing: tuple[Standing, ...]
    sheets: tuple[Sheet, ...]
    facts: tuple[Fact, ...]
    past: tuple[PastStep, ...]
    started_by: str


def assemble(case: CaseView, *, personal: bool) -> CasePageView:
    """Names, marks and sentences for one case; without `personal`, personal data are masked."""
    words = vocabulary(services().engine.definition(case.instance.definition_hash))
    directory = Directory(
        [
            case.instance.started_by,
            *(task.assignee for task in case.open_tasks),
            *(task.closed_by for task in case.tasks),
        ],
        [
            *(group for task in case.open_tasks for group in task.candidate_groups),
            *(group for choice in case.choices for group in choice.candidate_groups),
        ],
    )
    process_name = words.process_name().said
    return CasePageView(
        case=case,
        title=case.instance.title or process_name,
        process_name=process_name,
        standing=_standing(case, words, directory) + _choices(case, words, directory, takes_part=personal),
        sheets=_sheets(case, words),
        facts=facts(case.variables if personal else masked(case.variables, words), words),
        past=_past(case, directory),
        started_by=directory.actor(case.instance.started_by),
    )


def facts(variables: Mapping[str, Any], words: Vocabulary) -> tuple[Fact, ...]:
    """Variables in words, those that a form names first."""
    found = []
    for key, value in variables.items():
        label = words.label(key)
        found.append(Fact(label.said if label else key, words.value(key, value), label is not None))
    return tuple(sorted(found, key=lambda fact: not fact.known))


def _standing(case: CaseView, words: Vocabulary, directory: Directory) -> tuple[Standing, ...]:
    tasks = {task.token: task for task in case.open_tasks}
    incidents = {incident.token: incident for incident in case.incidents}
    found = []
    for place in _leaves(case, words):
        task, incident = tasks.get(place.token), incidents.get(place.token)
        name = words.element_name(place.process, place.element).said
        whom = ""
        if task is not None:
            whom = directory.actor(task.assignee) if task.assignee else directory.groups(task.candidate_groups)
        found.append(
            Standing(
                name=name,
                process=words.process_name(place.process).said,
                whom=whom,
                since=task.opened_at if task else 0,
                due=task.due if task else 0,
                incident=incident_words(incident.kind, incident.details, name) if incident else "",
            )
        )
    return tuple(found)


def _choices(case: CaseView, words: Vocabulary, directory: Directory, *, takes_part: bool) -> tuple[Standing, ...]:
    """Ad hoc subprocesses that wait for somebody to choose a step, or to say that it is enough."""
    return tuple(
        Standing(
            name=words.element_name(one.element_process, one.element).said,
            process=words.process_name(one.element_process).said,
            whom=directory.groups(one.candidate_groups),
            since=one.opened_at,
            due=0,
            incident="",
            choice=one.token if may_choose(visitor(), one.candidate_groups, takes_part=takes_part) else 0,
        )
        for one in case.choices
    )


def _leaves(case: CaseView, words: Vocabulary) -> list[ActiveElement]:
    """Active elements without the subprocesses and calls that only enclose others, and the events at their edge."""
    return [place for place in case.active if words.is_position(place.process, place.element)]


def _sheets(case: CaseView, words: Vocabulary) -> tuple[Sheet, ...]:
    """The diagrams of the case, those that show where it stands first."""
    own = case.instance.process_id
    incidents = {incident.token for incident in case.incidents}
    chosen = {choice.token for choice in case.choices}
    marks: dict[str, list[dict[str, str]]] = {own: []}
    for place in case.active:
        process = place.process or own
        leaf = words.is_position(place.process, place.element) or place.token in chosen
        stuck = place.token in incidents
        mark = {"element": place.element, "marker": "incident-at" if stuck else "at"}
        if leaf:
            mark["label"] = gettext("Stands still") if stuck else gettext("Here now")
            mark["tone"] = "here-incident" if stuck else ""
        if leaf or words.is_enclosing(place.process, place.element):
            marks.setdefault(process, []).append(mark)
    sheets = (Sheet(process, words.process_name(process).said, tuple(found)) for process, found in marks.items())
    return tuple(sorted(sheets, key=lambda sheet: not any("label" in mark for mark in sheet.marks)))


def _past(case: CaseView, directory: Directory) -> tuple[PastStep, ...]:
    done = [task for task in case.tasks if task.state != "open"]
    outcomes = {"completed": gettext("Done"), "cancelled": gettext("Withdrawn")}
    return tuple(
        PastStep(
            Name(task.name or task.element, task.name_en).said,
            directory.actor(task.closed_by) if task.state == "completed" else "",
            task.closed_at,
            outcomes.get(task.state, task.state),
        )
        for task in sorted(done, key=lambda task: -task.closed_at)
    )
