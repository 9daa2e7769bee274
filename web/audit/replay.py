"""The journal of one case, told and drawn: what each step did, and where the case stood after it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from engine.execution import events
from engine.history import JournalStep, Position, ReplayedStep, Version, by
from engine.runtime.views import InstanceRow
from web.audit.sentences import Narrator
from web.diagrams import Vocabulary
from web.people import Directory, codes

SHOWN = 3
"""Effects of a step that are not folded away."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the journal in words; `hash` is hex.

    The first `shown` effects are read at once; the others, and what only technicians need, are folded away.
    """

    seq: int
    at: int
    heading: Markup
    effects: tuple[Markup, ...]
    technical: tuple[Markup, ...]
    hash: str
    shown: int = SHOWN


@dataclass(frozen=True, slots=True)
class Replay:
    """The steps of one page and, for each, the marks on the diagrams after it.

    `frames` are JSON-ready: `said` names the step, `marks` the present positions (process, element, marker, label),
    `passed` what the step went through, `version` the definition (its hash) that executed it. `drawn` are the diagrams
    that are needed, each by definition and process.
    """

    steps: tuple[Step, ...]
    frames: tuple[dict[str, Any], ...]
    drawn: tuple[tuple[str, str], ...]


def tell(
    replayed: Iterable[ReplayedStep],
    case: InstanceRow,
    versions: Sequence[Version],
    words_of: Callable[[str], Vocabulary],
    first: int,
    count: int,
) -> Replay:
    """Tell the steps `first` … `first + count - 1` of a journal that is replayed from its beginning.

    `versions` are those by which the case ran, `words_of` the words of one by its hash.
    """
    until = list(takewhile(lambda one: one.step.seq < first + count, replayed))
    narrator = Narrator(words_of(versions[0].definition), _directory([one.step for one in until]), words_of)
    processes = {case.process_id: None}
    steps: list[Step] = []
    frames: list[dict[str, Any]] = []
    for one in until:
        step = one.step
        heading = narrator.command(step.command)
        narrator.follow(step.events)
        processes.update({event.process or case.process_id: None for event in _activated(step)})
        if step.seq < first:
            continue
        effects = tuple(said for said in map(narrator.event, step.events) if said is not None)
        technical = tuple(said for event in step.events for said in narrator.technical(event))
        steps.append(Step(step.seq, step.at, heading, effects, technical, step.hash))
        version = by(versions, step.seq)
        words = words_of(version)
        title = gettext(
            "Step %(number)d of %(total)d: %(what)s", number=step.seq, total=case.seq, what=heading.striptags()
        )
        frames.append(
            {
                "said": title,
                "marks": _marks(one, words, case.process_id),
                "passed": _passed(one, case.process_id),
                "version": version,
            }
        )
    shown = dict.fromkeys(str(frame["version"]) for frame in frames)
    drawn = [(version, process) for version in shown for process in processes if words_of(version).has(process)]
    return Replay(tuple(steps), tuple(frames), tuple(drawn))


def _directory(steps: list[JournalStep]) -> Directory:
    opened = [event for step in steps for event in step.events if isinstance(event, events.UserTaskOpened)]
    offered = [event for step in steps for event in step.events if isinstance(event, events.AdHocOpened)]
    assigned = [event for step in steps for event in step.events if isinstance(event, events.UserTaskAssigned)]
    changed = [event for step in steps for event in step.events if isinstance(event, events.UserTaskChanged)]
    people = {event.assignee for event in opened} | {event.assignee for event in assigned}
    people |= {name for event in changed for names in (event.added, event.removed) for name in names.get("user", [])}
    for step in steps:
        people |= {step.actor, getattr(step.command, "behalf", "")}
    values = [event.values for step in steps for event in step.events if isinstance(event, events.VariablesSet)]
    results = [event.result for step in steps for event in step.events if isinstance(event, events.DecisionEvaluated)]
    groups = {group for one in (opened, offered) for event in one for group in event.candidate_groups}
    groups |= {name for event in changed for names in (event.added, event.removed) for name in names.get("group", [])}
    return Directory(people, groups, codes([values, results]))


def _activated(step: JournalStep) -> list[events.ElementActivated]:
    return [event for event in step.events if isinstance(event, events.ElementActivated)]


def _marks(one: ReplayedStep, words: Vocabulary, own: str) -> list[dict[str, str]]:
    found = (_mark(position, words, own) for position in one.active)
    return [mark for mark in found if mark is not None]


def _mark(position: Position, words: Vocabulary, own: str) -> dict[str, str] | None:
    stuck = position.has_incident
    mark = {
        "process": position.process or own,
        "element": position.element,
        "marker": "incident-at" if stuck else "at",
    }
    if words.is_position(position.process, position.element):
        label = gettext("Stands still") if stuck else gettext("Here")
        return {**mark, "label": label, "tone": "here-incident" if stuck else ""}
    return mark if words.is_enclosing(position.process, position.element) else None


def _passed(one: ReplayedStep, own: str) -> list[dict[str, str]]:
    completed = [event for event in one.step.events if isinstance(event, events.ElementCompleted)]
    elements = [{"process": event.process or own, "element": event.element, "marker": "passed"} for event in completed]
    flows = [{"process": process or own, "element": flow, "marker": "taken"} for process, flow in one.flows]
    return elements + flows
