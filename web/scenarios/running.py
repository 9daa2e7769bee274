"""Playing a scenario: a database of its own, a clock that only the scenario moves, the real handlers."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.diagrams import feel, timers
from engine.diagrams.bundle import SUFFIXES
from engine.diagrams.model import StartEvent
from engine.errors import CommandRejected, EngineError, InvalidForm
from engine.history import read as history
from engine.history import verify
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import SYSTEM, Actor
from engine.runtime.views import TaskView
from engine.store.migrate import migrate
from web import clauses
from web.account.dates import today
from web.filling import submitted
from web.organisation import read as read_organisation
from web.organisation.registry import choices
from web.scenarios import outside
from web.scenarios.beginnings import await_timers, give_rows
from web.scenarios.cases import Cases, Mismatch
from web.scenarios.coverage import Trace, together, trace
from web.scenarios.expecting import check
from web.scenarios.script import Scenario, Start, Step

_CALLER = Actor(SYSTEM)
"""Who starts a procedure that another procedure calls."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a scenario went: `failure` is '' or says at which step what was otherwise; `trace` is what all its cases
    passed."""

    scenario: Scenario
    failure: str
    trace: Trace


class Stage:
    """The procedures deployed once into a database that every scenario starts from a copy of."""

    def __init__(self, processes: Path, folder: Path) -> None:
        """`processes` is the folder of the procedures, `folder` an empty one for databases. Raises Refused."""
        self._folder = folder
        self._template = folder / "template.db"
        self._played = 0
        self._organisation = read_organisation(processes / "organisation.yaml")
        files = {
            path.relative_to(processes).as_posix(): path.read_bytes()
            for path in sorted(processes.glob("*/*"))
            if path.name.endswith(SUFFIXES)
        }
        migrate(self._url(self._template))
        with Engine(self._url(self._template), outside.handlers({})) as engine:
            engine.deploy(files, Actor("policy"), clauses=clauses.known(processes))
            self.definitions = {
                row.process_id: engine.current_definition(row.process_id) for row in engine.definitions()
            }

    @contextmanager
    def engine(self, clock: ManualClock, answers: outside.Answers = MappingProxyType({})) -> Iterator[Engine]:
        """An engine on a fresh copy, with outside systems that answer so."""
        self._played += 1
        copy = self._folder / f"{self._played}.db"
        shutil.copyfile(self._template, copy)
        with Engine(self._url(copy), outside.handlers(answers), clock=clock, organisation=self._choices) as engine:
            await_timers(engine.database, self.definitions.values(), clock.now())
            yield engine

    def actor(self, person: str, now: int) -> Actor | None:
        """The person with the groups that they belong to at `now`; None for nobody of the organisation."""
        found = next((one for one in self._organisation.people if one.id == person), None)
        return None if found is None else Actor(person, frozenset(found.groups_on(today(now))))

    def _choices(self, now: int) -> Mapping[str, Any]:
        return choices(self._organisation.units, now)

    @staticmethod
    def _url(path: Path) -> str:
        return f"sqlite:///{path}"


def play(scenario: Scenario, stage: Stage) -> Outcome:
    """Run the scenario to its end or its first failure, then its journal again."""
    clock = ManualClock(timers.due("date", scenario.clock, 0).at)
    with stage.engine(clock, scenario.outside) as engine:
        run = _Run(scenario, stage, engine, clock)
        try:
            place = "start"
            give_rows(engine.database, scenario.given, clock.now())
            run.start()
            for number, step in enumerate(scenario.steps, 1):
                place = f"step {number}"
                run.step(step)
            failure = run.replay()
        except (Mismatch, EngineError) as error:
            failure = f"{place}: {error}"
        return Outcome(scenario, failure, run.trace())


class _Run:
    def __init__(self, scenario: Scenario, stage: Stage, engine: Engine, clock: ManualClock) -> None:
        self._scenario = scenario
        self._stage = stage
        self._engine = engine
        self._clock = clock
        self._cases = Cases(engine)

    def start(self) -> None:
        """Begin as the scenario says: by form, by message or as by a call. Raises Mismatch."""
        begin, process = self._scenario.start, self._scenario.process
        if begin.message:
            self._engine.publish(begin.message, "", begin.variables)
            self._settle()
            self._cases.own = self._cases.id(process)
            return
        self._cases.own = self._begin(begin, process)
        self._settle()

    def step(self, step: Step) -> None:
        """Do one step and everything that follows by itself. Raises Mismatch."""
        if step.expect is not None:
            check(step.expect, self._engine, self._cases)
        elif step.complete:
            self._complete(step)
        elif step.start is not None:
            self._begin(step.start, step.process or self._scenario.process)
        elif step.message:
            self._engine.publish(step.message, step.key, step.variables)
        else:
            self._clock.advance(max(0, self._moment(step) - self._clock.now()))
        self._settle()

    def replay(self) -> str:
        """What the journals say otherwise when they are executed again, '' for nothing."""
        found = [one for case in self._cases.rows() for one in verify(self._engine.database, case.id)]
        return "; ".join(f"replay: {one.difference}" for one in found if one.difference is not None)

    def trace(self) -> Trace:
        """What all cases passed."""
        database = self._engine.database
        return together(trace(history.steps(database, case.id), case.process_id) for case in self._cases.rows())

    def _settle(self) -> None:
        self._engine.run_until_idle()
        for incident in self._engine.incidents():
            raise Mismatch(f"incident at {incident.element} ({incident.name}): {incident.message}")

    def _moment(self, step: Step) -> int:
        now = self._clock.now()
        if step.working_days:
            text = feel.evaluate([f"string(add working days(now(), {step.working_days}))"], {}, now)[0]
            return timers.due("date", text, now).at
        return timers.due("date", step.until, now).at if step.until else timers.due("duration", step.advance, now).at

    def _begin(self, begin: Start, process: str) -> str:
        values = self._start_values(begin.form, process) if begin.by else begin.form
        actor = self._actor(begin.by) if begin.by else _CALLER
        return self._engine.start(process, {**values, **begin.variables}, actor)

    def _start_values(self, form: Mapping[str, Any], process: str) -> dict[str, Any]:
        definition = self._stage.definitions[process]
        for node in definition.process.scope.nodes.values():
            if isinstance(node, StartEvent) and node.form:
                asked = definition.forms[node.form]
                known = self._engine.form_variables(asked, {})
                values, errors = asked.validate(submitted(form), known, self._clock.now())
                if errors:
                    raise Mismatch(f"the start form refuses {_faults(errors)}")
                return values
        return dict(form)

    def _actor(self, person: str) -> Actor:
        actor = self._stage.actor(person, self._clock.now())
        if actor is None:
            raise Mismatch(f"{person or 'nobody'} is not in the organisation")
        return actor

    def _complete(self, step: Step) -> None:
        task, actor = self._task(step), self._actor(step.by)
        if task.form is not None:
            unknown = set(step.form) - {field.key for field in task.form.fields if not field.readonly}
            if unknown:
                raise Mismatch(f"{step.complete} has no field {', '.join(sorted(unknown))}")
        try:
            self._engine.complete_form(task.row.instance_id, task.row.token, submitted(step.form), actor)
        except CommandRejected as error:
            self._refused(step, error)
        else:
            if step.refused or step.invalid:
                raise Mismatch(f"{step.complete} was accepted")

    def _refused(self, step: Step, error: CommandRejected) -> None:
        if isinstance(error, InvalidForm):
            faults = error.details["errors"]
            if sorted(step.invalid) != sorted(faults):
                raise Mismatch(f"{step.complete} refuses {_faults(faults)}") from error
        elif step.refused != error.code:
            raise error

    def _task(self, step: Step) -> TaskView:
        cases = [self._engine.case(case.id) for case in self._cases.rows(step.process)]
        rows = [row for case in cases for row in case.open_tasks if step.complete in (row.name, row.element)]
        views = [self._engine.task(row.instance_id, row.token) for row in rows]
        groups = self._actor(step.by).groups
        fitting = [view for view in views if step.where.items() <= dict(view.variables).items()]
        own = [view for view in fitting if groups.intersection(view.row.candidate_groups)]
        if not fitting:
            raise Mismatch(f"no open task {step.complete}")
        return (own or fitting)[0]


def _faults(errors: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} ({error.code})" for key, error in errors.items())
