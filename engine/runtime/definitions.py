"""Deployed definitions, read once and kept: they never change."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection, Engine, select

from engine.diagrams import deployment
from engine.diagrams.definition import Definition
from engine.errors import JournalBroken, NotFound
from engine.execution.program import Program
from engine.execution.program import compile as compile_program
from engine.runtime.labels import Labels
from engine.store import tables
from engine.store.database import reading


@dataclass(frozen=True, slots=True)
class Deployed:
    """A definition with its version, its executable program and its elements' names."""

    definition: Definition
    version: int
    program: Program
    labels: Labels

    @property
    def process_id(self) -> str:
        """The id of the process."""
        return self.definition.process.id

    @property
    def case_number_variable(self) -> str:
        """The root variable that is the instance's case number, or ''."""
        return self.definition.process.properties.get("caseNumberVariable", "")

    @property
    def title_variable(self) -> str:
        """The root variable that is the instance's title, or ''."""
        return self.definition.process.properties.get("titleVariable", "")


class DefinitionCache:
    """Definitions by hash, for the life of the process."""

    def __init__(self, database: Engine, known: Mapping[str, Deployed] = MappingProxyType({})) -> None:
        """`known` are definitions read before, of this database or of one with the same deployments."""
        self._database = database
        self._known: dict[str, Deployed] = dict(known)
        self._current: dict[str, Deployed] = {}
        self._lock = threading.RLock()

    def get(self, definition_hash: str) -> Deployed:
        """The definition of this hash. Raises `NotFound`, and `JournalBroken` where its files are not what they were."""
        known = self._known.get(definition_hash)
        if known is not None:
            return known
        with self._lock, reading(self._database) as connection:
            return self._load(connection, definition_hash)

    def current(self, process_id: str) -> Deployed:
        """What new instances of the process start by. Raises `NotFound`."""
        table = tables.definition
        with reading(self._database) as connection:
            found = connection.scalar(select(table.c.hash).where(table.c.process_id == process_id, table.c.is_current))
        if found is None:
            raise NotFound(f"No process {process_id} is deployed.", kind="process", id=process_id)
        deployed = self._current[process_id] = self.get(found)
        return deployed

    def last_current(self, process_id: str) -> Deployed:
        """What was current when this process asked last, to be checked by the commit. Raises `NotFound`."""
        return self._current.get(process_id) or self.current(process_id)

    def known(self) -> dict[str, Deployed]:
        """What has been read so far, by hash."""
        return dict(self._known)

    def within(self, connection: Connection) -> Callable[[str], Definition]:
        """A look-up by hash that reads through an open transaction."""
        return lambda definition_hash: self._load(connection, definition_hash).definition

    def _load(self, connection: Connection, definition_hash: str) -> Deployed:
        with self._lock:
            known = self._known.get(definition_hash)
            if known is not None:
                return known
            table = tables.definition
            row = connection.execute(select(table).where(table.c.hash == definition_hash)).one_or_none()
            if row is None:
                raise NotFound(f"No definition {definition_hash}.", kind="definition", id=definition_hash)
            definition = deployment.load(
                row.manifest, lambda sha256: stored_file(connection, sha256), self.within(connection)
            )
            if definition.hash != definition_hash:
                raise JournalBroken(f"The manifest of definition {definition_hash} was changed.", hash=definition_hash)
            program = compile_program(definition)
            deployed = Deployed(definition, row.version, program, Labels(definition))
            self._known[definition_hash] = deployed
            return deployed


def stored_file(connection: Connection, sha256: str) -> bytes:
    """A deployed file by its SHA-256. Raises `NotFound`."""
    body = connection.scalar(select(tables.resource.c.body).where(tables.resource.c.sha256 == sha256))
    if body is None:
        raise NotFound(f"No deployed file {sha256}.", kind="resource", id=sha256)
    return bytes(body)
