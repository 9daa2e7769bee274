"""Executes journals again from their inputs and compares everything that is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Row, select

from engine.errors import EngineError
from engine.execution.commands import MigrateInstance
from engine.execution.dispatch import apply
from engine.execution.instance import Instance
from engine.history.difference import Difference, event_difference, shown
from engine.history.rows import ExpectedRows
from engine.runtime.definitions import DefinitionCache, Deployed
from engine.store import records
from engine.store.chain import JournalBody, chain_hash, decode_body, encode_events_again, genesis, snapshot_version
from engine.store.database import is_postgresql, reading
from engine.store.projections import Context
from engine.store.tables import instance as instances

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Verified:
    """One instance that was looked at: how many steps, and the first difference or None."""

    instance_id: str
    steps: int
    difference: Difference | None


def verify(
    database: Engine, instance_id: str | None = None, definitions: DefinitionCache | None = None
) -> Iterator[Verified]:
    """Look at one instance or all, oldest first, one result an instance; may run beside a working server.

    For every journal row: the order, the hash, the columns beside the body, and every event against executing the
    command again; then the head, the snapshot, and the projections row by row. Definitions are read anew, so their
    files are held to their hashes as well, unless `definitions` has them. Raises `NotFound`.
    """
    definitions = definitions or DefinitionCache(database)
    for id in [instance_id] if instance_id is not None else _all(database):
        yield _Check(database, definitions, id).run()


def _all(database: Engine) -> Iterator[str]:
    last = ""
    while True:
        query = select(instances.c.id).where(instances.c.id > last).order_by(instances.c.id).limit(_BATCH)
        with reading(database) as connection:
            found = list(connection.scalars(query))
        yield from found
        if len(found) < _BATCH:
            return
        last = found[-1]


class _Found(Exception):
    def __init__(self, difference: Difference) -> None:
        super().__init__(str(difference))
        self.difference = difference


class _Check:
    """The search through one instance; ends at the first difference."""

    def __init__(self, database: Engine, definitions: DefinitionCache, instance_id: str) -> None:
        self._database = database
        self._definitions = definitions
        self._id = instance_id
        self._seq = 0

    def run(self) -> Verified:
        with reading(self._database) as connection:
            if is_postgresql(self._database):
                # One moment for all queries, as SQLite gives by itself.
                connection.execution_options(isolation_level="REPEATABLE READ")
            try:
                self._search(connection)
            except _Found as found:
                return Verified(self._id, self._seq, found.difference)
        return Verified(self._id, self._seq, None)

    def _search(self, connection: Connection) -> None:
        head = records.head(connection, self._id)
        if head is None:
            self._differs(0, "head", "instance", "a row", "nothing")
            return
        deployed = self._first_definition(connection, head)
        instance = Instance.create(deployed.program)
        kept = records.snapshot(connection, self._id, snapshot_version())
        expected = ExpectedRows()
        previous = genesis(self._id, deployed.definition.hash)
        first: JournalBody | None = None
        while rows := records.rows_after(connection, self._id, self._seq, _BATCH):
            for row in rows:
                body = self._row(row, previous)
                first = first or body
                self._execute(instance, row, body)
                if isinstance(body.command, MigrateInstance):
                    deployed = self._definition(body.command.definition)
                context = Context(
                    self._id,
                    body.command.at,
                    body.command.actor,
                    deployed.case_number_variable,
                    deployed.title_variable,
                    row.seq,
                )
                expected.add(body.events, context)
                previous, self._seq = bytes(row.hash), row.seq
                if kept is not None and kept.seq == row.seq:
                    self._same(row.seq, "snapshot", "body", instance.snapshot(), bytes(kept.body))
        self._head(head, deployed, previous, first, expected)
        difference = expected.compare(connection, self._id)
        if difference is not None:
            raise _Found(difference)

    def _first_definition(self, connection: Connection, head: Row[Any]) -> Deployed:
        """By what the instance began, which its chain is rooted in."""
        migrations = records.migrations(connection, self._id)
        try:
            return self._definition(records.definition_before(migrations, head.definition_hash))
        except msgspec.DecodeError as error:
            raise _Found(
                Difference(self._id, migrations[0].seq, "body", "body", "a journal row", str(error))
            ) from error

    def _definition(self, definition_hash: str) -> Deployed:
        try:
            return self._definitions.get(definition_hash)
        except EngineError as error:
            raise _Found(
                Difference(self._id, 0, "head", "definition_hash", "a readable definition", str(error))
            ) from error

    def _row(self, row: Row[Any], previous: bytes) -> JournalBody:
        self._same(row.seq, "sequence", "seq", self._seq + 1, row.seq)
        data = bytes(row.body)
        self._same(row.seq, "hash", "hash", chain_hash(previous, self._id, row.seq, data), bytes(row.hash))
        try:
            body = decode_body(data)
        except msgspec.DecodeError as error:
            raise _Found(Difference(self._id, row.seq, "body", "body", "a journal row", str(error))) from error
        command = body.command
        self._same(row.seq, "columns", "at", command.at, row.at)
        self._same(row.seq, "columns", "actor", command.actor, row.actor)
        self._same(row.seq, "columns", "command_id", command.id, row.command_id)
        self._same(row.seq, "columns", "kind", type(command).__name__, row.kind)
        return body

    def _execute(self, instance: Instance, row: Row[Any], body: JournalBody) -> None:
        try:
            events = apply(instance, body.command, lambda other: self._definition(other).program)
        except Exception as error:
            found = f"{type(error).__name__}: {error}"
            raise _Found(Difference(self._id, row.seq, "execution", row.kind, "to be accepted", found)) from error
        difference = event_difference(self._id, row.seq, events, body.events)
        if difference is not None:
            raise _Found(difference)
        self._same(row.seq, "body", "body", encode_events_again(body, events), bytes(row.body))

    def _head(
        self, head: Row[Any], deployed: Deployed, last: bytes, first: JournalBody | None, expected: ExpectedRows
    ) -> None:
        self._same(0, "head", "seq", self._seq, head.seq)
        self._same(0, "head", "head_hash", last, bytes(head.head_hash))
        self._same(0, "head", "definition_hash", deployed.definition.hash, head.definition_hash)
        self._same(0, "head", "process_id", deployed.process_id, head.process_id)
        self._same(0, "head", "version", deployed.version, head.version)
        if first is not None:
            self._same(0, "head", "started_at", first.command.at, head.started_at)
            self._same(0, "head", "started_by", first.command.actor, head.started_by)
        for column, value in expected.instance.items():
            self._same(0, "projection", f"instance.{column}", value, head._mapping[column])

    def _same(self, seq: int, place: str, field: str, expected: Any, found: Any) -> None:
        if expected != found:
            self._differs(seq, place, field, shown(expected), shown(found))

    def _differs(self, seq: int, place: str, field: str, expected: str, found: str) -> None:
        raise _Found(Difference(self._id, seq, place, field, expected, found))
