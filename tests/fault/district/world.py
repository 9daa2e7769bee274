"""One installation under load: its processes, its clients, and what must hold after every fault and at the end."""

import random
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from sqlalchemy import text

import handlers.registry
from engine.history import stores, verify
from engine.runtime.clock import ManualClock, SystemClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from tests.fault.checking import journalled, left_over
from tests.fault.district.clients import Clerk, Client, Hotline
from tests.fault.district.files import CLERKS, KINDS, STORE, environment
from tests.fault.district.house import House, Running
from tests.fault.processes import Forker
from tests.fault.waiting import LIMIT, until
from tests.process_files import GROUP

DAY = 86_400_000


class World:
    """As a context: ends all processes and clients."""

    def __init__(self, url: str, forker: Forker, more: Mapping[str, str] | None = None) -> None:
        self.url = url
        self.house = House(forker, {**environment(url), **(more or {})})
        self.acknowledged: list[str] = []
        self.address = ""
        self.hotline = Hotline("hotline", lambda: self.address, self.house.ticker, self.acknowledged)
        clerks = [Clerk(name, lambda: self.address, self.house.ticker, self.acknowledged) for name in CLERKS]
        self._clients: list[Client] = [self.hotline, *clerks]
        self._verified: dict[str, int] = {}
        self._engine = Engine(url, handlers.registry.load(), clock=ManualClock(SystemClock().now()))

    def __enter__(self) -> Self:
        for client in self._clients:
            client.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.send_home()
        finally:
            self.house.kill_all()
            self._engine.stop()

    def serve(self, death: Mapping[str, str | int] | None = None) -> Running:
        """Start a server, to which all clients turn from now on."""
        running = self.house.start("serve", death=death)
        self.address = running.ready()
        self.hotline.let_in(4)
        self.house.ticker.ring()
        return running

    def work(self, death: Mapping[str, str | int] | None = None) -> Running:
        """Start a worker."""
        running = self.house.start("worker", death=death)
        running.ready()
        return running

    def unanswered(self) -> int:
        """How often clients got no answer so far."""
        return sum(client.unanswered for client in self._clients)

    def wait_for(self, commits: int, running: Running) -> None:
        """Until the process has made so many commits more, or has died."""
        wanted = running.commits + commits
        until(lambda: running.commits >= wanted or running.ended(), f"{commits} commits")

    def send_home(self) -> None:
        """Let the clients finish what they are at, and leave."""
        for client in self._clients:
            client.leave.set()
        self.house.ticker.ring()
        for client in self._clients:
            client.join(LIMIT)
            if client.failure is not None:
                raise client.failure

    def stop(self, *processes: Running) -> None:
        """Let the clients leave, and the processes end as an operator ends them."""
        self.send_home()
        for running in processes:
            running.process.terminate()
            assert running.end() == 0, list(running.problems)

    def check(self) -> None:
        """What was acknowledged is there once; every case that moved since the last look verifies."""
        acknowledged = list(self.acknowledged)
        # In this order: a message goes from its table to the journal, and others work meanwhile.
        with self._engine.database.connect() as connection:
            waiting = {f"message:{id}" for id in connection.scalars(text("SELECT id FROM message"))}
        known = journalled(self._engine)
        assert len(known) == len(set(known))
        with self._engine.database.connect() as connection:
            heads = {row.id: row.seq for row in connection.execute(text("SELECT id, seq FROM instance"))}
        missing = set(acknowledged) - set(known) - waiting
        assert not missing
        for id in [id for id, seq in heads.items() if self._verified.get(id) != seq]:
            assert [one.difference for one in verify(self._engine.database, id)] == [None]
        self._verified = heads

    def finish(self) -> None:
        """Take every case to its end, now that nobody else works, and hold everything to what must be."""
        engine = self._engine
        clock = engine.clock
        assert isinstance(clock, ManualClock)
        engine.forget()
        clerk = Actor(CLERKS[0], frozenset({GROUP}))
        while open_cases := engine.instances(status="active", limit=10_000).rows:
            clock.advance(DAY)
            before = [row.seq for row in open_cases]
            engine.run_until_idle()
            for row in open_cases:
                for task in engine.open_tasks(row.id):
                    engine.complete(row.id, task.token, {}, clerk)
                engine.publish("case-updated", engine.case(row.id).instance.case_number, {}, f"late-{row.id}")
            engine.run_until_idle()
            after = [engine.case(row.id).instance.seq for row in open_cases]
            assert before != after, "the cases stand still"
        self._hold_to_the_end(engine)

    def _hold_to_the_end(self, engine: Engine) -> None:
        self.check()
        rows = engine.instances(limit=10_000).rows
        sent = [report for report in self.hotline.reports if report.receipt]
        assert {row.title for row in rows} >= {report.key for report in sent}
        assert len({row.title for row in rows}) == len(rows)
        numbers = sorted(row.case_number for row in rows)
        assert [number[-6:-1] for number in numbers] == [f"{n:05}" for n in range(1, len(rows) + 1)]
        for row in rows:
            kinds = [step.kind for step in engine.case(row.id).steps]
            assert [kind for kind in kinds if kind != "FailJob"] == KINDS, kinds
            assert row.status == "completed"
        with engine.database.connect() as connection:
            told = sorted(connection.scalars(text("SELECT subject FROM notification")))
        assert told == numbers
        assert sorted(row.key for row in stores.rows(engine.database, STORE)) == numbers
        with engine.database.begin() as connection:
            late = text("DELETE FROM message WHERE id LIKE 'late-%'")
            connection.execute(late)
        assert left_over(engine) == {}


def random_death(chance: random.Random, most: int) -> dict[str, str | int]:
    """At any point, after at most so many."""
    return {"after": chance.randint(1, most)}
