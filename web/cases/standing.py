"""Where the instances of a case stand now, in words and as marks on their diagrams."""

from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup

from engine.runtime.views import ActiveElement, CaseView
from web.cases.incidents import incident_words
from web.cases.waiting import Waiting, at
from web.clauses import Clause, cited
from web.diagrams import Vocabulary
from web.pages import visitor
from web.people import Directory
from web.permissions import may_choose


@dataclass(frozen=True, slots=True)
class Standing:
    """One place where a case stands now, in words. `waits` says what it waits for but people; `choice` is the token of what the reader may choose in, 0 for none."""

    instance: str
    name: str
    process: str
    whom: str
    since: int
    due: int
    incident: str
    clauses: tuple[Clause, ...]
    waits: tuple[Markup, ...] = ()
    choice: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One diagram of the case with the marks on it, as the browser's viewer takes them; `definition` is the hash of the
    version that draws it, '' for the one by which the case runs now; `address` is where its file is, '' for that of the case."""

    process: str
    name: str
    marks: tuple[dict[str, str], ...]
    definition: str = ""
    address: str = ""


def standing(
    case: CaseView, words: Vocabulary, directory: Directory, waits: Waiting, *, takes_part: bool
) -> tuple[Standing, ...]:
    """The places of one instance: its steps, then where somebody has to choose a step or say that it is enough."""
    return (*_steps(case, words, directory, waits), *_choices(case, words, directory, takes_part=takes_part))


def sheets(case: CaseView, words: Vocabulary) -> tuple[Sheet, ...]:
    """The diagrams of one instance, those that show where it stands first."""
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
    found = (Sheet(process, words.process_name(process).said, tuple(ones)) for process, ones in marks.items())
    return tuple(sorted(found, key=lambda sheet: not any("label" in mark for mark in sheet.marks)))


def _steps(case: CaseView, words: Vocabulary, directory: Directory, waits: Waiting) -> list[Standing]:
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
                instance=case.instance.id,
                name=name,
                process=words.process_name(place.process).said,
                whom=whom,
                since=task.opened_at if task else 0,
                due=task.due if task else 0,
                incident=incident_words(incident.kind, incident.details, name) if incident else "",
                clauses=_basis(words, place.process, place.element),
                waits=() if task else at(waits, words, place.process, place.element),
            )
        )
    return found


def _choices(case: CaseView, words: Vocabulary, directory: Directory, *, takes_part: bool) -> list[Standing]:
    return [
        Standing(
            instance=case.instance.id,
            name=words.element_name(one.element_process, one.element).said,
            process=words.process_name(one.element_process).said,
            whom=directory.groups(one.candidate_groups),
            since=one.opened_at,
            due=0,
            incident="",
            clauses=_basis(words, one.element_process, one.element),
            choice=one.token if may_choose(visitor(), one.candidate_groups, takes_part=takes_part) else 0,
        )
        for one in case.choices
    ]


def _basis(words: Vocabulary, process: str, element: str) -> tuple[Clause, ...]:
    node = words.node(process, element)
    return tuple(cited(node.basis)) if node else ()


def _leaves(case: CaseView, words: Vocabulary) -> list[ActiveElement]:
    """Active elements without the subprocesses and calls that only enclose others, and the events at their edge."""
    return [place for place in case.active if words.is_position(place.process, place.element)]
