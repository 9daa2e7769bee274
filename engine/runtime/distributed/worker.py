"""A worker process of the distributed mode: Procrastinate fetches entries, runners perform them, a scheduler promotes."""

import asyncio
import contextlib
import threading
from functools import partial

import structlog
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition, Job
from procrastinate.worker import Worker
from psycopg import OperationalError
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from engine.runtime import faults
from engine.runtime.clock import Clock
from engine.runtime.distributed.entries import Args, Entries, open_app
from engine.runtime.distributed.queue import ProcrastinateJobQueue, Runner
from engine.runtime.distributed.runners import Runners
from engine.runtime.distributed.scheduler import Scheduler
from engine.runtime.due.kind import Item
from engine.runtime.due.work import DueWork
from engine.runtime.job_worker import JobWorker
from engine.runtime.settings import RuntimeSettings
from engine.store import queue as sql
from engine.store.database import hears, reading

_AWAY = 1.0
"""Seconds between attempts to reach a server that is away, and how long a broken session waits for its runners."""

_LEAVES = 5.0
"""Seconds that a stop leaves to the connections to end, beside its time for the runners."""

_log = structlog.get_logger("engine")


class DistributedWorkers:
    """Background work by Procrastinate. Where it is not started, as in a web process, it only tells others.

    Whatever breaks the connections ends a *session*; the next begins when the server answers again.
    """

    def __init__(
        self,
        database: Engine,
        work: DueWork,
        jobs: JobWorker,
        queue: ProcrastinateJobQueue,
        clock: Clock,
        settings: RuntimeSettings,
    ) -> None:
        self._database = database
        self._work = work
        self._jobs = jobs
        self._queue = queue
        self._settings = settings
        self._scheduler = Scheduler(database, work, clock, settings)
        self._runners = Runners()
        self._thread: threading.Thread | None = None
        self._stop = _Stop()
        self._performed = 0
        self._done = 0

    def run_until_idle(self, limit: int) -> int:
        """Promote and perform everything due here and now; returns how much did something. Raises RuntimeError past
        `limit`."""
        done, before, self._stop = self._done, self._performed, _Stop()
        self._queue.keeping(True)
        while True:
            promoted, performed = self._scheduler.promote(), self._performed
            asyncio.run(self._session(wait=False))
            if not promoted and self._performed == performed:
                return self._done - done
            if self._performed - before > limit:
                raise RuntimeError(f"more than {limit} jobs, timers and messages without coming to rest")

    def start(self) -> None:
        """Start the threads; a second call changes nothing."""
        if self._thread is not None:
            return
        self._stop = _Stop()
        self._queue.keeping(True)
        self._scheduler.start()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), name="worker", daemon=True)
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """Take nothing new, let runners finish what they hold (at most `timeout` seconds), and give back the rest."""
        if self._thread is None:
            return
        self._queue.keeping(False)
        self._stop.ask(timeout)
        self._scheduler.stop()
        self._thread.join(timeout + _LEAVES)
        self._thread = None
        self._jobs.give_back()

    def wake(self) -> None:
        """Let the schedulers of all workers look at once."""
        try:
            with reading(self._database) as connection:
                connection.execute(text(f"SELECT {sql.NOTIFY}"))
        except SQLAlchemyError as error:
            # They look by themselves as well.
            _log.warning("nobody was told", reason=str(error))

    async def _live(self) -> None:
        """One session after the other, until asked to stop."""
        while not self._stop.asked:
            try:
                await self._session(wait=True)
            except (ConnectorException, OperationalError) as error:
                _log.warning("worker lost the database", reason=str(error.__cause__ or error))
            except Exception:  # noqa: BLE001  whatever it raises: a worker that gave up would leave every case standing
                _log.exception("worker failed")
            await self._stop.wait(_AWAY)

    async def _session(self, *, wait: bool) -> None:
        """Perform entries until asked to stop, or (without `wait`) until none is left. Raises what the database raises."""
        app, entries = open_app(self._database, self._settings.job_threads, self._perform, self._patient)
        async with app.open_async():
            await entries.sweep(self._settings.stalled_after / 1000)
            workers = [self._worker(app, name, wait) for name in (sql.QUEUE, sql.HANDLERS)]
            running = [asyncio.create_task(worker.run()) for worker in workers]  # type: ignore[no-untyped-call]
            beside = [asyncio.create_task(self._sweep(entries)), asyncio.create_task(self._end(workers))]
            # Where one has broken, without an error of its own maybe, the other may not know.
            enough = asyncio.FIRST_COMPLETED if wait else asyncio.ALL_COMPLETED
            try:
                ended, _ = await asyncio.wait(running, return_when=enough)
            finally:
                for task in (*running, *beside):
                    task.cancel()
                await asyncio.gather(*running, *beside, return_exceptions=True)
            for task in ended:
                task.result()

    def _worker(self, app: App, name: str, wait: bool) -> Worker:
        """What fetches the entries of one queue."""
        return Worker(
            app,
            queues=[name],
            concurrency=self._settings.job_threads,
            wait=wait,
            listen_notify=wait and hears(self._database),
            fetch_job_polling_interval=self._settings.poll / 1000,
            shutdown_graceful_timeout=_AWAY if wait else None,
            delete_jobs=DeleteJobCondition.ALWAYS,
            install_signal_handlers=False,
            update_heartbeat_interval=self._settings.heartbeat / 1000,
            stalled_worker_timeout=self._settings.stalled_after / 1000,
        )

    def _patient(self) -> bool:
        return not self._stop.asked

    async def _end(self, workers: list[Worker]) -> None:
        await self._stop.wait(None)
        for worker in workers:
            worker.shutdown_graceful_timeout = self._stop.timeout
            worker.stop()  # type: ignore[no-untyped-call]  # its methods have no annotations

    async def _sweep(self, entries: Entries) -> None:
        while True:
            await asyncio.sleep(self._settings.sweep / 1000)
            with contextlib.suppress(ConnectorException):
                await entries.sweep(self._settings.stalled_after / 1000)

    async def _perform(self, entries: Entries, job: Job, kind: str, args: Args) -> None:
        runner = self._queue.new_runner(kind)
        faults.point("entry.before_perform")
        await self._runners.run(partial(self._one, runner, Item(kind, args)))
        faults.point("entry.after_perform")
        if runner.kept is not None:
            # What comes now is no part of the entry: its lock is for others.
            await entries.finish_now(job)
            await self._runners.run(partial(self._go_on, runner))

    def _one(self, runner: Runner, item: Item) -> None:
        with self._queue.running(runner):
            try:
                self._count(self._work.perform(item))
                if self._work.kinds[item.kind].leaves_due:
                    self.wake()
            except Exception as error:  # noqa: BLE001  it could not even be put off
                _log.error(
                    "failed, and due again when its time is over", kind=item.kind, args=item.args, reason=str(error)
                )

    def _go_on(self, runner: Runner) -> None:
        with self._queue.running(runner):
            while (job := self._queue.next(runner)) is not None:
                try:
                    self._jobs.run(job, opened_here=True)
                except Exception as error:  # noqa: BLE001  as above
                    _log.error(
                        "failed, and due again when its lease is over", instance_id=job.instance_id, reason=str(error)
                    )
                self._count(True)

    def _count(self, done: int) -> None:
        self._performed += 1
        self._done += done


class _Stop:
    """A request to stop that threads make and the event loop waits for."""

    def __init__(self) -> None:
        self.timeout = 0.0
        self._asked = threading.Event()
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    @property
    def asked(self) -> bool:
        return self._asked.is_set()

    def ask(self, timeout: float) -> None:
        """Ask to stop within so many seconds."""
        self.timeout = timeout
        self._asked.set()
        for loop, event in list(self._waiting):
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(event.set)

    async def wait(self, timeout: float | None) -> None:
        """Return when asked, or after so many seconds."""
        mine = asyncio.get_running_loop(), asyncio.Event()
        self._waiting.append(mine)
        try:
            if not self.asked:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(mine[1].wait(), timeout)
        finally:
            self._waiting.remove(mine)
