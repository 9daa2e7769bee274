"""One process instance in memory: its tokens, variables and open work, and what callers may read of it.

It has no clock, no random source and no I/O: everything comes in with commands (see `dispatch.apply`).
"""

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from engine.execution.closing import close_open_work
from engine.execution.condition_watch import watch
from engine.execution.events import AnyEvent, ElementCancelled, IncidentRaised, InstanceEnded, VariablesSet
from engine.execution.limits import LIVING_TOKENS, TOKENS_PER_COMMAND
from engine.execution.nodes.node import local_scope
from engine.execution.open_work import (
    OpenAdHoc,
    OpenIncident,
    OpenJob,
    OpenStoreRead,
    OpenSubscription,
    OpenTimer,
    OpenUserTask,
    OpenWork,
)
from engine.execution.scope_instance import ScopeInstance
from engine.execution.standstill import Standstill
from engine.execution.token import ARRIVED, COMPLETED, WAITING, Token
from engine.execution.variables import Scope, propagate

if TYPE_CHECKING:
    from engine.execution.program import Program

Outcome = Literal["completed", "terminated", "cancelled"]


class Instance:
    """The state of one process instance.

    `sequence` is the last token given out, `thrown` counts messages sent, `now` is the time of the running command
    (milliseconds since 1970), `sequence_before` the last token before it, `events` what it has
    caused so far, `changed` which variables conditions have not been asked about since, `conditions_met` whose condition has become true. `started` says whether StartInstance came;
    `outcome` is '' until the instance has ended.
    """

    def __init__(self, program: "Program") -> None:
        self.program = program
        self.sequence = 0
        self.thrown = 0
        self.started = False
        self.outcome: Outcome | Literal[""] = ""
        self.open = OpenWork()
        self.tokens: dict[int, Token] = {}
        self.variables_root = Scope(0, None)
        self.workflow = ScopeInstance(program.scope, self, self.variables_root)
        self.now = 0
        self.epoch = 0
        self.sequence_before = 0
        self.events: list[AnyEvent] = []
        self.agenda: deque[Token] = deque()
        self.waiting_inclusive: dict[int, Token] = {}
        self.changed: set[str] = set()
        self.conditions_met: list[int] = []

    @classmethod
    def create(cls, program: "Program") -> "Instance":
        """An instance that nothing has happened to yet; apply StartInstance first."""
        return cls(program)

    @classmethod
    def restore(cls, program: "Program", snapshot: bytes) -> "Instance":
        """The instance that `snapshot` was taken of, for the same program. Raises JournalBroken when it does not fit."""
        from engine.execution.snapshot import restore  # snapshots know instances, so this can't stand at the top

        return restore(program, snapshot)

    def snapshot(self) -> bytes:
        """The whole state, compact and deterministic; equal states give equal bytes."""
        from engine.execution.snapshot import snapshot

        return snapshot(self)

    # --- what callers read

    @property
    def ended(self) -> bool:
        """Whether nothing will ever happen again."""
        return self.outcome != ""

    def user_task(self, token: int) -> OpenUserTask | None:
        """The open user task `token`."""
        return self.open.user_tasks.get(token)

    def open_user_tasks(self) -> list[OpenUserTask]:
        """All open user tasks in the order they were opened."""
        return list(self.open.user_tasks.values())

    def job(self, token: int) -> OpenJob | None:
        """The open job `token`."""
        return self.open.jobs.get(token)

    def jobs(self) -> list[OpenJob]:
        """All open jobs in the order they were opened."""
        return list(self.open.jobs.values())

    def timers(self) -> list[OpenTimer]:
        """All timers that are set."""
        return list(self.open.timers.values())

    def subscriptions(self) -> list[OpenSubscription]:
        """All messages waited for."""
        return list(self.open.subscriptions.values())

    def incidents(self) -> list[OpenIncident]:
        """All incidents that nobody has resolved."""
        return list(self.open.incidents.values())

    def ad_hoc(self) -> list[OpenAdHoc]:
        """All ad-hoc subprocesses in which somebody may start steps."""
        return list(self.open.ad_hoc.values())

    def store_reads(self) -> list[OpenStoreRead]:
        """All steps that wait for rows of data stores."""
        return list(self.open.store_reads.values())

    def startable(self, token: int) -> list[str]:
        """The elements that may be started now in the open ad-hoc subprocess `token`."""
        record, found = self.open.ad_hoc.get(token), self.tokens.get(token)
        if record is None or found is None or not found.task_spec.may_start(found):
            return []
        return list(record.choices)

    def variables(self, token: int = 0) -> dict[str, Any]:
        """The variables visible at the living activation `token`; the process's own for 0 or a token that is gone."""
        found = self.tokens.get(token)
        return (self.variables_root if found is None else found.scope).visible()

    def active(self) -> list[tuple[int, str, str]]:
        """Every activation that is under way: token, element, process ('' for the instance's own), by token."""
        return [
            (token.id, token.element, token.task_spec.process)
            for token in sorted(self.tokens.values(), key=lambda token: token.id)
            if token.phase != ARRIVED
        ]

    def innermost(self) -> list[tuple[str, str]]:
        """The places (process, element) of activations under way that enclose no others, sorted."""
        around = {token.id for token in self.tokens.values() if token.inside is not None}
        return sorted({(process, element) for token, element, process in self.active() if token not in around})

    # --- what nodes do to it

    def assign(self, scope: Scope, values: Mapping[str, Any]) -> None:
        """Propagate `values` from `scope` upwards and say so."""
        if values:
            if self.open.conditions:
                self.changed.update(values)
            for key, assigned in propagate(scope, values):
                self.events.append(VariablesSet(scope=key, values=assigned))

    def check_room(self, element: str, more: int = 0) -> None:
        """Raise Standstill where `more` tokens at `element` would be more than may live or one command may create."""
        created, living = self.sequence - self.sequence_before, len(self.tokens)
        if created + more > TOKENS_PER_COMMAND:
            raise Standstill(
                "runaway",
                f"More than {TOKENS_PER_COMMAND} activations would come into being in one go.",
                {"limit": str(TOKENS_PER_COMMAND), "element": element},
            )
        if more and living + more > LIVING_TOKENS:
            raise Standstill(
                "runaway",
                f"More than {LIVING_TOKENS} activations would be under way at a time.",
                {"limit": str(LIVING_TOKENS), "element": element},
            )

    def set_local(self, token: Token, values: Mapping[str, Any]) -> None:
        """Assign `values` in the token's own scope and say so."""
        local_scope(token, values)
        if self.open.conditions:
            self.changed.update(values)
        if values:
            self.events.append(VariablesSet(scope=token.id, values=dict(values)))

    def raise_incident(self, token: Token, reason: Standstill) -> None:
        """Let `token` stand still where it is."""
        incident = OpenIncident(
            token.id, token.element, token.task_spec.process, reason.kind, reason.message, reason.texts
        )
        self.open.incidents[token.id] = incident
        self.events.append(
            IncidentRaised(
                token=token.id,
                element=incident.element,
                kind=incident.kind,
                message=incident.message,
                process=incident.process,
                details=incident.details,
            )
        )

    def close_cancelled(self, token: Token) -> None:
        """Withdraw whatever the cancelled `token` kept open, and say that it ended, had it begun."""
        close_open_work(self.open, token.id, self.events)
        self.waiting_inclusive.pop(token.id, None)
        if token.entered:
            self.events.append(ElementCancelled(token=token.id, element=token.element, process=token.task_spec.process))

    def finish(self, outcome: Outcome, reason: str = "") -> None:
        """End the instance."""
        self.outcome = outcome
        self.events.append(InstanceEnded(outcome=outcome, reason=reason))

    def run(self) -> None:
        """Let tokens go on until all of them wait, stand still or are gone."""
        agenda = self.agenda
        watch(self)
        while True:
            while agenda:
                token = agenda.popleft()
                if token._state < COMPLETED:
                    token.run()
                    if self.changed or self.conditions_met:
                        watch(self)
            if not self._release_inclusive_join():
                break
        if not self.ended and not self.open.waits():
            self._raise_deadlock()

    def _raise_deadlock(self) -> None:
        """Nothing can move any more: what waits for tokens or changes that cannot come stands still, visibly."""
        for token in _by_age(self.tokens):
            if token.workflow.joins.get(token.task_spec.name) is token:
                self.raise_incident(token, Standstill("deadlock", "It waits for tokens that cannot come any more.", {}))
            elif token.id in self.open.conditions and not token.task_spec.reacts:
                self.raise_incident(token, token.task_spec.in_vain(token))

    def _release_inclusive_join(self) -> bool:
        """Let the first inclusive join go whose other tokens cannot come any more."""
        for token in _by_age(self.waiting_inclusive):
            if token._state == WAITING and token.task_spec.release(token):
                return True
        return False


def _by_age(tokens: Mapping[int, Token]) -> list[Token]:
    """Oldest first. An instance that was restored holds its tokens scope by scope, and must do the same in the same order."""
    return [tokens[number] for number in sorted(tokens)]
