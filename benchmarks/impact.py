"""How long it takes to try a new version on 1,000 live cases: `python -m benchmarks.impact [cases]`.

Cases of the shipped procedure for disposing of cases are played as its scenarios play them, each to several points on the
way, with the real handlers. Every journal is then written again for as many other cases as are asked for, hashed anew, so
that each has a journal of its own. Tried is a version with another decision table. Timed is the whole
analysis on one core: reading the journals, executing each twice (by its own version and by the new one), comparing. The
database is SQLite; nothing is written. Beside the elapsed time stands the processor's, which other work on the machine
does not lengthen.
"""

import argparse
import logging
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection, insert, select

from benchmarks.machine import machine, table
from engine import impact
from engine.runtime.engine import Engine
from engine.runtime.ids import new_id
from engine.store import migrate
from engine.store.chain import chain_hash, genesis
from engine.store.tables import definition, instance, journal, resource
from web.scenarios import Stage, play, read
from web.scenarios.script import Scenario

PROCESSES = Path(__file__).parents[1] / "processes"
PROCEDURE = "case_disposal"
TIMES = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=1000)
    cases = parser.parse_args().cases
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="tiaokuai-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'impact.db'}"
        migrate(url)
        steps = _fill(url, cases)
        with Engine(url) as engine:
            (target,) = [one for one in engine.built(_changed()) if one.process.id == PROCEDURE]
            times, processor = [], []
            for _ in range(TIMES):
                began, used = time.perf_counter(), time.process_time()
                found = impact.assess(engine.database, PROCEDURE, target, engine.clock.now())
                times.append(time.perf_counter() - began)
                processor.append(time.process_time() - used)
    print(machine())
    print()
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in found.summary.items())
    what = f"{len(found.cases):,} live cases, {steps:,} steps"
    rows = [[what, *(f"{statistics.median(one):.2f}" for one in (times, processor))]]
    print(table([f"impact of a version of {PROCEDURE}, s", "elapsed", "processor"], rows))
    print(f"\n{verdicts}")


def _changed() -> dict[str, bytes]:
    """The procedure's files, with another row of its table for the cases of the grid."""
    files = {
        path.name: path.read_bytes()
        for path in (PROCESSES / PROCEDURE).iterdir()
        if path.name.endswith((".bpmn", ".dmn", ".form.json"))
    }
    name = f"{PROCEDURE}.dmn"
    files[name] = files[name].replace(b'<text>"grid"</text>', b'<text>"network"</text>', 1)
    return files


def _fill(url: str, cases: int) -> int:
    """Write the journals; how many steps they have in all."""
    stage = Stage.of_folder(PROCESSES)
    played = [
        found
        for path in sorted((PROCESSES / PROCEDURE / "scenarios").glob("*.yaml"))
        for found in _played(stage, read(path))
    ]
    with Engine(url) as engine, engine.database.begin() as connection:
        for rows in (played[0][2], played[0][3]):
            for table_of, row in rows:
                connection.execute(insert(table_of).values(**row))
        return sum(_written(connection, played[number % len(played)]) for number in range(cases))


Played = tuple[dict[str, Any], list[dict[str, Any]], list[tuple[Any, dict[str, Any]]], list[tuple[Any, dict[str, Any]]]]
"""An instance's row, its journal, and the resources and definitions of its database."""


def _played(stage: Stage, scenario: Scenario) -> Iterator[Played]:
    """The procedure's live cases after a third, two thirds and all but the last of the scenario's steps."""
    count = len(scenario.steps)
    for until in sorted({count // 3, 2 * count // 3, count - 1}):
        play(msgspec.structs.replace(scenario, steps=scenario.steps[:until]), stage)
        with stage.database.connect() as connection:
            shared = [
                (one, dict(row._mapping)) for one in (resource, definition) for row in connection.execute(select(one))
            ]
            live = select(instance).where(instance.c.process_id == PROCEDURE, instance.c.status == "active")
            for row in connection.execute(live).all():
                query = select(journal).where(journal.c.instance_id == row.id).order_by(journal.c.seq)
                rows = [dict(found._mapping) for found in connection.execute(query)]
                resources = [one for one in shared if one[0] is resource]
                yield dict(row._mapping), rows, resources, [one for one in shared if one[0] is definition]


def _written(connection: Connection, played: Played) -> int:
    """One more case with this journal."""
    row, rows, *_ = played
    id = new_id(row["started_at"])
    head, written = genesis(id, row["definition_hash"]), []
    for one in rows:
        head = chain_hash(head, id, one["seq"], one["body"])
        written.append({**one, "instance_id": id, "command_id": f"{id}:{one['seq']}", "hash": head})
    connection.execute(insert(instance).values(**{**row, "id": id, "head_hash": head}))
    connection.execute(insert(journal), written)
    return len(written)


if __name__ == "__main__":
    main()
