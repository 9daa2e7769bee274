"""Moving live cases to the version in force, as runs: tried first, then done, one commit a case; what is unsafe stays.

A run that was cut off goes on where it was: the migration of each case is one command, named by run and process.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import sqlalchemy as sa
from flask_babel import lazy_gettext

from engine.errors import CommandRejected, NotFound
from engine.runtime.migrating import CaseMigration, MigrationPlan
from engine.runtime.permissions import Actor
from engine.store.database import reading
from engine.store.tables import instance
from engine.store.tables import journal as journal_rows
from web.language import Name
from web.modeler import runs
from web.modeler.impact import results
from web.modeler.impact.reasons import refused
from web.modeler.impact.results import CaseFinding
from web.modeler.impact.running import matches, sure
from web.modeler.impact.showing import cases
from web.modeler.publishing import journal
from web.modeler.runs import Progress, Run, RunFailed
from web.services import services

BATCH = 50
"""Cases between two writes of what became of them."""

_Act: TypeAlias = Callable[[MigrationPlan], Sequence[CaseMigration]]

_CHANGED = Name(
    "此后流程又有变化，这个方案已不适用。请重新制定迁移方案。",
    "The procedure has changed since, and the plan does not fit any more. Make a new one.",
)


def carrying_out(trial: str) -> str:
    """The id of the one run that carries out a dry run."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"migration of {trial}").hex


def _shows(run: Run) -> Mapping[str, Any]:
    return cases(run)


def _shows_trial(run: Run) -> Mapping[str, Any]:
    id = carrying_out(run.id)
    return {
        **cases(run),
        "carried_out": id if any(one.id == id for one in runs.latest(run.procedure, "migration")) else "",
    }


@runs.kind("migration_trial", lazy_gettext("Dry run of a migration"), _shows_trial)
def rehearse(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """What moving the cases would do to each; nothing is written but that."""
    results.forget(progress.id)
    return _each(args, progress, lambda plan: services().engine.dry_run(plan))


@runs.kind("migration", lazy_gettext("Moving running cases"), _shows)
def migrate(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Move the cases, and write into the operations journal what came of it."""
    run = runs.get(progress.id)
    try:
        done = _each(args, progress, lambda plan: services().engine.migrate(plan, Actor(run.asked_by)))
    except BaseException:
        if runs.get(run.id).state == "stopped":
            _write_down(run, Counter(results.written(run.id).values()), stopped=True)
        raise
    _write_down(run, Counter(done["outcomes"]), stopped=False)
    return done


def _each(args: Mapping[str, Any], progress: Progress, act: _Act) -> Mapping[str, Any]:
    written = results.written(progress.id)
    plans = [(plan, _cases(plan, written)) for plan in _plans(args, progress.id)]
    total, done = len(written) + sum(len(ids) for _, ids in plans), len(written)
    progress(done, total)
    for plan, ids in plans:
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            found = act(replace(plan, only=frozenset(batch)))
            results.write(progress.id, [_finding(plan, one) for one in found])
            done += len(batch)
            progress(done, total)
    return {"outcomes": dict(Counter(results.written(progress.id).values())), "targets": args["targets"]}


def _plans(args: Mapping[str, Any], run: str) -> Iterator[MigrationPlan]:
    """One for each process; its id names the run, so that the run done again is the same migration."""
    engine = services().engine
    for process_id, target in dict(args["targets"]).items():
        elements = dict(args["elements"]).get(process_id)
        try:
            if engine.current_definition(process_id).hash != target:
                raise RunFailed(_CHANGED)
            if elements is None:
                elements = sure(process_id, target)
            plan = engine.plan_migration(process_id, target, _needed(process_id, target, elements))
        except (NotFound, CommandRejected):
            raise RunFailed(_CHANGED) from None
        yield replace(plan, id=f"{run}:{process_id}")


def _needed(process_id: str, target: str, elements: Mapping[str, str]) -> dict[str, str]:
    """What was chosen for elements that cases still have; '' leaves those that stand there where they are."""
    there = {one.key for one in matches(process_id, target)}
    return {old: new for old, new in elements.items() if new and old in there}


def _cases(plan: MigrationPlan, written: Mapping[str, str]) -> list[str]:
    query = sa.select(instance.c.id).order_by(instance.c.started_at, instance.c.id)
    query = query.where(instance.c.process_id == plan.process_id, instance.c.status == "active")
    with reading(services().database) as connection:
        ids = list(connection.scalars(query.where(instance.c.definition_hash != plan.target)))
        there = list(connection.scalars(query.where(instance.c.definition_hash == plan.target)))
        # What this run moved before it was cut off has not been written about yet.
        commands = [f"migrate:{plan.id}:{id}" for id in there]
        for start in range(0, len(commands), 500):
            mine = journal_rows.c.command_id.in_(commands[start : start + 500])
            ids += connection.scalars(sa.select(journal_rows.c.instance_id).where(mine))
    return [one for one in ids if one not in written]


def _finding(plan: MigrationPlan, one: CaseMigration) -> CaseFinding:
    reasons = tuple(refused(obstacle) for obstacle in one.obstacles)
    places = tuple((process or plan.process_id, element) for process, element in one.stands_at)
    return CaseFinding(plan.process_id, one.instance_id, one.case_number, one.before, one.outcome, places, reasons)


def _write_down(run: Run, outcomes: Mapping[str, int], *, stopped: bool) -> None:
    """Once a run, also where the process ended between this and the end of the run."""
    given = services()
    known, _ = journal.entries(given.database, subject=run.procedure, action="cases.migrated")
    if any(one.details.get("run") == run.id for one in known):
        return
    details = {
        "run": run.id,
        "targets": dict(run.args["targets"]),
        "elements": dict(run.args["elements"]),
        "outcomes": dict(outcomes),
        "stopped": stopped,
    }
    with given.database.begin() as connection:
        journal.record(connection, given.now(), run.asked_by, "cases.migrated", run.procedure, details)
