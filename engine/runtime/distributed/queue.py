"""Jobs on their way to the workers: by the queue, or, where a runner is at hand, straight to it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from engine.runtime.ids import new_id
from engine.runtime.job_queue import JobRows, Placement, QueuedJob
from engine.runtime.settings import RuntimeSettings
from engine.store.projections.changes import Changes
from engine.store.queue import JOB, Entry


@dataclass(slots=True)
class Runner:
    """What performs one entry. `left` is how many jobs it may still keep for itself, `kept` the one it keeps now."""

    left: int
    kept: QueuedJob | None = None


class _Here(threading.local):
    """Without slots, which all threads would share."""

    runner: Runner | None = None


class ProcrastinateJobQueue(JobRows):
    """The port's distributed side.

    A commit enqueues the jobs that it opens in its own statement. One of them it may keep instead: where the thread
    that commits is a runner, which is free as soon as the commit is done, the row is leased to that runner and the
    queue never hears of the job. If the process dies, the lease runs out and the job is promoted like any other. A
    runner keeps at most `settings.direct` jobs one after the other; then one takes its turn in the queue, so that no
    case that feeds itself keeps a runner from the others.
    """

    def __init__(self, database: Engine, settings: RuntimeSettings) -> None:
        super().__init__(database)
        self._settings = settings
        self._here = _Here()
        self._keeps = False

    def keeping(self, allowed: bool) -> None:
        """Whether runners may keep jobs: not while the worker stops."""
        self._keeps = allowed

    def new_runner(self, kind: str) -> Runner:
        """One that performs an entry of this kind, and has kept nothing yet. Only those that run handlers keep jobs."""
        return Runner(self._settings.direct if kind == JOB else 0)

    @contextmanager
    def running(self, runner: Runner) -> Iterator[None]:
        """The present thread is this runner: it may keep jobs that it opens."""
        self._here.runner = runner
        try:
            yield
        finally:
            self._here.runner = None

    def next(self, runner: Runner) -> QueuedJob | None:
        """The job that the runner kept, to be run now; None where there is none. While the worker stops, it is given
        back."""
        job, runner.kept = runner.kept, None
        if job is not None and not self._keeps:
            self.give_back(job)
            return None
        return job

    def place(self, instance_id: str, at: int, changes: Changes) -> Placement:
        runner = self._here.runner
        kept = None
        entries = []
        for row in changes.inserts.get("job", {}).values():
            if row["next_at"] != at:
                continue
            if kept is None and runner is not None and self._may_keep(runner):
                row["lease"], row["next_at"] = new_id(at), at + self._settings.lease
                kept = QueuedJob.of_row(instance_id, row)
            else:
                token, until = row["token"], at + self._settings.horizon
                row["next_at"] = until
                args = {"instance_id": instance_id, "token": token, "until": until}
                entries.append(Entry(JOB, args, f"job:{instance_id}:{token}"))
        return Placement(tuple(entries), kept, _leaves_due(at, changes))

    def placed(self, placement: Placement) -> None:
        runner = self._here.runner
        if placement.kept is not None and runner is not None:
            runner.kept = placement.kept
            runner.left -= 1

    def _may_keep(self, runner: Runner) -> bool:
        return self._keeps and runner.kept is None and runner.left > 0


def _leaves_due(at: int, changes: Changes) -> bool:
    """Whether something is due at once that neither goes to the queue nor to a runner."""
    for rows in (*changes.inserts.values(), *changes.updates.values()):
        for row in rows.values():
            next_at: Any = row.get("next_at")
            if next_at is not None and next_at <= at:
                return True
    return False
