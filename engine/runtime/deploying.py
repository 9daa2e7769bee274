"""Deploying files: checked, versioned and made current in one transaction."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update

from engine.diagrams import deployment
from engine.diagrams.definition import Definition
from engine.diagrams.model import MessageDefinition, SignalDefinition, StartEvent, TimerDefinition
from engine.diagrams.traversal import definitions
from engine.errors import ConcurrentUpdate
from engine.execution.program import compile as compile_program
from engine.runtime import amendments
from engine.runtime.amendments import AmendmentMade, Cause, WhenAmended
from engine.runtime.clock import Clock
from engine.runtime.definitions import DefinitionCache, stored_file
from engine.runtime.handlers import Amended, Amendment
from engine.runtime.labels import called_definition
from engine.runtime.permissions import Actor
from engine.runtime.starts import message_name, start_events, timer_due, triggers
from engine.runtime.views import AmendmentRow, DefinitionRow, DeployedDefinition
from engine.store.database import is_postgresql, reading
from engine.store.tables import definition, start_subscription, start_timer

_LOCK = 0x6465706C
"""The PostgreSQL advisory lock that lets one deployment number its versions at a time ("depl")."""

Also: TypeAlias = Callable[[Connection, Sequence[DeployedDefinition]], None]
"""What else is written in the transaction of a deployment; what it raises undoes all of it. Others wait meanwhile."""

_KEEP = text("INSERT INTO resource (sha256, body) VALUES (:sha256, :body) ON CONFLICT (sha256) DO NOTHING")


class Deployer:
    """Deploys and lists definitions."""

    def __init__(self, database: Engine, definitions: DefinitionCache, clock: Clock) -> None:
        self._database = database
        self._definitions = definitions
        self._clock = clock

    def deploy(
        self,
        files: Mapping[str, bytes],
        actor: Actor,
        handlers: Mapping[str, Collection[str]] | None,
        clauses: Collection[str] | None,
        withdraw_amendments: bool = False,
        also: Also | None = None,
    ) -> list[DeployedDefinition]:
        """See `Engine.deploy`."""
        now = self._clock.now()
        # Checking may take seconds, so it is done before the write lock is taken.
        built = self.built(files if withdraw_amendments else self.amended(files), handlers, clauses)
        with self._locked() as connection:
            for one in built if withdraw_amendments else ():
                amendments.withdraw(connection, one.process.id, actor.id)
            deployed = [self._keep(connection, one, actor, now) for one in built]
            if also is not None:
                also(connection, deployed)
            return deployed

    def amend(
        self,
        process_id: str,
        change: Amendment,
        cause: Cause,
        handlers: Mapping[str, Collection[str]] | None,
        also: WhenAmended,
    ) -> Amended:
        """See `JobContext.amend`. Raises ConcurrentUpdate where the process was just deployed."""
        with reading(self._database) as connection:
            earlier = amendments.earlier(connection, cause.key)
        if earlier is not None:
            return Amended(process_id, *earlier)
        base = self._definitions.current(process_id).definition
        files = deployment.files(base)
        name, data = amendments.changed(files, change)
        built = self.built({**files, name: data}, handlers, None)
        now = self._clock.now()
        with self._locked() as connection:
            in_force = select(definition.c.hash).where(definition.c.process_id == process_id, definition.c.is_current)
            if connection.scalar(in_force) != base.hash:
                raise ConcurrentUpdate(f"{process_id} was deployed meanwhile.", process_id=process_id)
            deployed = {one.process.id: self._keep(connection, one, Actor(change.actor), now) for one in built}
            new = deployed[process_id]
            before, after = (sha256(body).hexdigest() for body in (files[name], data))
            made = AmendmentMade(process_id, new.version, name, before, after, change, cause.instance_id, now)
            amendments.record(connection, new.hash, made, cause.key)
            also(connection, made)
        return Amended(process_id, new.hash, new.version)

    def amendments(self) -> list[AmendmentRow]:
        """See `Engine.amendments`."""
        with reading(self._database) as connection:
            return amendments.in_force(connection)

    def amended(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """See `Engine.amended`."""
        with reading(self._database) as connection:
            return amendments.followed(connection, files)

    def built(
        self,
        files: Mapping[str, bytes],
        handlers: Mapping[str, Collection[str]] | None,
        clauses: Collection[str] | None,
    ) -> list[Definition]:
        """The definitions of these files, checked against what is deployed; nothing is deployed. Raises `Refused`."""
        with reading(self._database) as connection:
            built = deployment.build(files, self._deployed(connection), handlers=handlers, clauses=clauses)
        for one in built:
            compile_program(one)
        return built

    @contextmanager
    def _locked(self) -> Iterator[Connection]:
        """A transaction; one deployment at a time."""
        with self._database.begin() as connection:
            if is_postgresql(self._database):
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection

    def rows(self, only_current: bool) -> list[DefinitionRow]:
        """See `Engine.definitions`."""
        query = select(definition).order_by(definition.c.process_id, definition.c.version.desc())
        if only_current:
            query = query.where(definition.c.is_current)
        with reading(self._database) as connection:
            found = connection.execute(query).all()
        return [self._row(row) for row in found]

    def diagram(self, definition_hash: str, process: str) -> bytes:
        """See `Engine.diagram`."""
        holder = called_definition(self._definitions.get(definition_hash).definition, process)
        manifest = msgspec.json.decode(holder.manifest, type=deployment.Manifest)
        return holder.resources[manifest.diagram]

    def _row(self, row: Any) -> DefinitionRow:
        deployed = self._definitions.get(row.hash)
        return DefinitionRow(
            hash=row.hash,
            process_id=row.process_id,
            version=row.version,
            version_tag=row.version_tag,
            name=deployed.labels.process.name,
            name_en=deployed.labels.process.name_en,
            deployed_at=row.deployed_at,
            deployed_by=row.deployed_by,
            is_current=row.is_current,
            start_events={event.id: _kind(event) for event in start_events(deployed.definition)},
        )

    def _deployed(self, connection: Connection) -> deployment.Lookup:
        """Finds what earlier deployments brought: the current definition of a process (or the newest with a tag), or
        the decision or form that the most recently deployed definition is bound to."""
        load = self._definitions.within(connection)

        def find(kind: str, id: str, version_tag: str) -> Definition | bytes | None:
            if kind != "process":
                return _bound(connection, kind, id)
            query = select(definition.c.hash).where(definition.c.process_id == id)
            query = query.where(definition.c.version_tag == version_tag if version_tag else definition.c.is_current)
            found = connection.scalar(query.order_by(definition.c.version.desc()).limit(1))
            return None if found is None else load(found)

        return find

    def _keep(self, connection: Connection, one: Definition, actor: Actor, now: int) -> DeployedDefinition:
        process = one.process
        marks = amendments.kept(connection, one)
        known = connection.execute(select(definition).where(definition.c.hash == one.hash)).one_or_none()
        if known is not None and known.is_current:
            return DeployedDefinition(process.id, known.version, one.hash, False, marks, replaces=one.hash)
        same_process = definition.c.process_id == process.id
        before = connection.scalar(select(definition.c.hash).where(same_process, definition.c.is_current)) or ""
        connection.execute(update(definition).where(same_process).values(is_current=False))
        if known is None:
            newest = connection.scalar(select(func.max(definition.c.version)).where(same_process)) or 0
            version = newest + 1
            for sha256, body in one.resources.items():
                connection.execute(_KEEP, {"sha256": sha256, "body": body})
            connection.execute(
                insert(definition).values(
                    hash=one.hash,
                    process_id=process.id,
                    version=version,
                    version_tag=process.version_tag,
                    name=process.name,
                    manifest=one.manifest,
                    deployed_at=now,
                    deployed_by=actor.id,
                    is_current=True,
                )
            )
        else:
            version = known.version
            connection.execute(update(definition).where(definition.c.hash == one.hash).values(is_current=True))
        _await_starts(connection, one, now)
        return DeployedDefinition(process.id, version, one.hash, known is None, marks, replaces=before)


def _bound(connection: Connection, kind: str, id: str) -> bytes | None:
    query = select(definition.c.manifest).where(definition.c.is_current).order_by(definition.c.deployed_at.desc())
    for encoded in connection.scalars(query):
        manifest = msgspec.json.decode(encoded, type=deployment.Manifest)
        sha256 = (manifest.decisions if kind == "decision" else manifest.forms).get(id)
        if sha256 is not None:
            return stored_file(connection, sha256)
    return None


def _await_starts(connection: Connection, one: Definition, now: int) -> None:
    """Let the definition's start events wait, and those of the process's other versions no more."""
    others = select(definition.c.hash).where(definition.c.process_id == one.process.id)
    for table in (start_subscription, start_timer):
        connection.execute(delete(table).where(table.c.definition_hash.in_(others)))
    subscribed: dict[tuple[str, ...], dict[str, str | int | None]] = {}
    for element, part in triggers(one):
        key = {"definition_hash": one.hash, "element": element}
        if isinstance(part, MessageDefinition | SignalDefinition):
            kind = _KINDS[type(part)]
            named = {**key, "kind": kind, "message": message_name(part, now)}
            subscribed[tuple(named.values())] = {**named, "next_at": now if kind == "message" else None}
        elif isinstance(part, TimerDefinition):
            due = timer_due(part, now)
            connection.execute(insert(start_timer).values(**key, due=due.at, remaining=due.repetitions, next_at=due.at))
    for row in subscribed.values():
        connection.execute(insert(start_subscription).values(**row))


_KINDS: Mapping[type[Any], str] = {MessageDefinition: "message", SignalDefinition: "signal", TimerDefinition: "timer"}


def _kind(event: StartEvent) -> str:
    """`none`, `message`, `timer` or `signal`; of several triggers the first."""
    return next((_KINDS[type(part)] for part in definitions(event)), "none")
