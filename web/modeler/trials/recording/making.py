"""The run that records a scenario: told from the journals, played against the draft, and told again with what it made."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import yaml
from flask_babel import lazy_gettext

from engine.diagrams.forms import Component, Form
from engine.errors import EngineError, NotFound, Refused
from engine.execution import commands, events
from engine.history import JournalStep
from engine.history import read as history
from engine.runtime.engine import Engine
from web import clauses, organisation
from web.language import ZONE, Name
from web.modeler import runs
from web.modeler.trials import casting, kept
from web.modeler.trials.recording.acting import replacements
from web.modeler.trials.recording.recorder import NotRecordable, Recorder, Told, needs
from web.modeler.trials.recording.removing import Known, Remover
from web.modeler.trials.recording.views import KIND, shown
from web.modeler.trials.recording.words import REASONS
from web.organisation import Organisation
from web.programme import organisation_file
from web.scenarios.players import play_all
from web.scenarios.template import template
from web.scenarios.wire import Order, Played, Setting

ROUNDS = 4
"""How often it is told again with what the procedure made in the trial: a number that a later message names, say."""

FILE = "recorded.yaml"
_YEAR = 366 * 86_400


@dataclass(frozen=True, slots=True)
class _Tale:
    document: dict[str, Any]
    recorder: Recorder
    remover: Remover


@runs.kind(KIND, lazy_gettext("A scenario recorded from a case"), shown)
def record(args: Mapping[str, Any], progress: runs.Progress) -> dict[str, Any]:
    """`args`: `procedure`, and `instances`, the ids to tell, the one that the scenario starts first: those that the person
    who asked may see. Gives the file's text, what was replaced, who acts, and how it played."""
    given = progress.services
    engine = given.engine
    progress(0, ROUNDS)
    told = [_told(engine, id) for id in args["instances"]]
    demo, people = _demo(given.settings, engine), casting.people(engine, given.settings)
    acts, standing = replacements(needs(told), demo, engine.clock.now())
    found = casting.cast(engine, args["procedure"], "")
    try:
        content = template(found.files, clauses.known(given.settings.processes), lambda into: kept.copied(engine, into))
    except Refused as refused:
        raise runs.RunFailed(
            Name(
                f"草稿现在不能投入使用，无法核对录制的情景。请先改正：{refused.findings[0]}",
                f"The draft could not be put into force, so the scenario cannot be checked. First put right: {refused.findings[0]}",
            )
        ) from refused
    known = _known(engine, told, people)
    renewed: dict[str, str] = {}

    def remover() -> Remover:
        return Remover(known, {**renewed, **acts})

    tale = _tell(told, remover(), acts, standing)
    for number in range(ROUNDS):
        order = Order(FILE, _written(tale.document))
        (played,) = play_all(Setting(content, people), [order], partial(progress, number, ROUNDS))
        made = _renewed(told, played)
        if not played.code or made.items() <= renewed.items():
            break
        renewed |= made
        tale = _tell(told, remover(), acts, standing)
    progress(ROUNDS, ROUNDS)
    return {
        "text": _written(tale.document).decode(),
        "removed": [asdict(one) for one in tale.remover.removed],
        "acts": [{"by": by, "groups": standing.get(by, [])} for by in dict.fromkeys(acts.values())],
        "left_out": sorted(set(tale.recorder.left_out)),
        "step": played.step,
        "code": played.code,
        "details": played.details,
        "instances": len(told),
    }


def _tell(told: Sequence[Told], remover: Remover, acts: Mapping[str, str], standing: Mapping[str, list[str]]) -> _Tale:
    recorder = Recorder(told, remover, acts)
    try:
        return _Tale(recorder.document("从实际案件录制", "Recorded from a real case", standing), recorder, remover)
    except NotRecordable as refusal:
        zh, en = REASONS.get(refusal.code, REASONS[""])
        raise runs.RunFailed(Name(zh, en)) from refusal


def _told(engine: Engine, id: str) -> Told:
    try:
        steps = list(history.steps(engine.database, id))
        return Told(id, engine.definition(engine.case(id).instance.definition_hash), steps)
    except NotFound as error:
        raise runs.RunFailed(Name("这个案件已经不在了。", "This case is not there any more.")) from error


def _demo(settings: Any, engine: Engine) -> Organisation:
    """The people who are nobody: those of the file that are marked as fictional, or the database's."""
    path = organisation_file(settings)
    there = organisation.read(path) if path.is_file() else casting.NOBODY
    return Organisation(there.units, there.roles, [one for one in there.people if one.demo])


def _known(engine: Engine, told: Sequence[Told], people: Organisation) -> Known:
    """The fields of all forms by key, those of the case before others; and all texts that name no person: what is chosen in
    forms, units and groups. A field that one form marks as personal is so everywhere."""
    fields: dict[str, Component] = {}
    codes = {unit.id for unit in people.units}
    codes |= {f"{role.id}@{unit.id}" for role in people.roles for unit in people.units}
    left = [*(engine.definition(row.hash) for row in engine.definitions()), *(one.definition for one in told)]
    while left:
        definition = left.pop()
        left.extend(definition.called.values())
        for form in definition.forms.values():
            for component in form.fields:
                known = fields.setdefault(component.key, component)
                if component.personal and not known.personal:
                    fields[component.key] = component
                codes |= set() if component.personal else {option.value for option in component.options}
    begun = told[0].steps[0].at
    return Known(
        fields=fields,
        codes=frozenset(codes),
        people=frozenset(one.id for one in people.people if not one.demo),
        offered=partial(_offered, engine),
        earliest=datetime.fromtimestamp(begun / 1000 - _YEAR, ZONE).date().isoformat(),
    )


def _offered(engine: Engine, component: Component) -> list[str]:
    """The values that the organisation alone gives a choice; none where its options come from the case."""
    alone = Form("", "", (replace(component, hide=""),))
    try:
        options = alone.choices(engine.form_variables(alone, {}), engine.clock.now())
    except EngineError:
        return []
    return [one.value for one in options.get(component.key, ())]


def _renewed(told: Sequence[Told], played: Played) -> dict[str, str]:
    """What handlers made in the real case, and what they made in its place in the trial."""
    there = {
        (process, element, nth): made
        for process, element, nth, made in _made([(c.row.process_id, c.journal()) for c in played.cases])
    }
    here = _made([(one.definition.process.id, one.steps) for one in told])
    found: dict[str, str] = {}
    for process, element, nth, made in here:
        again = there.get((process, element, nth), {})
        pairs = ((value, again.get(name)) for name, value in made.items())
        found |= {old: new for old, new in pairs if isinstance(old, str) and isinstance(new, str) and old != new}
    return found


def _made(
    journals: Sequence[tuple[str, Sequence[JournalStep]]],
) -> list[tuple[str, str, int, Mapping[str, Any]]]:
    """The outputs of every job, by process and element and as the nth of these."""
    found: list[tuple[str, str, int, Mapping[str, Any]]] = []
    counted: dict[tuple[str, str], int] = {}
    for process, steps in journals:
        places: dict[int, str] = {}
        for step in steps:
            if isinstance(step.command, commands.CompleteJob):
                key = (process, places[step.command.token])
                counted[key] = counted.get(key, 0) + 1
                found.append((*key, counted[key], step.command.variables))
            places.update({event.token: event.element for event in step.events if isinstance(event, events.JobOpened)})
    return found


class _Dumper(yaml.SafeDumper):
    """YAML with its lists set in."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _written(document: Mapping[str, Any]) -> bytes:
    text = yaml.dump(dict(document), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return text.encode()
