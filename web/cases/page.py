"""Puts together what the page of one case shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.diagrams.definition import Definition
from engine.runtime.views import CaseView, IncidentRow
from web.cases import family
from web.cases.family import Family, Member
from web.cases.personal import masked, sees_personal
from web.cases.standing import Sheet, Standing, sheets, standing
from web.cases.timeline import PastStep, timeline
from web.cases.waiting import waiting
from web.diagrams import Vocabulary, vocabulary
from web.pages import visitor
from web.people import Directory, codes
from web.services import services

MERGED_INTO = "mergedIntoVariable"
"""The process property that names the variable with the number of the case into which this one was merged."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A variable in words; `known` when a form gives it a name."""

    label: str
    value: Any
    known: bool


@dataclass(frozen=True, slots=True)
class Procedure:
    """One instance that serves the case; `places` are the names of the steps where it stands, as far as they are shown."""

    member: Member
    name: str
    places: tuple[str, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """The case into which this one was merged; `open` says whether the reader may see it."""

    number: str
    open: bool


@dataclass(frozen=True, slots=True)
class CasePageView:
    """All of it. Diagrams and data are those of one instance, `case`; everything else is of all that the reader sees."""

    case: CaseView
    title: str
    process_name: str
    started_by: str
    procedures: tuple[Procedure, ...]
    more: bool
    merged: Merged | None
    incidents: tuple[IncidentRow, ...]
    standing: tuple[Standing, ...]
    sheets: tuple[Sheet, ...]
    facts: tuple[Fact, ...]
    past: tuple[PastStep, ...]

    @property
    def runs_elsewhere(self) -> bool:
        """Whether the case goes on in an instance that the reader does not see."""
        return any(one.member.status == "active" and not one.member.seen for one in self.procedures)


def assemble(found: Family, shown: Member) -> CasePageView:
    """The page of `shown` with what all seen instances of its case tell; personal data are masked where they must be."""
    engine = services().engine
    cases = {member.id: engine.case(member.id) for member in found.seen}
    case = cases[shown.id]
    definition = engine.definition(shown.definition_hash)
    words = vocabulary(definition)
    directory = _directory(list(cases.values()))
    personal = sees_personal(services().database, visitor(), shown.id)
    places = {id: _places(one, directory) for id, one in cases.items()}
    return CasePageView(
        case=case,
        title=case.instance.title or words.process_name().said,
        process_name=words.process_name().said,
        started_by=directory.actor(case.instance.started_by),
        procedures=tuple(_procedure(member, places.get(member.id, ()), shown) for member in found.members),
        more=found.more,
        merged=_merged(case, definition),
        incidents=tuple(incident for one in cases.values() for incident in one.incidents),
        standing=tuple(place for id in cases for place in places[id]),
        sheets=sheets(case, words),
        facts=facts(case.variables if personal else masked(case.variables, words), words),
        past=timeline(list(cases.values()), directory),
    )


def facts(variables: Mapping[str, Any], words: Vocabulary) -> tuple[Fact, ...]:
    """Variables in words, those that a form names first; people, units and groups by their names."""
    people = {key: value for key, value in variables.items() if words.is_person(key)}
    others = [value for key, value in variables.items() if key not in people]
    directory = Directory(actors=[one for value in people.values() for one in _texts(value)], codes=codes(others))
    found = []
    for key, value in variables.items():
        label = words.label(key)
        said = directory.people(value) if key in people else directory.value(words.value(key, value))
        found.append(Fact(label.said if label else key, said, label is not None))
    return tuple(sorted(found, key=lambda fact: not fact.known))


def _texts(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _directory(cases: Sequence[CaseView]) -> Directory:
    actors = [case.instance.started_by for case in cases]
    actors += [task.assignee for case in cases for task in case.open_tasks]
    actors += [task.closed_by for case in cases for task in case.tasks]
    groups = [group for case in cases for task in case.open_tasks for group in task.candidate_groups]
    groups += [group for case in cases for choice in case.choices for group in choice.candidate_groups]
    return Directory(actors, groups)


def _places(case: CaseView, directory: Directory) -> tuple[Standing, ...]:
    words = vocabulary(services().engine.definition(case.instance.definition_hash))
    takes_part = bool(case.choices) and sees_personal(services().database, visitor(), case.instance.id)
    waits = waiting(services().database, case.instance.id) if case.active else {}
    return standing(case, words, directory, waits, takes_part=takes_part)


def _procedure(member: Member, places: tuple[Standing, ...], shown: Member) -> Procedure:
    name = vocabulary(services().engine.definition(member.definition_hash)).process_name().said
    return Procedure(member, name, tuple(place.name for place in places), member.id == shown.id)


def _merged(case: CaseView, definition: Definition) -> Merged | None:
    number = case.variables.get(definition.process.properties.get(MERGED_INTO, ""))
    if not isinstance(number, str) or not number:
        return None
    return Merged(number, family.may_see(services().database, visitor(), number))
