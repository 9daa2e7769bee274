"""Jobs as due work: for whoever hands them on. Threads of the embedded mode take them from their queue directly."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from engine.runtime.due.kind import Item, Kind
from engine.runtime.job_worker import JobWorker
from engine.store.queue import JOB
from engine.store.tables import job


class Jobs(Kind):
    """Runs handlers; one that fails is no failure of the work: its case says what comes of it."""

    name = JOB
    table = job
    order = ("due", "instance_id", "token")
    # Whoever had it has lost it; whoever is handed it may run it (`JobQueue.claim`).
    sets = "lease = ''"

    def __init__(self, database: Engine, worker: JobWorker) -> None:
        super().__init__(database)
        self._worker = worker

    def lock(self, row: Mapping[str, Any]) -> str:
        return f"job:{row['instance_id']}:{row['token']}"

    def perform(self, item: Item) -> bool:
        return self._worker.run_taken(str(item.args["instance_id"]), int(item.args["token"]), item.until)
