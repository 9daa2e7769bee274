"""Playing a scenario: a clock that only the scenario moves, the real handlers, outside systems as the script has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.diagrams import feel, timers
from engine.diagrams.model import StartEvent
from engine.errors import CommandRejected, EngineError, InvalidForm
from engine.execution.open_work import OpenUserTask
from engine.history import verify
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import SYSTEM, Actor
from engine.runtime.views import InstanceRow, TaskView
from web.filling import submitted
from web.scenarios.beginnings import give_rows
from web.scenarios.cases import Cases
from web.scenarios.coverage import Trace, together, trace
from web.scenarios.expecting import check
from web.scenarios.faults import Fault, Mismatch, fault_of
from web.scenarios.played import PlayedCase, played_case
from web.scenarios.script import Scenario, Start, Step
from web.scenarios.stage import Stage

_CALLER = Actor(SYSTEM)
"""Who starts a procedure that another procedure calls."""


_MOST_WORK = 2_000
"""More pieces of work than follow from one step; beyond it something feeds itself."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a scenario went: `fault` says at which step what was otherwise, None for nothing; `cases` are all that it had,
    the one that it started first."""

    scenario: Scenario
    fault: Fault | None
    cases: tuple[PlayedCase, ...]

    @property
    def failure(self) -> str:
        """The fault and its place in English, '' for none."""
        return "" if self.fault is None else str(self.fault)

    @property
    def trace(self) -> Trace:
        """What all cases passed."""
        return together(trace(case.journal(), case.row.process_id) for case in self.cases)


def play(scenario: Scenario, stage: Stage, *, verified: bool = False) -> Outcome:
    """Run the scenario to its end or its first fault; `verified`: then execute its journals again and compare."""
    clock = ManualClock(timers.due("date", scenario.clock, 0).at)
    with stage.engine(clock, scenario.outside) as engine:
        run = _Run(scenario, stage, engine, clock)
        fault, step = None, 0
        try:
            give_rows(engine.database, scenario.given, clock.now())
            run.start()
            for one in scenario.steps:
                step += 1
                run.step(one)
            if verified:
                run.verify()
        except (Mismatch, EngineError, RuntimeError) as error:
            fault = fault_of(step, error)
        return Outcome(scenario, fault, run.cases())


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

    def verify(self) -> None:
        """Execute the journals again. Raises Mismatch at the first difference."""
        for case in self._cases.rows():
            for one in verify(self._engine.database, case.id, self._stage.read):
                if one.difference is not None:
                    raise Mismatch("replay", difference=str(one.difference))

    def cases(self) -> tuple[PlayedCase, ...]:
        """All cases, that of the scenario first, then in the order in which they began."""
        rows = sorted(self._cases.rows(), key=lambda row: (row.id != self._cases.own, row.id))
        return tuple(played_case(self._engine.database, row) for row in rows)

    def _settle(self) -> None:
        self._engine.run_until_idle(_MOST_WORK)
        for incident in self._engine.incidents():
            raise Mismatch("incident", element=incident.element, name=incident.name, message=incident.message)

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
        definition = self._engine.current_definition(process)
        for node in definition.process.scope.nodes.values():
            if isinstance(node, StartEvent) and node.form:
                asked = definition.forms[node.form]
                known = self._engine.form_variables(asked, {})
                values, errors = asked.validate(submitted(form), known, self._clock.now())
                if errors:
                    raise Mismatch("start_form", fields=_faults(errors))
                return values
        return dict(form)

    def _actor(self, person: str) -> Actor:
        own = self._scenario.people.get(person)
        actor = self._stage.actor(person, self._clock.now()) if own is None else Actor(person, frozenset(own))
        if actor is None:
            raise Mismatch("unknown_person", person=person) if person else Mismatch("nobody")
        return actor

    def _complete(self, step: Step) -> None:
        task, actor = self._task(step), self._actor(step.by)
        if task.form is not None:
            unknown = set(step.form) - {field.key for field in task.form.fields if not field.readonly}
            if unknown:
                raise Mismatch("no_field", task=step.complete, fields=unknown)
        try:
            self._engine.complete_form(task.row.instance_id, task.row.token, submitted(step.form), actor)
        except CommandRejected as error:
            self._refused(step, error)
        else:
            if step.refused or step.invalid:
                raise Mismatch("accepted", task=step.complete)

    def _refused(self, step: Step, error: CommandRejected) -> None:
        if isinstance(error, InvalidForm):
            faults = error.details["errors"]
            if sorted(step.invalid) != sorted(faults):
                raise Mismatch("refuses", task=step.complete, fields=_faults(faults)) from error
        elif step.refused != error.code:
            raise error

    def _task(self, step: Step) -> TaskView:
        views = [
            self._engine.task(case.id, task.token)
            for case in self._cases.rows(step.process, "active")
            for task in self._engine.open_tasks(case.id)
            if step.complete in (task.element, self._name(case, task))
        ]
        groups = self._actor(step.by).groups
        fitting = [view for view in views if step.where.items() <= dict(view.variables).items()]
        own = [view for view in fitting if groups.intersection(view.row.candidate_groups)]
        if not fitting:
            raise Mismatch("no_task", task=step.complete)
        return (own or fitting)[0]

    def _name(self, case: InstanceRow, task: OpenUserTask) -> str:
        return self._engine.labels(case.definition_hash).of(task.process, task.element).name


def _faults(errors: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} ({error.code})" for key, error in errors.items())
