"""What the list of cases costs, however many there are: `python -m benchmarks.cases [cases]`.

One street of fifty handles the cases of each of fifty streets, one after the other; every fiftieth case of each runs, one
of three has a case number of its own; a thousand people report them in the course of a year. Timed is the first page as
four people ask for it: somebody who has nothing to do with any case, a caseworker of one street who has done a task in one
of 1,000 of its cases, the dispatcher of that street, who sees all of them, and an auditor, who sees everything.
"""

import argparse
import statistics
import time
from pathlib import Path

import sqlalchemy as sa

from benchmarks.load import Place, postgresql, quick, quiet, sqlite
from benchmarks.machine import machine, table
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from tests.postgres import cluster
from tests.process_files import loop
from web import create_app, organisation
from web.account import people
from web.cases import queries
from web.settings import Settings

STREETS, RUNNING, TIMES = 50, 50, 7
ORGANISATION = organisation.Organisation(
    units=[organisation.Unit(f"street-{n}", f"街道{n}", f"Street {n}", "street") for n in range(STREETS)]
    + [organisation.Unit(name, name, name, "district_body") for name in ("nowhere", "unit", "district")],
    roles=[organisation.Role(name, name, name) for name in ("dispatcher", "handler", "auditor")],
    people=[
        organisation.Person("nobody", "无关", "Unconcerned", ["handler@nowhere"]),
        organisation.Person("few", "少数", "Caseworker", ["handler@unit"]),
        organisation.Person("street", "街道", "Dispatcher", ["dispatcher@street-7"]),
        organisation.Person("all", "审计", "Auditor", ["auditor@district"]),
    ],
)
YEAR, BEGINNING = 365 * 86_400_000, 1_735_660_800_000
"""The cases of one year, in milliseconds since 1970."""
_HEX = {"sqlite": "printf('%012x', {0})", "postgresql": "lpad(to_hex({0}), 12, '0')"}


def _statements(database: str, cases: int) -> list[str]:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :cases) "
    at = f"(CAST({BEGINNING} AS BIGINT) + CAST(i AS BIGINT) * {YEAR // cases})"
    id = _HEX[database].format(at) + " || '00000000000000000000'"
    return [
        "INSERT INTO instance (id, definition_hash, process_id, version, seq, head_hash, status, started_at, started_by,"
        f" case_number, title) {numbers} SELECT {id}, :hash, 'p', 1, 1, :head,"
        f" CASE WHEN (i / {STREETS}) % {RUNNING} = 0 THEN 'active' ELSE 'completed' END, {at}, 'reporter-' || (i % 1000),"
        " CASE WHEN i % 3 = 0 THEN 'C-' || i ELSE '' END, 'case ' || i FROM n",
        "INSERT INTO user_task (instance_id, token, element, process, form, state, assignee, assigned_at, due, follow_up,"
        f" priority, opened_at, closed_at, closed_by) {numbers}"
        f" SELECT {id}, 1, 'step', '', '', 'completed', who, 0, 0, 0, 50, {at}, {at}, who FROM (SELECT i,"
        f" CASE WHEN i % {STREETS} <> 7 THEN 'clerk-' || (i % {STREETS})"
        f" WHEN (i / {STREETS}) % 1000 = 0 THEN 'few' ELSE 'street' END AS who FROM n) AS done",
        f"INSERT INTO task_candidate (instance_id, token, kind, name) {numbers}"
        f" SELECT {id}, 2, 'group', 'dispatcher@street-' || (i % {STREETS}) FROM n WHERE (i / {STREETS}) % {RUNNING} = 0",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=20_000 if quick() else 200_000)
    arguments, _ = parser.parse_known_args()
    cases: int = arguments.cases
    quiet()
    rows = []
    with cluster(fsync=False) as server:
        places: tuple[tuple[str, Place], ...] = (("PostgreSQL", postgresql(server, "cases")), ("SQLite", sqlite))
        for name, place in places:
            with place() as url:
                rows += _measure(name, url, cases)
    print(machine())
    print()
    print(table([f"first page of {cases:,} cases, ms", "all", "running", "ended"], rows))


def _measure(name: str, url: str, cases: int) -> list[list[str]]:
    with Engine(url) as engine:
        (deployed,) = engine.deploy({"loop.bpmn": loop()}, Actor("system"))
        organisation.load(engine.database, ORGANISATION, demo_people=True)
        with engine.database.begin() as connection:
            for statement in _statements(connection.dialect.name, cases):
                given = {"cases": cases, "hash": deployed.hash, "head": b"\0" * 32}
                connection.execute(sa.text(statement), {key: given[key] for key in given if f":{key}" in statement})
        with engine.database.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
        app = create_app(Settings(secret_key="k" * 64, processes=Path("processes")), engine)
        with app.app_context():
            return [_row(name, engine, person.id) for person in ORGANISATION.people]


def _row(database: str, engine: Engine, person: str) -> list[str]:
    visitor = people.visitor(engine.database, person, engine.clock.now())
    assert visitor is not None
    figures = []
    for status in ("", "active", "ended"):
        times = []
        for _ in range(TIMES):
            began = time.perf_counter()
            queries.cases(engine.database, visitor, "", status, "")
            times.append((time.perf_counter() - began) * 1000)
        figures.append(f"{statistics.median(times):.1f}")
    return [f"{database}, {visitor.name.en}", *figures]


if __name__ == "__main__":
    main()
