"""A whole engine in one process on a database of its own, for tests, demonstrations and other people's suites.

Time stands still until it is advanced, and everything that is due runs before a method returns, so that what follows
from a step can be asked for at once. Without handlers the jobs of service tasks wait for `Case.complete_job`. See
docs/embedding.md.
"""

import logging
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NamedTuple, Protocol, Self, TypeVar

import structlog
from sqlalchemy import func, select

from engine import history
from engine.diagrams.bundle import SUFFIXES
from engine.errors import NotFound
from engine.execution.events import ElementActivated, ElementCancelled, ElementCompleted
from engine.execution.open_work import OpenJob, OpenUserTask
from engine.history import stores
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.handlers import Handler
from engine.runtime.job_queue import EmbeddedJobQueue, QueuedJob
from engine.runtime.permissions import Actor
from engine.runtime.views import CaseView, DeployedDefinition, IncidentRow
from engine.store.database import open_database, reading
from engine.store.migrate import migrate
from engine.store.pool import close
from engine.store.tables import job, start_timer, timer
from engine.store.tables import message as message_table

OPERATOR = Actor("operator")

_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_KINDS: Mapping[type, Literal["activated", "completed", "cancelled"]] = {
    ElementActivated: "activated",
    ElementCompleted: "completed",
    ElementCancelled: "cancelled",
}


class _Placed(Protocol):
    @property
    def token(self) -> int: ...

    @property
    def element(self) -> str: ...


_Open = TypeVar("_Open", bound=_Placed)


class TraceStep(NamedTuple):
    """One thing that happened to an element; `process` is '' in the instance's own process."""

    what: Literal["activated", "completed", "cancelled"]
    element: str
    process: str = ""


class TemporaryEngine:
    """An engine on a new SQLite file, which is gone when the engine is closed. Use it in a `with` statement.

    `handlers` run the jobs of service tasks by name; without any, jobs wait. `now` is the time at the beginning in
    milliseconds since 1970. `engine` is the whole engine, `clock` its clock.
    """

    def __init__(self, handlers: Mapping[str, Handler] | None = None, *, now: int = 1_767_225_600_000) -> None:
        _quieten()
        self._folder = tempfile.TemporaryDirectory(prefix="tiaokuai-")
        database = open_database(f"sqlite:///{Path(self._folder.name) / 'engine.db'}")
        migrate(database)
        self.clock = ManualClock(now)
        queue = None if handlers else _Held(database)
        self._database = database
        self.engine = Engine(database, handlers, clock=self.clock, queue=queue)

    def deploy(self, *files: str | Path | Mapping[str, bytes]) -> list[DeployedDefinition]:
        """Deploy together files, every diagram, table and form in folders, and bytes by file name.

        Raises `Refused` with every finding of every file, and FileNotFoundError where there is nothing to deploy.
        """
        found: dict[str, bytes] = {}
        for one in files:
            if isinstance(one, Mapping):
                found.update(one)
                continue
            path = Path(one)
            inside = [part for part in sorted(path.rglob("*")) if part.name.endswith(SUFFIXES)]
            if path.is_dir() and not inside:
                raise FileNotFoundError(f"There is no file in {path} that ends in {', '.join(SUFFIXES)}.")
            found.update({part.name: part.read_bytes() for part in inside or [path]})
        return self.engine.deploy(found, OPERATOR)

    def start(
        self, process_id: str, variables: Mapping[str, Any] | None = None, start_event: str = "", *, person: str = ""
    ) -> "Case":
        """Start a process as `person` and run what it can run by itself.

        `start_event` may be left out where the process has one none start event, or none at all. Raises `NotFound`, and
        `CommandRejected` where the start event is not clear; they say what there is.
        """
        starter = Actor(person) if person else OPERATOR
        known = [row.process_id for row in self.engine.definitions()]
        if process_id not in known:
            there = ", ".join(known) or "none"
            raise NotFound(
                f"No process {process_id} is deployed; deployed are: {there}.", kind="process", id=process_id
            )
        instance = self.engine.start(process_id, dict(variables or {}), starter, start_event=start_event)
        self.engine.run_until_idle()
        return Case(self, instance)

    def publish(
        self,
        message: str,
        key: str | float | Sequence[str | float] = "",
        variables: Mapping[str, Any] | None = None,
        time_to_live: int = 0,
    ) -> bool:
        """Send a message to whoever waits for it with this correlation key, or starts by it; whether somebody took it.

        What nobody takes waits `time_to_live` milliseconds (0: an hour) for somebody who does.
        """
        whole = str(key) if isinstance(key, int | float) else key
        sent = self.engine.publish(message, whole, variables, time_to_live=time_to_live)
        self.engine.run_until_idle()
        with reading(self._database) as connection:
            return connection.execute(select(message_table.c.id).where(message_table.c.id == sent)).first() is None

    def broadcast(self, signal: str, variables: Mapping[str, Any] | None = None) -> None:
        """Send a signal to everybody who waits for it, and start what starts by it."""
        self.engine.broadcast(signal, variables)
        self.engine.run_until_idle()

    def advance(self, by: str | int | timedelta) -> None:
        """Let time pass: an ISO 8601 duration (`P2DT1H`), milliseconds or a timedelta.

        Timers fire and failed jobs are tried again, each at its time.
        """
        until = self.clock.now() + milliseconds(by)
        while (due := self._next_due()) is not None and due <= until:
            self.clock.advance(max(due - self.clock.now(), 0))
            if not self.engine.run_until_idle():
                break
        self.clock.advance(max(until - self.clock.now(), 0))
        self.engine.run_until_idle()

    def cases(self, process_id: str = "") -> list["Case"]:
        """Every instance, oldest first, also those that messages, timers and signals have started."""
        page = self.engine.instances(process_id=process_id)
        found = [row.id for row in page.rows]
        while page.next:
            page = self.engine.instances(process_id=process_id, after=page.next)
            found += [row.id for row in page.rows]
        return [Case(self, id) for id in reversed(found)]

    def store_row(self, store: str, key: str | int) -> Any:
        """The value of a row of a data store; None where there is none."""
        found = stores.row(self._database, store, key)
        return None if found is None else found.value

    def store_rows(self, store: str, **fields: Any) -> dict[str, Any]:
        """The values of a data store by key, those that hold these fields."""
        return {found.key: found.value for found in stores.rows(self._database, store, **fields)}

    def close(self) -> None:
        """Stop the engine and delete its database."""
        self.engine.stop()
        close(self._database)
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _next_due(self) -> int | None:
        with reading(self._database) as connection:
            times = [connection.execute(select(func.min(table.c.next_at))).scalar() for table in (timer, start_timer)]
            times.append(
                connection.execute(select(func.min(job.c.next_at)).where(job.c.next_at > self.clock.now())).scalar()
            )
        return min((time for time in times if time is not None), default=None)


@dataclass(frozen=True, slots=True)
class Case:
    """One instance of a process. Elements are named by their ids; where several wait at one, the oldest is meant."""

    home: TemporaryEngine
    id: str

    @property
    def view(self) -> CaseView:
        """Everything about it."""
        return self.home.engine.case(self.id)

    @property
    def status(self) -> str:
        """active, completed, terminated or cancelled."""
        return self.view.instance.status

    @property
    def variables(self) -> dict[str, Any]:
        """Its own variables."""
        return dict(self.view.variables)

    @property
    def waiting(self) -> list[str]:
        """The ids of the elements that hold a token now."""
        return [active.element for active in self.view.active]

    @property
    def tasks(self) -> list[OpenUserTask]:
        """Its open user tasks, oldest first."""
        return self.home.engine.open_tasks(self.id)

    @property
    def jobs(self) -> list[OpenJob]:
        """Its open jobs, oldest first."""
        return self.home.engine.jobs(self.id)

    @property
    def choices(self) -> list[str]:
        """The elements that may be started now in its open ad-hoc subprocesses."""
        offers = self.home.engine.ad_hoc(self.id)
        return [element for offer in offers for element in self.home.engine.choice(self.id, offer.token).startable]

    @property
    def incidents(self) -> list[IncidentRow]:
        """What stands still, and why."""
        return list(self.view.incidents)

    def complete(self, task: str | int, variables: Mapping[str, Any] | None = None, *, person: str = "") -> None:
        """Finish an open user task, by element id or token, as `person`, or as somebody who may.

        A task that names nobody can be completed, too. A named `person` is taken to be in the candidate groups. Raises
        `NotFound`, which lists the open tasks, and `NotAllowed` or `ExcludedUser` where the diagram keeps the person off.
        """
        found = _one(self.tasks, task, "user task")
        somebody = person or found.assignee or next(iter(found.candidate_users), "anybody")
        actor = Actor(somebody, frozenset(found.candidate_groups), trusted=True)
        self.home.engine.complete(self.id, found.token, dict(variables or {}), actor)
        self.home.engine.run_until_idle()

    def variables_at(self, element: str | int) -> dict[str, Any]:
        """The variables that an element sees which holds a token now, by element id or token. Raises `NotFound`."""
        return self.home.engine.variables(self.id, _one(list(self.view.active), element, "token").token)

    def cancel(self, reason: str = "") -> None:
        """End it without going on."""
        self.home.engine.cancel(self.id, OPERATOR, reason)
        self.home.engine.run_until_idle()

    def start_step(self, element: str) -> None:
        """Start a step of whichever open ad-hoc subprocess offers it. Raises `NotFound`, which lists what is offered."""
        for offer in self.home.engine.ad_hoc(self.id):
            if element in offer.choices:
                actor = Actor("anybody", frozenset(offer.candidate_groups))
                self.home.engine.start_step(self.id, offer.token, element, actor)
                self.home.engine.run_until_idle()
                return
        there = ", ".join(self.choices) or "none"
        raise NotFound(f"No ad-hoc subprocess offers {element}; offered are: {there}.", kind="step", id=element)

    def complete_ad_hoc(self, subprocess: str | int) -> None:
        """Say that nothing more is to be started in an open ad-hoc subprocess, by element id or token."""
        found = _one(self.home.engine.ad_hoc(self.id), subprocess, "ad-hoc subprocess")
        self.home.engine.complete_ad_hoc(self.id, found.token, Actor("anybody", frozenset(found.candidate_groups)))
        self.home.engine.run_until_idle()

    def complete_job(self, job: str | int, variables: Mapping[str, Any] | None = None) -> None:
        """Finish an open job, by element id or token, with its outputs."""
        self._job(job, lambda token: self.home.engine.complete_job(self.id, token, variables))

    def fail_job(self, job: str | int, message: str = "failed", retries: int = 0) -> None:
        """Let an open job fail; with no `retries` left that is an incident."""
        self._job(job, lambda token: self.home.engine.fail_job(self.id, token, message, retries))

    def throw_error(self, job: str | int, code: str, variables: Mapping[str, Any] | None = None) -> None:
        """End an open job with a BPMN error."""
        self._job(job, lambda token: self.home.engine.throw_error(self.id, token, code, variables=variables))

    def retry(self, element: str | int, variables: Mapping[str, Any] | None = None) -> None:
        """Try the element of an incident again, after mending `variables`."""
        found = _one(self.incidents, element, "incident")
        self.home.engine.retry_incident(self.id, found.token, OPERATOR, variables)
        self.home.engine.run_until_idle()

    def trace(self) -> list[TraceStep]:
        """What happened to which element, in order, from the journal."""
        steps = history.steps(self.home.engine.database, self.id)
        return [
            TraceStep(_KINDS[type(event)], event.element, event.process)
            for step in steps
            for event in step.events
            if isinstance(event, ElementActivated | ElementCompleted | ElementCancelled)
        ]

    def completed(self) -> list[str]:
        """The ids of the elements that completed, in order."""
        return [step.element for step in self.trace() if step.what == "completed"]

    def _job(self, job: str | int, act: Callable[[int], object]) -> None:
        act(_one(self.jobs, job, "job").token)
        self.home.engine.run_until_idle()


def milliseconds(duration: str | int | timedelta) -> int:
    """A duration as milliseconds: ISO 8601 text of weeks and less, milliseconds, a timedelta. Raises ValueError."""
    if isinstance(duration, timedelta):
        return round(duration.total_seconds() * 1000)
    if isinstance(duration, int):
        return duration
    found = _DURATION.fullmatch(duration)
    if found is None or not any(found.groups()):
        raise ValueError(f"{duration!r} is no duration like P2DT1H")
    weeks, days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return round(
        timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds).total_seconds() * 1000
    )


def _quieten() -> None:
    """Log from warnings upwards, unless the program has said how it wants to log."""
    if not structlog.is_configured():
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


class _Held(EmbeddedJobQueue):
    """A queue that gives no job to anybody: whoever drives the engine completes them."""

    def take(self, now: int, lease: int) -> QueuedJob | None:
        return None


def _one(open_records: list[_Open], wanted: str | int, kind: str) -> _Open:
    for record in open_records:
        if wanted in (record.element, record.token):
            return record
    there = ", ".join(record.element for record in open_records) or "none"
    raise NotFound(f"No {kind} is open at {wanted}; open are: {there}.", kind=kind, id=str(wanted))
