"""Procrastinate as we use it: two queues, one task, one connection pool a worker."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeAlias

import psycopg
import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.connector import LISTEN_TIMEOUT, Notify
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import Engine

from engine.store.database import hears, libpq
from engine.store.queue import QUEUE, SETTLE, TASK, WAKE_LOCKED

_AWAY = 1.0
"""Seconds between attempts to reach a server that is away."""

_LOOK = '{"type": "job_inserted", "job_id": 0}'

_log = structlog.get_logger("engine")

_AT_ONCE = datetime.fromtimestamp(0, UTC)
"""By every machine's clock."""

Args: TypeAlias = dict[str, str | int]
"""What the row of an entry is found by."""


class _Connector(PsycopgConnector):
    """Who begins to listen, first or after the connection broke, looks at once: what came before, nobody told it of."""

    async def _loop_notify(
        self, on_notification: Notify, connection: "psycopg.AsyncConnection[Any]", timeout: float = LISTEN_TIMEOUT
    ) -> None:
        await on_notification(channel="", payload=_LOOK)
        await super()._loop_notify(on_notification, connection, timeout)


class Entries(JobManager):
    """Procrastinate's access to the queue, with three things more.

    An entry may be finished before its task returns (`finish_now`), which frees its lock while the runner goes on with
    something else. And when an entry leaves a lock on which others wait, the workers are told: Procrastinate itself
    would find those only by polling. An entry that cannot be finished because the server is away is finished when it is
    back (while `patient`): left as it is, it would hold its lock for as long as this worker lives.
    """

    def __init__(self, connector: PsycopgConnector, patient: Callable[[], bool]) -> None:
        super().__init__(connector)
        self._patient = patient
        self._finished: set[int] = set()

    async def finish_now(self, job: Job) -> None:
        """Remove an entry whose task still runs."""
        await self.finish_job(job, Status.SUCCEEDED, delete_job=True)
        self._finished.add(job.id or 0)

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        if job.id in self._finished:
            self._finished.discard(job.id)
            return
        while not await self._finish(job, status, delete_job):
            await asyncio.sleep(_AWAY)
        if job.lock and not job.lock.startswith("job:"):
            await self.connector.execute_query_async(WAKE_LOCKED, lock=job.lock)

    async def _finish(self, job: Job, status: Status, delete_job: bool) -> bool:
        """Whether it is done; not so where the server is away. Raises ConnectorException where nobody wants to wait."""
        try:
            await super().finish_job(job, status, delete_job)
        except ConnectorException as error:
            if not isinstance(error.__cause__, psycopg.OperationalError):
                _log.debug("entry gone", entry=job.id, reason=str(error.__cause__))
            elif self._patient():
                return False
            else:
                raise
        return True

    async def sweep(self, seconds: float) -> int:
        """Put entries of workers without heartbeat for so many seconds back into the queue; returns how many."""
        swept = 0
        for job in await self.get_stalled_jobs(seconds_since_heartbeat=seconds):
            swept += await self._put_back(job)
        if swept:
            await self.prune_stalled_workers(seconds)
        return swept

    async def _put_back(self, job: Job) -> bool:
        try:
            await self.retry_job(job, retry_at=_AT_ONCE)
        except UniqueViolation:
            # The row was promoted again meanwhile.
            await super().finish_job(job, Status.FAILED, delete_job=True)
        except ConnectorException as error:
            # Another worker swept it first.
            _log.debug("stalled entry not put back", entry=job.id, reason=str(error.__cause__))
            return False
        _log.warning("stalled entry put back", entry=job.id, args=job.task_kwargs)
        return True


Perform: TypeAlias = Callable[[Entries, Job, str, Args], Awaitable[None]]
"""Performs an entry of the queue: its job, the kind of work, and what the row is found by."""


def open_app(database: Engine, concurrency: int, perform: Perform, patient: Callable[[], bool]) -> tuple[App, Entries]:
    """An application, not yet open, whose only task is `perform`, for so many runners of each queue."""
    address, told = libpq(database)
    connector = _Connector(
        pool_factory=_pool,
        conninfo=address,
        kwargs=told,
        min_size=1,
        max_size=concurrency + 2,
        timeout=10.0,
        configure=partial(_configure, settle=hears(database)),
    )
    app = App(connector=connector)
    entries = app.job_manager = Entries(connector, patient)

    @app.task(name=TASK, queue=QUEUE, pass_context=True)
    async def one(context: JobContext, kind: str, args: Args) -> None:
        await perform(entries, context.job, kind, args)

    return app, entries


def _pool(*, check: object, **settings: Any) -> AsyncConnectionPool:
    """Without the check of each connection, a round trip for every query: a worker whose connections broke begins anew."""
    return AsyncConnectionPool(**settings)


async def _configure(connection: "psycopg.AsyncConnection[Any]", settle: bool) -> None:
    """Each of Procrastinate's queries is a transaction by itself: one round trip instead of three.

    `settle`: the plan of the fetch goes through indexes however large the queue was when it was made.
    """
    await connection.set_autocommit(True)
    if settle:
        await connection.execute(SETTLE)
