"""Whether a step or a page costs more among a million open cases than among ten: `python -m benchmarks.crowd`.

Three databases hold 10, 1,000 and 1,000,000 open cases. The first cases of each are really run; the others are copies
of one of them made in SQL, each with an id, a command id, a street and a hash chain of its own, so that any of them
can be loaded, verified and completed like a case that was run: the benchmark does so, and stops where one cannot.
Streets have as many cases as there are streets, so a dispatcher's inbox grows with the square root of all cases, except
in the street that is measured: it has ten in each database.

Then the three are timed in turn, so that whatever else the machine does falls on all alike:
a completion in one of ten cases that somebody works on just now; in a case picked at random among all, which nobody
has in memory; the load of such a case; the dispatcher's inbox and its counts; the page of a case.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from benchmarks.load import new_database, quick, quiet, server_version
from benchmarks.machine import machine, table
from engine.history import verify
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from engine.store import migrate
from engine.store.tables import user_task
from tests import process_files
from tests.postgres import cluster
from tests.process_files import END, START, file, flow, process

SIZES = (10, 1_000, 1_000_000)
OWN = 10
"""Cases of the street that is measured, in each database."""
MEASURED = "street-000000"
DISPATCHER = Actor("officer", frozenset({f"dispatcher@{MEASURED}"}))

_TASK = [column.name for column in user_task.columns]

# The copies take the case with number :first as their pattern: number, street, ids and hashes are replaced.
_COPIES = """
WITH pattern AS MATERIALIZED (
  SELECT i.definition_hash, i.process_id, i.version, i.started_at, i.started_by, j.at, j.actor, j.kind, j.command_id AS first_command,
         convert_from(j.body, 'UTF8') AS body
  FROM instance i JOIN journal j ON j.instance_id = i.id AND j.seq = 1 WHERE i.id = :pattern),
copies AS MATERIALIZED (
  SELECT lpad(to_hex(n), 32, '0') AS id, lpad(to_hex(n), 31, '0') || 'c' AS command_id,
         'street-' || lpad((n % :streets + 1)::text, 6, '0') AS street, p.*
  FROM pattern p, generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) n),
rows AS MATERIALIZED (
  SELECT c.*, convert_to(replace(replace(c.body, c.first_command, c.command_id), :measured, c.street), 'UTF8')
         AS own FROM copies c),
chained AS MATERIALIZED (
  SELECT r.*, sha256(sha256(convert_to('tiaokuai journal 1' || chr(10) || r.id || chr(10) || r.definition_hash, 'UTF8'))
         || convert_to(r.id, 'UTF8') || int8send(1) || r.own) AS hash FROM rows r),
cases AS (
  INSERT INTO instance (id, definition_hash, process_id, version, seq, head_hash, status, started_at, started_by)
  SELECT id, definition_hash, process_id, version, 1, hash, 'active', started_at, started_by FROM chained),
tasks AS (
  INSERT INTO user_task ({tasks}) SELECT c.id, {values} FROM chained c, user_task t WHERE t.instance_id = :pattern),
offers AS (
  INSERT INTO task_candidate (instance_id, token, kind, name)
  SELECT c.id, t.token, t.kind, 'dispatcher@' || c.street FROM chained c, task_candidate t WHERE t.instance_id = :pattern)
INSERT INTO journal (instance_id, seq, at, actor, command_id, kind, hash, body)
SELECT id, 1, at, actor, command_id, kind, hash, own FROM chained
""".format(
    tasks=", ".join(_TASK),
    values=", ".join(f"t.{name}" for name in _TASK if name != "instance_id"),
)
_BATCH = 50_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=20_000 if quick() else SIZES[-1], help="cases in the largest")
    parser.add_argument("--rounds", type=int, default=50 if quick() else 300)
    arguments, _ = parser.parse_known_args()
    quiet()
    sizes = [*SIZES[:-1], arguments.most]
    with cluster(fsync=True, options=("max_wal_size=8GB", "checkpoint_timeout=30min")) as server:
        began = time.perf_counter()
        crowds = [_Crowd(new_database(server, f"crowd{size}"), size) for size in sizes]
        filled = time.perf_counter() - began
        figures = _measure(crowds, arguments.rounds)
        for crowd in crowds:
            crowd.check()
        version = server_version(server)
    print(machine())
    print(f"{version}\n")
    heads = ["median ms, open cases", *(f"{size:,}" for size in sizes), "ratios to the first"]
    print(table(heads, [_row(what, times) for what, times in figures.items()]))
    print(f"\nMaking the cases took {filled:.0f} s. Of each database 20 of the cases touched were verified.")


def _row(what: str, times: list[list[float]]) -> list[str]:
    medians = [statistics.median(one) for one in times]
    ratios = ", ".join(f"{one / medians[0]:.2f}" for one in medians[1:])
    return [what, *(f"{one:.3f}" for one in medians), ratios]


class _Crowd:
    """One database with so many open cases."""

    def __init__(self, url: str, size: int) -> None:
        migrate(url)
        self.engine = Engine(url)
        self.size = size
        self.engine.deploy({"crowd.bpmn": _diagram()}, DISPATCHER)
        self.own = [self.engine.start("p", {"street": MEASURED, "number": number}, DISPATCHER) for number in range(OWN)]
        streets = max(int(size**0.5), 1)
        self.copies = size - OWN
        for first in range(1, self.copies + 1, _BATCH):
            with self.engine.database.begin() as connection:
                connection.execute(text("SET LOCAL synchronous_commit = off"))
                connection.execute(
                    text(_COPIES),
                    {
                        "pattern": self.own[0],
                        "streets": streets,
                        "measured": MEASURED,
                        "first": first,
                        "last": min(first + _BATCH - 1, self.copies),
                    },
                )
        with self.engine.database.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
            connection.execute(text("CHECKPOINT"))
        self.touched: list[str] = []
        self._random = random.Random(size)

    def anybody(self) -> str:
        """The id of a case picked at random among all."""
        number = self._random.randint(1, self.size)
        chosen = self.own[number % OWN] if number > self.copies else f"{number:032x}"
        self.touched.append(chosen)
        return chosen

    def step(self, id: str) -> None:
        """Complete the open task of the case, whose token is told by its length."""
        actor = DISPATCHER
        if id not in self.own:
            street = self.engine.variables(id)["street"]
            actor = Actor("officer", frozenset({f"dispatcher@{street}"}))
        (task,) = self.engine.open_tasks(id)
        self._timed(lambda: self.engine.complete(id, task.token, {"result": "已处置", "done": False}, actor))

    def _timed(self, do: Callable[[], Any]) -> None:
        began = time.perf_counter()
        do()
        self.last = (time.perf_counter() - began) * 1000

    def load(self, id: str) -> None:
        """Load the case into an engine that has not got it."""
        self.engine.forget()
        self._timed(lambda: self.engine.variables(id))

    def inbox(self) -> None:
        """What the inbox asks for: the first page and the counts."""
        self._timed(lambda: (self.engine.inbox(DISPATCHER, mine=False), self.engine.inbox_counts(DISPATCHER)))

    def page(self, id: str) -> None:
        """What the page of a case asks for, of an engine that has not got it: of ten cases it would have each."""
        self.engine.forget()
        self._timed(lambda: self.engine.case(id))

    def check(self) -> None:
        """Stop where a case that was touched does not verify."""
        for id in sorted(set(self.touched))[:20]:
            for one in verify(self.engine.database, id):
                if one.difference:
                    raise SystemExit(f"{self.size} cases: {one.difference}")
        self.engine.stop()


def _measure(crowds: list[_Crowd], rounds: int) -> dict[str, list[list[float]]]:
    # What reads comes first, while every case has one step.
    kinds: dict[str, Callable[[_Crowd, int], None]] = {
        "load of any case": lambda crowd, turn: crowd.load(crowd.anybody()),
        "page of any case": lambda crowd, turn: crowd.page(crowd.anybody()),
        "inbox of ten tasks": lambda crowd, turn: crowd.inbox(),
        "completion, any case": lambda crowd, turn: crowd.step(crowd.anybody()),
        "completion, a case at hand": lambda crowd, turn: crowd.step(crowd.own[turn % OWN]),
    }
    figures: dict[str, list[list[float]]] = {what: [[] for _ in crowds] for what in kinds}
    for what, do in kinds.items():
        for turn in range(-5, rounds):
            for place, crowd in enumerate(crowds):
                do(crowd, turn)
                if turn >= 0:
                    figures[what][place].append(crowd.last)
    return figures


def _diagram() -> bytes:
    """A user task for the dispatcher of the case's street, again and again until `done` is true."""
    task = process_files.user_task("work", groups="=[&quot;dispatcher@&quot; + street]")
    return file(
        process(
            START,
            END,
            task,
            '<bpmn:exclusiveGateway id="again" default="again-work"/>',
            '<bpmn:exclusiveGateway id="merge"/>',
            flow("start", "merge"),
            flow("merge", "work"),
            flow("work", "again"),
            flow("again", "merge").replace('id="again-merge"', 'id="again-work"'),
            flow("again", "end", "=done = true"),
        )
    )


if __name__ == "__main__":
    main()
