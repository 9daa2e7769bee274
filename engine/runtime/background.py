"""Who does due work: threads of this process, or workers on any number of machines."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Engine

from engine.runtime.commanding import Commander
from engine.runtime.due.jobs import Jobs
from engine.runtime.due.kind import Kind
from engine.runtime.due.work import DueWork
from engine.runtime.job_queue import EmbeddedJobQueue, JobQueue
from engine.runtime.job_worker import JobWorker
from engine.runtime.settings import RuntimeSettings
from engine.runtime.workers import Workers


class Background(Protocol):
    """The port of whatever does due work."""

    def run_until_idle(self, limit: int) -> int:
        """Do everything due here and now; returns how much did something. Raises RuntimeError past `limit`."""
        ...

    def start(self) -> None:
        """Begin to do it in threads; a second call changes nothing."""
        ...

    def stop(self, timeout: float) -> None:
        """Take nothing new, and let what was begun end, at most `timeout` seconds."""
        ...

    def wake(self) -> None:
        """Something may be due: look at once."""
        ...


def job_queue(database: Engine, settings: RuntimeSettings, *, distributed: bool) -> JobQueue:
    """The queue of one of the two modes."""
    if not distributed:
        return EmbeddedJobQueue(database)
    from engine.runtime.distributed.queue import ProcrastinateJobQueue

    return ProcrastinateJobQueue(database, settings)


def background(commander: Commander, kinds: Sequence[Kind], jobs: JobWorker, queue: JobQueue) -> Background:
    """What goes with the queue; `kinds` is all due work but jobs."""
    database, clock, settings = commander.instances.database, commander.clock, commander.settings
    if isinstance(queue, EmbeddedJobQueue):
        return Workers(commander, DueWork(database, clock, settings, kinds), jobs, settings)
    from engine.runtime.distributed.queue import ProcrastinateJobQueue
    from engine.runtime.distributed.worker import DistributedWorkers

    assert isinstance(queue, ProcrastinateJobQueue)
    work = DueWork(database, clock, settings, [*kinds, Jobs(database, jobs)])
    return DistributedWorkers(database, work, jobs, queue, clock, settings)
