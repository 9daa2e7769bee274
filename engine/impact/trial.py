"""One live case tried on another version: its journal's commands are given to a shadow of it that runs by that version.

Tokens are found again by element and occurrence. Nothing leaves the process: what handlers, people and other systems said
is in the commands. Steps that only the new version has are passed over with nothing said, so that what came later can
still be compared; what was said at steps that it lacks is kept as variables.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from engine.errors import CommandRejected, ExcludedUser
from engine.execution import commands as c
from engine.execution.dispatch import apply
from engine.execution.events import AnyEvent
from engine.execution.instance import Instance
from engine.execution.program import Program
from engine.impact.comparing import differences
from engine.impact.drawing import Drawing, Place, Renaming
from engine.impact.record import Record
from engine.impact.values import Reason, Text

_PASSED_OVER = 50
"""More added steps than these are not passed over one after the other."""

_SAID = (c.CompleteTask, c.CompleteJob, c.DeliverMessage, c.ThrowError, c.ResolveIncident)
_SOFT = (c.ClaimTask, c.AssignTask, c.ReleaseTask, c.FailJob, c.ResolveIncident, c.DeliverSignal)
"""What may find no place without parting the histories."""

_NOTHING = Text()


class Version(NamedTuple):
    """A version that executed a part of the journal: what it shows, and what its elements are in the new one."""

    drawing: Drawing
    rename: Renaming


class Trial:
    """Tries one case; `reasons` and `shadow` are what came of it."""

    def __init__(self, program: Program, drawing: Drawing, added: frozenset[Place]) -> None:
        self.shadow = Instance.create(program)
        self.reasons: list[Reason] = []
        self.old, self.new = Record(), Record()
        self.parted = False
        self._drawing = drawing
        self._added = added
        self._noted: set[tuple[str, Place]] = set()
        self._seq = self._at = 0

    def step(self, seq: int, command: c.AnyCommand, events: list[AnyEvent], version: Version) -> None:
        """One journal row, executed by `version` when it was written."""
        self._seq, self._at = seq, command.at
        if not self.parted and not isinstance(command, c.MigrateInstance):
            self._clocks(command, version)
            self._give(command, version)
        self.old.follow(events, version.drawing, version.rename, seq, command.at)

    def end(self, real: Instance, version: Version, now: int) -> None:
        """Compare what was decided, and where both stand at `now`."""
        self._seq, self._at = 0, now
        if not self.parted:
            self._clocks(None, version)
            self._catch_up(real, version)
        self.reasons += differences(self.old, self.new, version.rename)
        self.reasons.sort(key=lambda one: one.seq or 1 << 62)
        for incident in self.shadow.incidents():
            key = self.new.keys.get(incident.token)
            if key is None or self.old.tokens.get(key) not in real.open.incidents:
                place = (incident.process, incident.element)
                self._note("incident", place, now=Text(incident.message, incident.message))
        if not self.reasons:
            self._elsewhere(real, version)

    # --- one command

    def _give(self, command: c.AnyCommand, version: Version) -> None:
        for _ in range(_PASSED_OVER):
            try:
                self._apply(self._translated(command, version))
                return
            except CommandRejected as rejection:
                refusal = rejection
            place = self.old.places.get(getattr(command, "token", 0))
            if isinstance(refusal, ExcludedUser) and place is not None:
                self._note("not_allowed", place, version.drawing, now=Text(str(refusal), str(refusal)))
                if isinstance(command, c.ClaimTask):
                    return
                break
            if place is not None and not version.rename(*place):
                self._note("removed_step", place, version.drawing)
                self._keep(command)
                return
            if self._pass_over(command.at):
                continue
            if isinstance(command, _SOFT):
                self._keep(command)
                return
            break
        self._part(command, version)

    def _apply(self, command: c.AnyCommand) -> None:
        self.new.follow(apply(self.shadow, command), self._drawing, _same, self._seq, command.at)

    def _translated(self, command: c.AnyCommand, version: Version) -> c.AnyCommand:
        token = getattr(command, "token", 0)
        if not token:
            return command
        there = self._there(token)
        if there is None:
            raise CommandRejected("It finds no place.", reason="no_place")
        moved: c.AnyCommand = msgspec.structs.replace(command, token=there)
        if isinstance(moved, c.ActivateElement):
            element = version.rename(self.old.places[token][0], moved.element) or moved.element
            moved = msgspec.structs.replace(moved, element=element)
        return moved

    def _there(self, token: int) -> int | None:
        key = self.old.keys.get(token)
        return None if key is None else self.new.tokens.get(key)

    def _keep(self, command: c.AnyCommand) -> None:
        """Keep what was said at a step that is not there."""
        if isinstance(command, _SAID) and command.variables:
            self.shadow.events = []
            self.shadow.assign(self.shadow.variables_root, command.variables)
            self.new.follow(self.shadow.events, self._drawing, _same, self._seq, command.at)

    def _part(self, command: c.AnyCommand, version: Version) -> None:
        self.parted = True
        place = self.old.places.get(getattr(command, "token", 0), ("", ""))
        self._note("parted", place, version.drawing, now=self._drawing.names(self.shadow.innermost()))

    # --- steps that only the new version has

    def _pass_over(self, at: int) -> bool:
        """Complete what is open at an added step, with nothing said; whether there was any."""
        for made in self._openings(at):
            try:
                self._apply(made)
            except CommandRejected:
                continue
            return True
        return False

    def _openings(self, at: int) -> list[c.AnyCommand]:
        shadow, fields = self.shadow, {"id": "passed over", "at": at, "actor": "system"}
        found: list[c.AnyCommand] = []
        kinds: list[tuple[Mapping[int, Any], Callable[[int], c.AnyCommand]]] = [
            (shadow.open.user_tasks, lambda token: c.CompleteTask(**fields, token=token)),  # type: ignore[arg-type]
            (shadow.open.jobs, lambda token: c.CompleteJob(**fields, token=token)),  # type: ignore[arg-type]
            (shadow.open.timers, lambda token: c.FireTimer(**fields, token=token)),  # type: ignore[arg-type]
            (shadow.open.subscriptions, lambda token: c.DeliverMessage(**fields, token=token, message_id="")),  # type: ignore[arg-type]
        ]
        for records, make in kinds:
            for record in records.values():
                place = (record.process, record.element)
                if place in self._added and not shadow.tokens[record.token].task_spec.reacts:
                    self._note("added_step", place)
                    found.append(make(record.token))
        return found

    def _catch_up(self, real: Instance, version: Version) -> None:
        """Pass over the added steps before the point where the case stands."""
        for _ in range(_PASSED_OVER):
            missing = [token for token, _, _ in real.active() if not self._is_active(token)]
            if not missing or not self._pass_over(self._at):
                break
        self._openings(self._at)

    def _is_active(self, token: int) -> bool:
        there = self._there(token)
        return there is not None and there in self.shadow.tokens

    # --- time

    def _clocks(self, command: c.AnyCommand | None, version: Version) -> None:
        """Whether a changed timer would have been up before this step, or was not yet."""
        fired = self._there(command.token) if isinstance(command, c.FireTimer) else None
        for timer in self.shadow.timers():
            key, place = self.new.keys[timer.token], (timer.process, timer.element)
            if place not in version.rename.retimed:
                continue
            before = self.old.due.get(key)
            due = timer.due
            if before is not None and not version.rename.retimed[place]:
                # The step may have begun later here than it did, where an added one was passed over just now.
                due -= self.new.set_at[key] - self.old.set_at[key]
            if timer.token == fired and due > self._at:
                self._note("timer_later", place, then=Text(str(self._at)), now=Text(str(due)))
            elif timer.token != fired and due <= self._at:
                self._note("timer_sooner", place, then=Text(str(before or "")), now=Text(str(due)))

    # --- what is said

    def _note(
        self, code: str, place: Place, drawing: Drawing | None = None, *, then: Text = _NOTHING, now: Text = _NOTHING
    ) -> None:
        if (code, place) in self._noted:
            return
        self._noted.add((code, place))
        process, element = place
        name = (drawing or self._drawing).name(place)
        self.reasons.append(Reason(code, element, process, name, self._seq, self._at, then, now))

    def _elsewhere(self, real: Instance, version: Version) -> None:
        drawing, rename = version.drawing, version.rename
        were, are = real.innermost(), self.shadow.innermost()
        if sorted((process, rename(process, element)) for process, element in were) != sorted(are):
            place = were[0] if were else ("", "")
            self._note("elsewhere", place, drawing, then=drawing.names(were), now=self._drawing.names(are))


def _same(process: str, element: str) -> str:
    return element
