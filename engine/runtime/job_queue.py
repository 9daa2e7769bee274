"""The port through which jobs reach the threads that run them, and the queue that needs no server."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self

import msgspec
from sqlalchemy import Engine, Row, text

from engine.runtime.ids import new_id
from engine.store.database import is_postgresql, one_statement, reading
from engine.store.projections.changes import Changes
from engine.store.queue import Entry


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
    def of_row(cls, instance_id: str, row: Mapping[str, Any]) -> Self:
        """The job of a row of the table `job`."""
        values = {name: row[name] for name in ("token", "element", "process", "type", "retries", "due", "lease")}
        headers = msgspec.json.decode(row["headers"], type=dict[str, str])
        return cls(instance_id=instance_id, headers=headers, **values)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the jobs go that a step opens: `entries` of a queue beside the table, and one that this process keeps, to
    be run by whoever wrote the step. `wakes`: something else is due, of which others are to be told."""

    entries: tuple[Entry, ...] = ()
    kept: QueuedJob | None = None
    wakes: bool = False


class JobQueue(Protocol):
    """Hands every open job to one runner at a time, and to another when a runner dies.

    A job may be handed out again after its lease has run out; that its effect happens once follows from the version
    guard of `CompleteJob` and the handler's idempotency key, not from the queue.
    """

    def place(self, instance_id: str, at: int, changes: Changes) -> Placement:
        """Say, before a step is written, where the jobs go that it opens. May set `lease` and `next_at` of their rows in
        `changes`. The entries are written in the step's own transaction: if that fails, there are none."""
        ...

    def placed(self, placement: Placement) -> None:
        """The step is written."""
        ...

    def take(self, now: int, lease: int) -> QueuedJob | None:
        """The next due job, leased to the caller until `now + lease`; None where there is none."""
        ...

    def claim(self, instance_id: str, token: int, now: int, lease: int, until: int) -> QueuedJob | None:
        """A job that the caller was told of, leased to it until `now + lease`; None where somebody else has it, it is
        closed, or it is not due.

        Whoever told put the row off until `until`: while that still stands, the job was due by the teller's clock, and
        the caller's does not matter."""
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
    f"{_LEASE} WHERE instance_id = :instance_id AND token = :token AND lease = '' AND next_at IS NOT NULL"
    f" AND (due <= :now OR next_at = :told) RETURNING {', '.join(_COLUMNS)}"
)
_HELD = "WHERE instance_id = :instance_id AND token = :token AND lease = :lease"
_EXTEND = text(f"UPDATE job SET next_at = :until {_HELD}")  # noqa: S608  a constant
_GIVE_BACK = text(f"UPDATE job SET lease = '', next_at = due {_HELD}")  # noqa: S608  a constant


class JobRows:
    """Taking, leasing and giving back jobs by the rows of their table, on both databases."""

    def __init__(self, database: Engine) -> None:
        self._database = database
        self._take = _TAKE_POSTGRESQL if is_postgresql(database) else _TAKE_SQLITE

    def take(self, now: int, lease: int) -> QueuedJob | None:
        with reading(self._database) as connection:
            if connection.execute(_ANY, {"now": now}).first() is None:
                return None
        with one_statement(self._database) as connection:
            row = connection.execute(self._take, {"now": now, "until": now + lease, "lease": new_id(now)}).one_or_none()
        return None if row is None else _job(row)

    def claim(self, instance_id: str, token: int, now: int, lease: int, until: int) -> QueuedJob | None:
        values = {"instance_id": instance_id, "token": token, "now": now, "told": until}
        with one_statement(self._database) as connection:
            row = connection.execute(_CLAIM, {**values, "until": now + lease, "lease": new_id(now)}).one_or_none()
        return None if row is None else _job(row)

    def extend(self, job: QueuedJob, until: int) -> bool:
        with one_statement(self._database) as connection:
            return connection.execute(_EXTEND, {**_key(job), "until": until}).rowcount == 1

    def give_back(self, job: QueuedJob) -> None:
        with one_statement(self._database) as connection:
            connection.execute(_GIVE_BACK, _key(job))


_IN_THE_TABLE = Placement()


class EmbeddedJobQueue(JobRows):
    """The `job` table drained by threads of this process."""

    def place(self, instance_id: str, at: int, changes: Changes) -> Placement:
        """Nowhere: the rows are the queue."""
        return _IN_THE_TABLE

    def placed(self, placement: Placement) -> None:
        """Nothing is to be done."""


def _key(job: QueuedJob) -> dict[str, Any]:
    return {"instance_id": job.instance_id, "token": job.token, "lease": job.lease}


def _job(row: Row[Any]) -> QueuedJob:
    return QueuedJob.of_row(row.instance_id, row._asdict())
