"""Drives one instance through commands, and keeps what it said."""

from collections import Counter
from typing import Any, TypeVar

from engine.diagrams.definition import Definition
from engine.execution import Instance, apply, compile
from engine.execution import commands as c
from engine.execution.commands import Command
from engine.execution.events import AnyEvent, Event

T = TypeVar("T", bound=Event)

NOON = 1_767_240_000_000
"""2026-01-01T12:00 in Shanghai."""


class Case:
    """An instance with its journal; every command is followed by a round trip through its snapshot."""

    def __init__(
        self,
        definition: Definition,
        variables: dict[str, Any] | None = None,
        start_event: str = "",
        actor: str = "kim",
    ) -> None:
        self.program = compile(definition)
        self.known = {definition.hash: self.program}
        self.instance = Instance.create(self.program)
        self.commands: list[Command] = []
        self.events: list[AnyEvent] = []
        self.now = NOON
        self.last = self.do(c.StartInstance, actor=actor, variables=variables or {}, start_event=start_event)

    def do(self, command: type[Command], **fields: Any) -> list[AnyEvent]:
        """Apply one command; its events."""
        made = command(id=f"c{len(self.commands)}", at=self.now, actor=fields.pop("actor", "kim"), **fields)
        self.last = apply(self.instance, made, self.known.__getitem__)
        self.commands.append(made)
        self.events += self.last
        self.program = self.instance.program
        data = self.instance.snapshot()
        self.instance = Instance.restore(self.program, data)
        assert self.instance.snapshot() == data
        return self.last

    def migrate(self, definition: Definition, elements: dict[str, str] | None = None) -> list[AnyEvent]:
        """Go on by another definition."""
        self.known.setdefault(definition.hash, compile(definition))
        return self.do(
            c.MigrateInstance, before=self.program.hash, definition=definition.hash, version=2, elements=elements or {}
        )

    def task(self, element: str, which: int = 0) -> int:
        """The token of the open user task at `element`."""
        return [task.token for task in self.instance.open_user_tasks() if task.element == element][which]

    def complete(self, element: str, which: int = 0, **variables: Any) -> list[AnyEvent]:
        return self.do(c.CompleteTask, token=self.task(element, which), variables=variables)

    def job(self, element: str) -> int:
        return next(job.token for job in self.instance.jobs() if job.element == element)

    def complete_job(self, element: str, **variables: Any) -> list[AnyEvent]:
        return self.do(c.CompleteJob, token=self.job(element), variables=variables)

    def timer(self, element: str) -> int:
        return next(timer.token for timer in self.instance.timers() if timer.element == element)

    def subscription(self, element: str) -> int:
        return next(found.token for found in self.instance.subscriptions() if found.element == element)

    def fire(self, element: str) -> list[AnyEvent]:
        return self.do(c.FireTimer, token=self.timer(element))

    def deliver(self, element: str, **variables: Any) -> list[AnyEvent]:
        return self.do(c.DeliverMessage, token=self.subscription(element), message_id="m", variables=variables)

    def resolve(self, **variables: Any) -> list[AnyEvent]:
        """Resolve the only incident."""
        (incident,) = self.instance.incidents()
        return self.do(c.ResolveIncident, token=incident.token, variables=variables)

    @property
    def open(self) -> list[str]:
        """The elements of the open user tasks, sorted."""
        return sorted(task.element for task in self.instance.open_user_tasks())

    @property
    def at(self) -> Counter[str]:
        """Where tokens are."""
        return Counter(element for _, element, _ in self.instance.active())

    @property
    def variables(self) -> dict[str, Any]:
        return self.instance.variables(0)

    @property
    def outcome(self) -> str:
        return self.instance.outcome

    def said(self, kind: type[T]) -> list[T]:
        """All events of one kind so far."""
        return [event for event in self.events if isinstance(event, kind)]
