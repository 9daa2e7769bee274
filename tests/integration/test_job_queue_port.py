"""What any queue behind the port may count on: jobs come in the transaction of the command that opened them."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, text

from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.job_queue import EmbeddedJobQueue, QueuedJob
from tests.integration.people import CLERK, WANG
from tests.process_files import chain, service_task, user_task


class OtherQueue(EmbeddedJobQueue):
    """A queue that keeps its entries in a table of its own, and can be made to refuse them."""

    refuses = False

    @property
    def reads_projections(self) -> bool:
        return False

    def enqueue(self, connection: Connection, jobs: Sequence[QueuedJob]) -> None:
        for job in jobs:
            connection.execute(
                text("INSERT INTO queued (instance_id, type) VALUES (:instance_id, :type)"),
                {"instance_id": job.instance_id, "type": job.type},
            )
        if self.refuses:
            raise ConnectionError("the queue is full")


def test_a_job_is_enqueued_with_its_command_or_not_at_all(database_url: str, clock: ManualClock) -> None:
    deployer = Engine(database_url, clock=clock)
    queue = OtherQueue(deployer.database)
    with deployer, Engine(deployer.database, clock=clock, queue=queue) as engine:
        engine.deploy({"p.bpmn": chain(user_task("check"), service_task("register", "register"))}, CLERK)
        with engine.database.begin() as connection:
            connection.execute(text("CREATE TABLE queued (instance_id TEXT, type TEXT)"))
        case = engine.start("p", {}, CLERK)
        token = engine.open_tasks(case)[0].token
        queue.refuses = True
        with pytest.raises(ConnectionError):
            engine.complete(case, token, {}, WANG)
        assert queued(engine) == []
        assert engine.open_tasks(case)[0].token == token
        queue.refuses = False
        engine.complete(case, token, {}, WANG)
        assert queued(engine) == [(case, "register")]


def queued(engine: Engine) -> list[tuple[str, str]]:
    with engine.database.connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT instance_id, type FROM queued"))]
