"""The journals of a case as the steps of a scenario: what people and outside systems did, and the time between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.diagrams.definition import Definition
from engine.diagrams.forms import Form
from engine.diagrams.model import EndEvent, MessageDefinition, StartEvent, UserTask
from engine.diagrams.traversal import nodes
from engine.execution import commands, events
from engine.history import JournalStep
from engine.runtime.labels import Labels, called_definition
from engine.runtime.permissions import SYSTEM
from engine.runtime.starts import message_name
from web.language import ZONE
from web.modeler.trials.recording.acting import Needed
from web.modeler.trials.recording.removing import Remover

_PASSING = (
    commands.ClaimTask,
    commands.ReleaseTask,
    commands.AssignTask,
    commands.CompleteJob,
    commands.FailJob,
    commands.ThrowError,
    commands.FireTimer,
    commands.DeliverStoreRows,
    commands.DeliverSignal,
    commands.ResolveIncident,
)
"""What the engine does by itself again, or what needs no step."""


class NotRecordable(Exception):
    """A case cannot be told as a scenario; `code` says why (`words.REASONS`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Told:
    """One instance of a case: its definition and its journal."""

    id: str
    definition: Definition
    steps: Sequence[JournalStep]


@dataclass(slots=True)
class _Open:
    """What one instance waits for, by token."""

    tasks: dict[int, events.UserTaskOpened] = field(default_factory=dict)
    messages: dict[int, events.SubscriptionOpened] = field(default_factory=dict)

    def follow(self, step: JournalStep) -> None:
        for event in step.events:
            if isinstance(event, events.UserTaskOpened):
                self.tasks[event.token] = event
            elif isinstance(event, events.SubscriptionOpened):
                self.messages[event.token] = event
            elif isinstance(event, events.ElementCompleted | events.ElementCancelled):
                self.tasks.pop(event.token, None)


class Recorder:
    """Tells one case; `told` begins with the instance that the scenario starts."""

    def __init__(self, told: Sequence[Told], remover: Remover, acts: Mapping[str, str]) -> None:
        self._told = told
        self._remover = remover
        self._acts = acts
        self._open = {one.id: _Open() for one in told}
        self._by_id = {one.id: one for one in told}
        self.left_out: list[str] = []

    def document(self, name: str, name_en: str, standing: Mapping[str, list[str]]) -> dict[str, Any]:
        """The scenario as its file holds it. Raises NotRecordable."""
        own = self._told[0]
        begun = own.steps[0]
        document: dict[str, Any] = {
            "name": name,
            "name_en": name_en,
            "process": own.definition.process.id,
            "clock": _moment(begun.at),
        }
        if standing:
            document["people"] = dict(standing)
        document["start"] = self._start(own, begun)
        document["steps"] = self._steps()
        return document

    def _steps(self) -> list[dict[str, Any]]:
        own = self._told[0]
        order = sorted(
            ((step.at, one.id, step.seq, one, step) for one in self._told for step in one.steps),
            key=lambda row: row[:3],
        )
        found: list[dict[str, Any]] = []
        clock = own.steps[0].at
        for at, _, seq, one, step in order:
            said = None if (one is own and seq == 1) else self._step(one, step)
            late = isinstance(step.command, commands.FireTimer)
            if (said or late) and at // 1000 > clock // 1000:
                clock = at + 999  # Moments are written to the second, and what is due then must be.
                found.append({"until": _moment(clock)})
            if said:
                found.append(said)
            self._open[one.id].follow(step)
        found.append({"expect": self._expected(own)})
        return found

    def _step(self, one: Told, step: JournalStep) -> dict[str, Any] | None:
        match step.command:
            case commands.StartInstance():
                return None if self._internal(step.command.id) else self._begun(one, step)
            case commands.CompleteTask(token=token):
                return self._completed(one, step.command, token)
            case commands.DeliverMessage(token=token):
                if self._internal(step.command.message_id):
                    return None
                waited = self._open[one.id].messages[token]
                found: dict[str, Any] = {"message": waited.message}
                if waited.key:
                    found["key"] = self._remover.text(waited.key)
                variables = self._remover.values(step.command.variables)
                return {**found, "variables": variables} if variables else found
            case commands.MigrateInstance():
                self.left_out.append("migration")
                return None
            case command if isinstance(command, _PASSING):
                if isinstance(command, commands.DeliverSignal):
                    self.left_out.append("signal")
                return None
        raise NotRecordable(type(step.command).__name__)

    def _completed(self, one: Told, command: commands.CompleteTask, token: int) -> dict[str, Any]:
        opened = self._open[one.id].tasks[token]
        definition = called_definition(one.definition, opened.process)
        node = Labels(one.definition).node(opened.process, opened.element)
        assert isinstance(node, UserTask)
        found: dict[str, Any] = {"complete": node.name or node.id, "by": self._acts[command.behalf or command.actor]}
        if len(self._told) > 1:
            found["process"] = one.definition.process.id
        form = self._form(definition.forms.get(node.form), command.variables)
        return {**found, "form": form} if form else found

    def _form(self, form: Form | None, variables: Mapping[str, Any]) -> dict[str, Any]:
        if form is None:
            return {}
        asked = [field.key for field in form.fields if not field.readonly]
        return self._remover.values({key: variables[key] for key in asked if variables.get(key) not in (None, [], "")})

    def _begun(self, one: Told, step: JournalStep) -> dict[str, Any]:
        """A further instance that somebody outside began."""
        start = self._start(one, step)
        return start if "message" in start else {"start": start, "process": one.definition.process.id}

    def _start(self, one: Told, step: JournalStep) -> dict[str, Any]:
        command = step.command
        if not isinstance(command, commands.StartInstance):
            raise NotRecordable("start")
        begun = next((event.start_event for event in step.events if isinstance(event, events.InstanceStarted)), "")
        node = one.definition.process.scope.nodes.get(begun)
        if isinstance(node, StartEvent) and isinstance(node.definition, MessageDefinition):
            return {
                "message": message_name(node.definition, step.at),
                "variables": self._remover.values(command.variables),
            }
        if isinstance(node, StartEvent) and node.form and command.actor != SYSTEM:
            form = self._form(one.definition.forms[node.form], command.variables)
            return {"by": self._acts[command.actor], "form": form}
        return {"variables": self._remover.values(command.variables)}

    def _expected(self, own: Told) -> dict[str, Any]:
        """The open tasks of the own instance, or the end event by which it ended."""
        ended = [event for step in own.steps for event in step.events if isinstance(event, events.InstanceEnded)]
        if not ended:
            labels, found = Labels(own.definition), dict[str, set[str]]()
            for task in self._open[own.id].tasks.values():
                found.setdefault(labels.of(task.process, task.element).name, set()).update(task.candidate_groups)
            return {"open": {name: sorted(groups) for name, groups in found.items()}}
        ends = {node.id: node.name for node in nodes(own.definition.process) if isinstance(node, EndEvent)}
        passed = [
            ends[event.element]
            for step in own.steps
            for event in step.events
            if isinstance(event, events.ElementActivated) and not event.process and event.element in ends
        ]
        if not passed or ended[-1].outcome != "completed":
            raise NotRecordable(ended[-1].outcome)
        return {"ended": passed[-1]}

    def _internal(self, id: str) -> bool:
        """Whether a message came from one of the instances told here, which send it again."""
        return any(one.id in id for one in self._told)


def needs(told: Sequence[Told]) -> dict[str, Needed]:
    """Who did something in the instances, and which groups they needed for it, in the order in which they first did."""
    found: dict[str, Needed] = {}
    for one in told:
        opened: dict[int, events.UserTaskOpened] = {}
        for step in one.steps:
            command = step.command
            if isinstance(command, commands.StartInstance) and command.actor != SYSTEM:
                found.setdefault(command.actor, Needed())
            if isinstance(command, commands.CompleteTask):
                groups = frozenset(opened[command.token].candidate_groups)
                need = found.setdefault(command.behalf or command.actor, Needed())
                need.ways.append(groups)
                need.held |= groups
            opened.update({event.token: event for event in step.events if isinstance(event, events.UserTaskOpened)})
    return found


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, ZONE).isoformat(timespec="seconds")
