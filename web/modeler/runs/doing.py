"""Runs as due work: taken by one runner at a time, kept by progress, begun anew when a runner died."""

import threading
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from engine.errors import ConcurrentUpdate
from engine.runtime import faults
from engine.runtime.due.kind import Item, Kind
from engine.runtime.due.work import DueWork
from web.language import Name
from web.modeler.runs import retention
from web.modeler.runs.kinds import kind_of, shown_kind
from web.modeler.runs.progress import Progress, RunGone
from web.modeler.runs.run import Run, RunFailed, run_of
from web.modeler.runs.tables import workshop_run
from web.services import Services, services

MOST_BEGUN = 3
"""How often a run is begun. One that takes its process with it each time is given up."""

_INTERRUPTED = Name(
    "这项工作三次都没有做完就中断了。请联系运行维护人员查看服务器日志，再重新开始。",
    "This work was cut off three times. Ask the operators to look into the server's log, then start it again.",
)
_UNEXPECTED = Name(
    "出现了意料之外的错误，工作没有做完。请把编号 {id} 告诉运行维护人员，他们可在服务器日志中查到原因。",
    "Something unexpected went wrong, and the work was not finished. Tell the operators the number {id}: the server's log"
    " holds the reason.",
)

log = structlog.get_logger()


class Runs(Kind):
    """The runs of one database."""

    name = "run"
    table = workshop_run
    order = ("asked_at", "id")
    sets = "state = 'running', attempts = attempts + 1, begun_at = COALESCE(begun_at, :now)"

    def __init__(self, services: Services, stopping: threading.Event) -> None:
        super().__init__(services.database)
        self._services = services
        self._stopping = stopping

    def take(self, connection: Connection, now: int, until: int, limit: int) -> list[Item]:
        """One at a time: others may take the next meanwhile."""
        return super().take(connection, now, until, 1)

    def perform(self, item: Item) -> int:
        """Do it to its end. Raises what may go well another time, as when the database is away."""
        row = self.found(item)
        if row is None or row.next_at != item.until:
            return 0
        run, progress = run_of(row), Progress(self._services, row.id, item.until, self._stopping)
        try:
            progress.settle(**self._outcome(run, progress, row.attempts), ended_at=self._services.now(), next_at=None)
        except RunGone:
            log.info("run gone", run=run.id, kind=run.kind)
        self._tidy(run)
        return 1

    def _tidy(self, run: Run) -> None:
        """Let older ones go; what fails here is done by the next, and is no fault of this one."""
        try:
            with self._services.database.begin() as connection:
                retention.let_go(connection, run.kind, run.procedure)
        except SQLAlchemyError as error:
            log.warning("old runs not forgotten", kind=run.kind, exc_info=error)

    def _outcome(self, run: Run, progress: Progress, begun: int) -> dict[str, Any]:
        if begun > MOST_BEGUN:
            return _failed(run, _INTERRUPTED)
        try:
            faults.point("run.before_work")
            result = kind_of(run.kind).work(run.args, progress)
            faults.point("run.after_work")
        except RunFailed as failed:
            return _failed(run, failed.why)
        except (OperationalError, ConcurrentUpdate):
            raise
        except Exception as error:
            log.error("run failed", run=run.id, kind=run.kind, exc_info=error)
            mark = run.id[:8]
            return _failed(run, Name(_UNEXPECTED.zh.format(id=mark), _UNEXPECTED.en.format(id=mark)))
        return {"state": "done", "result": msgspec.json.encode(result).decode()}


def due_runs(services: Services, stopping: threading.Event) -> DueWork:
    """The runs of a database for whoever does them; a run under way is given back once `stopping` is set."""
    engine = services.engine
    return DueWork(services.database, engine.clock, engine.settings, [Runs(services, stopping)])


def run_until_idle() -> int:
    """Do all runs that are due here and now, as tests do; returns how many."""
    due, total = due_runs(services(), threading.Event()), 0
    while taken := due.round().taken:
        total += taken
    return total


def _failed(run: Run, why: Name) -> dict[str, Any]:
    shown_kind(run.kind).unfinished(run, why)
    return {"state": "failed", "message": msgspec.json.encode({"zh": why.zh, "en": why.en}).decode()}
