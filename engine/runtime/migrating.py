"""Moving the live cases of a process to another version: a plan, a dry run, and the migration, one commit a case."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, TypeAlias

import structlog
from sqlalchemy import Engine, select

from engine.diagrams.definition import Definition
from engine.diagrams.matching import ElementMatch, match_all
from engine.diagrams.traversal import nodes
from engine.errors import CommandRejected, ConcurrentUpdate, FeelUnavailable, MigrationRefused, NotFound, Obstacle
from engine.execution.commands import MigrateInstance
from engine.execution.events import IncidentRaised
from engine.runtime import outcomes
from engine.runtime.commanding import Commander
from engine.runtime.definitions import DefinitionCache
from engine.runtime.ids import new_id
from engine.runtime.instances import LoadedInstance
from engine.store.database import reading
from engine.store.tables import instance

Progress: TypeAlias = Callable[[int, int], bool | None]
"""Called with (cases done, cases in all) after each case; False stops before the next one."""

Outcome: TypeAlias = Literal["migrated", "refused", "already", "ended", "busy"]

_NAMED = 500
"""So many chosen cases are named to the database; of more, all live cases of the process are read and the others left."""

_log = structlog.get_logger("engine")


@dataclass(frozen=True, slots=True)
class MigrationPlan:
    """Which live cases of a process go to which version, and how.

    `id` makes the migration of each case one command, however often the plan is carried out. `target` is a definition's
    hash. `elements` maps elements as `MigrateInstance` does. `only` are the instances that go, None for all.
    """

    id: str
    process_id: str
    target: str
    version: int
    elements: Mapping[str, str]
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class CaseMigration:
    """What became, or in a dry run would become, of one case.

    `before` is the version it ran by. `migrated`; `refused` for the `obstacles`; `already` there; `ended` meanwhile;
    `busy`: others moved it on every attempt, so that it can be tried again. `incidents` are the elements that stand
    still by the new version's doing. `stands_at` are the innermost places (process, '' for its own, and element) where it
    stands: after it was moved; before, in a dry run or where it stays.
    """

    instance_id: str
    case_number: str
    title: str
    before: int
    outcome: Outcome
    obstacles: tuple[Obstacle, ...] = ()
    incidents: tuple[str, ...] = ()
    stands_at: tuple[tuple[str, str], ...] = ()


class _Live(NamedTuple):
    id: str
    definition_hash: str
    version: int
    case_number: str
    title: str


class Migrator:
    """Plans and carries out migrations."""

    def __init__(self, database: Engine, commander: Commander, definitions: DefinitionCache) -> None:
        self._database = database
        self._commander = commander
        self._definitions = definitions

    def matches(self, before: str, target: str | Definition) -> list[ElementMatch]:
        """See `Engine.element_matches`."""
        new = self._definitions.get(target).definition if isinstance(target, str) else target
        return match_all(self._definitions.get(before).definition, new)

    def plan(
        self, process_id: str, target: str, elements: Mapping[str, str] | None, only: Collection[str] | None
    ) -> MigrationPlan:
        """See `Engine.plan_migration`."""
        deployed = self._definitions.get(target)
        if deployed.process_id != process_id:
            raise CommandRejected(f"{target} is a version of {deployed.process_id}.", reason="other_process")
        running = {row.definition_hash for row in self._cases(process_id, None)} - {target}
        if elements is None:
            found = (one for before in sorted(running) for one in self.matches(before, target))
            elements = {one.key: one.new for one in found if one.renames}
        self._check(elements, deployed.definition, running)
        chosen = None if only is None else frozenset(only)
        id = new_id(self._commander.clock.now())
        return MigrationPlan(id, process_id, target, deployed.version, dict(elements), chosen)

    def dry_run(self, plan: MigrationPlan, progress: Progress | None) -> list[CaseMigration]:
        """See `Engine.dry_run`."""
        return list(self._each(plan, progress, self._try))

    def migrate(self, plan: MigrationPlan, actor: str, progress: Progress | None) -> list[CaseMigration]:
        """See `Engine.migrate`."""

        def move(plan: MigrationPlan, row: _Live) -> CaseMigration | None:
            done = self._move(plan, row, actor)
            return done and replace(done, stands_at=self._commander.view(row.id, _stands_at, newest=False))

        return list(self._each(plan, progress, move))

    def _each(
        self,
        plan: MigrationPlan,
        progress: Progress | None,
        act: Callable[[MigrationPlan, _Live], CaseMigration | None],
    ) -> Iterator[CaseMigration]:
        rows = self._cases(plan.process_id, plan.only)
        for number, row in enumerate(rows, 1):
            done = act(plan, row)
            if done is not None:
                yield done
            if progress is not None and progress(number, len(rows)) is False:
                return

    def _try(self, plan: MigrationPlan, row: _Live) -> CaseMigration | None:
        if row.definition_hash == plan.target:
            return None
        try:
            loaded = self._commander.instances.load(row.id)
            there = _stands_at(loaded)
            command = _command(plan, "dry run", self._commander.clock.now(), "system", loaded)
            events = loaded.apply(command)
        except MigrationRefused as refused:
            return _done(row, "refused", refused.obstacles, stands_at=there)
        except CommandRejected as rejection:
            return _done(row, _why(rejection), stands_at=there)
        incidents = tuple(event.element for event in events if isinstance(event, IncidentRaised))
        return _done(row, "migrated", incidents=incidents, stands_at=there)

    def _move(self, plan: MigrationPlan, row: _Live, actor: str) -> CaseMigration | None:
        id = f"migrate:{plan.id}:{row.id}"
        if row.definition_hash == plan.target:
            return None if outcomes.find_first(self._database, row.id, id) is None else _done(row, "migrated")
        try:
            self._commander.run(row.id, lambda id, at, loaded: _command(plan, id, at, actor, loaded), id)
        except MigrationRefused as refused:
            return _done(row, "refused", refused.obstacles)
        except (ConcurrentUpdate, FeelUnavailable) as error:
            _log.warning("case not migrated", instance_id=row.id, plan=plan.id, reason=str(error))
            return _done(row, "busy")
        except CommandRejected as rejection:
            return _done(row, _why(rejection))
        return _done(row, "migrated")

    def _cases(self, process_id: str, only: Collection[str] | None) -> list[_Live]:
        """The live cases, oldest first."""
        columns = (
            instance.c.id,
            instance.c.definition_hash,
            instance.c.version,
            instance.c.case_number,
            instance.c.title,
        )
        query = select(*columns).where(instance.c.process_id == process_id, instance.c.status == "active")
        if only is not None and len(only) <= _NAMED:
            query = query.where(instance.c.id.in_(only))
        with reading(self._database) as connection:
            rows = [_Live(*row) for row in connection.execute(query.order_by(instance.c.started_at, instance.c.id))]
        return [row for row in rows if only is None or row.id in only]

    def _check(self, elements: Mapping[str, str], target: Definition, running: Collection[str]) -> None:
        """Raise NotFound where the mapping names an element that no version of theirs has."""
        before = [self._definitions.get(one).definition for one in running]
        for old, new in elements.items():
            called, _, element = old.rpartition(":")
            known = {node.id for one in before for node in _nodes(one, called)}
            if before and element not in known:
                raise NotFound(f"No version that is running has the element {old}.", kind="element", id=old)
            if new not in {node.id for node in _nodes(target, called)}:
                raise NotFound(f"The version {target.hash} has no element {new}.", kind="element", id=new)


def _nodes(definition: Definition, called: str) -> Iterator[Any]:
    pending = [definition]
    while pending:
        one = pending.pop()
        pending += one.called.values()
        if (called == "" and one is definition) or one.process.id == called:
            yield from nodes(one.process)


def _command(plan: MigrationPlan, id: str, at: int, actor: str, loaded: LoadedInstance) -> MigrateInstance:
    return MigrateInstance(
        id=id,
        at=at,
        actor=actor,
        before=loaded.deployed.definition.hash,
        definition=plan.target,
        version=plan.version,
        elements=dict(plan.elements),
        plan=plan.id,
    )


def _why(rejection: CommandRejected) -> Outcome:
    reason = rejection.details.get("reason")
    if reason == "same_version":
        return "already"
    if reason == "ended":
        return "ended"
    raise rejection


def _stands_at(loaded: LoadedInstance) -> tuple[tuple[str, str], ...]:
    return tuple(loaded.instance.innermost())


def _done(
    row: _Live,
    outcome: Outcome,
    obstacles: tuple[Obstacle, ...] = (),
    incidents: tuple[str, ...] = (),
    stands_at: tuple[tuple[str, str], ...] = (),
) -> CaseMigration:
    return CaseMigration(row.id, row.case_number, row.title, row.version, outcome, obstacles, incidents, stands_at)
