"""What handlers report about their jobs."""

from typing import Literal

import msgspec

from engine.errors import CommandRejected
from engine.execution.commands import CompleteJob, FailJob, ThrowError
from engine.execution.error_routing import catcher, throw_error, uncaught
from engine.execution.events import JobClosed, JobFailed
from engine.execution.instance import Instance
from engine.execution.open_work import OpenJob
from engine.execution.standstill import Standstill


def complete(instance: Instance, command: CompleteJob) -> None:
    """Take the results and go on."""
    _close(instance, _running_job(instance, command.token), "completed")
    instance.tokens[command.token].proceed(command.variables)


def fail(instance: Instance, command: FailJob) -> None:
    """Keep the job for another try, or let it stand still when none is left."""
    job = _running_job(instance, command.token)
    retries = max(0, command.retries)
    _failed(instance, job, command.message, retries, command.retry_at)
    if retries == 0:
        code = {"code": command.code} if command.code else {}
        texts = {**command.details, **code, "type": job.type, "message": command.message}
        instance.raise_incident(instance.tokens[job.token], Standstill("job", command.message, texts))


def throw(instance: Instance, command: ThrowError) -> None:
    """Route a handler's BPMN error; uncaught, the job stands still and can be tried again."""
    job = _running_job(instance, command.token)
    token = instance.tokens[job.token]
    caught = catcher(token, "error", command.error, own=True)
    if caught is None:
        _failed(instance, job, command.message, 0, 0)
        instance.raise_incident(token, uncaught(token, command.error, command.message))
        return
    _close(instance, job, "error")
    throw_error(token, command.error, command.variables, caught)


def _close(instance: Instance, job: OpenJob, outcome: Literal["completed", "error"]) -> None:
    del instance.open.jobs[job.token]
    instance.events.append(JobClosed(token=job.token, outcome=outcome))


def _failed(instance: Instance, job: OpenJob, message: str, retries: int, retry_at: int) -> None:
    instance.open.jobs[job.token] = msgspec.structs.replace(job, retries=retries)
    instance.events.append(JobFailed(token=job.token, message=message, retries=retries, retry_at=retry_at))


def _running_job(instance: Instance, token: int) -> OpenJob:
    job = instance.open.jobs.get(token)
    if job is None or job.retries == 0:
        raise CommandRejected("The job is no longer open.", reason="job_not_open", token=token)
    return job
