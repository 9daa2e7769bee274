"""Runs jobs: takes one, calls its handler outside any transaction, and sends the outcome back as a command."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from engine.diagrams.traversal import wanted_job
from engine.errors import CommandRejected, EngineError, NotFound
from engine.execution.commands import AnyCommand, CompleteJob, FailJob, ThrowError
from engine.runtime import faults
from engine.runtime.amendments import Cause
from engine.runtime.commanding import Commander, Make
from engine.runtime.handler_run import HandlerQuit, HandlerTimeout, run_apart
from engine.runtime.handlers import Amended, Amendment, BpmnError, Handler, JobContext
from engine.runtime.instances import LoadedInstance
from engine.runtime.job_queue import JobQueue, QueuedJob
from engine.runtime.settings import RuntimeSettings
from engine.runtime.surroundings import Organisation

_log = structlog.get_logger("engine")


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a job failed: in English, and as a code with details for a sentence in any language."""

    message: str
    code: str
    details: Mapping[str, object]


class JobWorker:
    """Calls handlers by name."""

    def __init__(
        self,
        database: Engine,
        commander: Commander,
        queue: JobQueue,
        handlers: Mapping[str, Handler],
        settings: RuntimeSettings,
        amend: Callable[[str, Amendment, Cause], Amended],
        organisation: Organisation,
    ) -> None:
        self._amend = amend
        self._organisation = organisation
        self._database = database
        self._commander = commander
        self._queue = queue
        self._handlers = handlers
        self._settings = settings
        self._held: dict[str, QueuedJob] = {}

    def run_one(self) -> bool:
        """Run the next due job; False where there is none."""
        job = self.take()
        if job is None:
            return False
        self.run(job)
        return True

    def take(self) -> QueuedJob | None:
        """The next due job, for the caller to `run`; None where there is none."""
        job = self._queue.take(self._commander.clock.now(), self._settings.lease)
        if job is not None:
            self._held[job.lease] = job
        return job

    def run_taken(self, instance_id: str, token: int, until: int) -> bool:
        """Run a job that was taken as due work; False where it is closed or somebody else runs it."""
        now, lease = self._commander.clock.now(), self._settings.lease
        job = self._queue.claim(instance_id, token, now, lease, until)
        if job is None:
            return False
        self.run(job)
        return True

    def run(self, job: QueuedJob, *, opened_here: bool = False) -> None:
        """Run a job that is leased to the caller and send back what came of it.

        `opened_here`: the caller's own step has just opened it, so its handler gets the case as this process knows it.
        """
        self._held[job.lease] = job
        try:
            self._finish(job, self._outcome(job, newest=not opened_here))
        except (CommandRejected, NotFound) as rejection:
            # The job was closed while the handler ran: a boundary event, a cancel, or a second runner after a lost lease.
            _log.warning("job outcome refused", **_ids(job), reason=str(rejection))
        finally:
            self._held.pop(job.lease, None)

    def give_back(self) -> None:
        """End the leases of the jobs that still run here: somebody else may run them at once."""
        for job in list(self._held.values()):
            try:
                self._queue.give_back(job)
                _log.warning("job given back", **_ids(job))
            except SQLAlchemyError as error:
                _log.warning("job not given back, and due when its lease is over", **_ids(job), error=str(error))

    def _outcome(self, job: QueuedJob, *, newest: bool) -> Make:
        handler = self._handlers.get(job.type)
        inputs, context = self._commander.view(job.instance_id, lambda loaded: self._call(job, loaded), newest=newest)
        if handler is None:
            return self._failure(job, _unknown(job.type), final=True)
        try:
            faults.point("job.before_handler")
            outputs = _checked(self._run(job, lambda: handler.run(inputs, context)))
            faults.point("job.after_handler")
        except BpmnError as error:
            return _error(job, error)
        except HandlerTimeout as error:
            _log.error("handler hangs", **_ids(job), limit=error.limit)
            return self._failure(job, _timed_out(error))
        except Exception as error:  # noqa: BLE001  whatever it raises
            _log.warning("handler failed", **_ids(job), error=type(error).__name__)
            return self._failure(job, _reason(error))
        return _completion(job, outputs)

    def _finish(self, job: QueuedJob, make: Make) -> None:
        def checked(id: str, at: int, loaded: LoadedInstance) -> AnyCommand:
            if loaded.instance.job(job.token) is None:
                raise CommandRejected("The job is closed.", instance_id=job.instance_id, token=job.token)
            return make(id, at, loaded)

        faults.point("job.before_outcome")
        self._commander.run(job.instance_id, checked, f"job:{job.lease}")
        faults.point("job.after_outcome")

    def _call(self, job: QueuedJob, loaded: LoadedInstance) -> tuple[dict[str, Any], JobContext]:
        """What the handler is called with."""
        key = f"{job.instance_id}:{job.token}"
        context = JobContext(
            instance_id=job.instance_id,
            token=job.token,
            element=job.element,
            idempotency_key=key,
            now=self._commander.clock.now(),
            headers=job.headers,
            process_id=job.process or loaded.deployed.process_id,
            database=self._database,
            amend=partial(self._amend_for, Cause(key, job.instance_id)),
            organisation=self._organisation,
        )
        # A copy: what a handler does to its inputs must not reach the case.
        return deepcopy(loaded.instance.variables(job.token)), context

    def _amend_for(self, cause: Cause, process_id: str, amendment: Amendment) -> Amended:
        return self._amend(process_id, amendment, cause)

    def _failure(self, job: QueuedJob, reason: _Reason, *, final: bool = False) -> Make:
        def make(id: str, at: int, loaded: LoadedInstance) -> FailJob:
            retries = 0 if final else max(job.retries - 1, 0)
            delay = self._settings.retry_delay(max(_tries(job, loaded) - retries, 1))
            return FailJob(
                id=id,
                at=at,
                actor=f"handler:{job.type}",
                token=job.token,
                message=reason.message[:2000],
                retries=retries,
                retry_at=at + delay if retries else 0,
                code=reason.code,
                details={key: str(value)[:500] for key, value in reason.details.items()},
            )

        return make

    def _run(self, job: QueuedJob, call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Run the handler, and keep its lease while it runs."""
        extend = partial(self._extend, job)
        return run_apart(call, self._settings.handler_limit, self._settings.lease // 3, extend, f"handler {job.lease}")

    def _extend(self, job: QueuedJob) -> None:
        try:
            self._queue.extend(job, self._commander.clock.now() + self._settings.lease)
        except SQLAlchemyError as error:
            _log.warning("lease not extended", **_ids(job), error=str(error))


def _completion(job: QueuedJob, outputs: dict[str, Any]) -> Make:
    return lambda id, at, _: CompleteJob(id=id, at=at, actor=f"handler:{job.type}", token=job.token, variables=outputs)


def _error(job: QueuedJob, error: BpmnError) -> Make:
    return lambda id, at, _: ThrowError(
        id=id,
        at=at,
        actor=f"handler:{job.type}",
        token=job.token,
        error=error.code,
        message=error.message,
        variables=error.variables,
    )


def _unknown(handler: str) -> _Reason:
    return _Reason(f"No handler is registered under the name {handler}.", "handler_unknown", {"type": handler})


def _timed_out(error: HandlerTimeout) -> _Reason:
    return _Reason(f"HandlerTimeout: {error}", "handler_timeout", {"seconds": error.limit // 1000})


def _reason(error: Exception) -> _Reason:
    if isinstance(error, HandlerQuit):
        return _Reason(str(error), "handler_failed", {"kind": error.kind})
    kind = type(error).__name__
    if isinstance(error, EngineError):
        return _Reason(f"{kind}: {error}", error.code, error.details)
    return _Reason(f"{kind}: {error}", "handler_failed", {"kind": kind})


def _checked(outputs: object) -> dict[str, Any]:
    """The outputs as JSON values. Raises TypeError for what is no JSON object."""
    if not isinstance(outputs, dict):
        raise TypeError(f"the handler returned {type(outputs).__name__}, not a dict")
    return msgspec.json.decode(msgspec.json.encode(outputs), type=dict[str, Any])


def _tries(job: QueuedJob, loaded: LoadedInstance) -> int:
    """How often the diagram lets the job be tried in all."""
    node = loaded.deployed.labels.node(job.process, job.element)
    wanted = None if node is None else wanted_job(node)
    if wanted is not None and isinstance(wanted.retries, str) and wanted.retries.isdigit():
        return int(wanted.retries)
    return job.retries


def _ids(job: QueuedJob) -> dict[str, Any]:
    return {"instance_id": job.instance_id, "token": job.token, "element": job.element, "handler": job.type}
