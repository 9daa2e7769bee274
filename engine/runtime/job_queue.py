"""The port through which jobs reach the threads that run them, and the queue that needs no server."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

import msgspec
from sqlalchemy import Connection, Engine, Row, text

from engine.execution.events import JobOpened
from engine.runtime.ids import new_id
from engine.store.database import is_postgresql, reading


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """One job to run. `lease` names this run of it ('' before it is taken); `due` is milliseconds since 1970."""

    instance_id: str
    token: int
    element: str
    process: str
    type: str
    retries: int
    headers: dict[str, str]
    due: int = 0
    lease: str = ""

    @classmethod
    def opened(cls, instance_id: str, event: JobOpened) -> Self:
        """The job that an event opens."""
        return cls(instance_id, event.token, event.element, event.process, event.type, event.retries, event.headers)


class JobQueue(Protocol):
    """Hands every open job to one runner at a time, and to another when a runner dies.

    A job may be handed out again after its lease has run out; that its effect happens once follows from the version
    guard of `CompleteJob` and the handler's idempotency key, not from the queue.
    """

    @property
    def reads_projections(self) -> bool:
        """True where the `job` table is the queue, so that nothing is to be enqueued beside it."""
        ...

    def enqueue(self, connection: Connection, jobs: Sequence[QueuedJob]) -> None:
        """Add jobs in the transaction of the command that opened them: a rollback leaves none."""
        ...

    def take(self, now: int, lease: int) -> QueuedJob | None:
        """The next due job, leased to the caller until `now + lease`; None where there is none."""
        ...

    def claim(self, instance_id: str, token: int, until: int, now: int, lease: int) -> QueuedJob | None:
        """The job that was taken as due work until `until`, leased to the caller until `now + lease`; None where
        somebody else has it or it is closed."""
        ...

    def extend(self, job: QueuedJob, until: int) -> bool:
        """Keep the lease of a job that still runs; False where it was lost."""
        ...

    def give_back(self, job: QueuedJob) -> None:
        """End the lease without an outcome: somebody else may run the job at once."""
        ...


_ANY = text("SELECT 1 FROM job WHERE next_at <= :now LIMIT 1")
_NEXT = "SELECT instance_id, token FROM job WHERE next_at <= :now ORDER BY next_at LIMIT 1"
_LEASE = "UPDATE job SET lease = :lease, next_at = :until"
_COLUMNS = ("instance_id", "token", "element", "process", "type", "retries", "headers", "due", "lease")
_TAKE_SQLITE = text(f"{_LEASE} WHERE (instance_id, token) IN ({_NEXT}) RETURNING {', '.join(_COLUMNS)}")
# MATERIALIZED: the choice is made once, or a plan might make it, and lock, once a row.
_TAKE_POSTGRESQL = text(
    f"WITH next AS MATERIALIZED ({_NEXT} FOR UPDATE SKIP LOCKED) {_LEASE} FROM next"
    " WHERE job.instance_id = next.instance_id AND job.token = next.token"
    f" RETURNING {', '.join('job.' + column for column in _COLUMNS)}"
)
_CLAIM = text(
    f"{_LEASE} WHERE instance_id = :instance_id AND token = :token AND next_at = :taken RETURNING {', '.join(_COLUMNS)}"
)
_HELD = "WHERE instance_id = :instance_id AND token = :token AND lease = :lease"
_EXTEND = text(f"UPDATE job SET next_at = :until {_HELD}")  # noqa: S608  a constant
_GIVE_BACK = text(f"UPDATE job SET lease = '', next_at = due {_HELD}")  # noqa: S608  a constant


class EmbeddedJobQueue:
    """The `job` table drained by threads of this process, on both databases."""

    def __init__(self, database: Engine) -> None:
        self._database = database
        self._take = _TAKE_POSTGRESQL if is_postgresql(database) else _TAKE_SQLITE

    @property
    def reads_projections(self) -> bool:
        return True

    def enqueue(self, connection: Connection, jobs: Sequence[QueuedJob]) -> None:
        """Nothing: the commit has written the rows."""

    def take(self, now: int, lease: int) -> QueuedJob | None:
        with reading(self._database) as connection:
            if connection.execute(_ANY, {"now": now}).first() is None:
                return None
        with self._database.begin() as connection:
            row = connection.execute(self._take, {"now": now, "until": now + lease, "lease": new_id(now)}).one_or_none()
        return None if row is None else _job(row)

    def claim(self, instance_id: str, token: int, until: int, now: int, lease: int) -> QueuedJob | None:
        values = {"instance_id": instance_id, "token": token, "taken": until}
        with self._database.begin() as connection:
            row = connection.execute(_CLAIM, {**values, "until": now + lease, "lease": new_id(now)}).one_or_none()
        return None if row is None else _job(row)

    def extend(self, job: QueuedJob, until: int) -> bool:
        with self._database.begin() as connection:
            return connection.execute(_EXTEND, {**_key(job), "until": until}).rowcount == 1

    def give_back(self, job: QueuedJob) -> None:
        with self._database.begin() as connection:
            connection.execute(_GIVE_BACK, _key(job))


def _key(job: QueuedJob) -> dict[str, Any]:
    return {"instance_id": job.instance_id, "token": job.token, "lease": job.lease}


def _job(row: Row[Any]) -> QueuedJob:
    headers = msgspec.json.decode(row.headers, type=dict[str, str])
    return QueuedJob(
        row.instance_id, row.token, row.element, row.process, row.type, row.retries, headers, row.due, row.lease
    )
