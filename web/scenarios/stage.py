"""Where scenarios are played: a database of their own, set back for each, and an engine on it."""

import shutil
import tempfile
import weakref
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from types import MappingProxyType
from typing import Any, Self

from engine.diagrams.bundle import SUFFIXES
from engine.diagrams.definition import Definition
from engine.runtime.clock import ManualClock
from engine.runtime.definitions import DefinitionCache, Deployed
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from web import clauses
from web.account.dates import today
from web.organisation import Organisation
from web.organisation import read as read_organisation
from web.organisation.registry import choices
from web.scenarios import outside
from web.scenarios.beginnings import await_timers
from web.scenarios.template import copy, quick_database, template


class Stage:
    """Plays one scenario after the other, from one thread. `database` is as the last one left it, and `read` what was read
    of the definitions in it."""

    def __init__(self, content: bytes, organisation: Organisation) -> None:
        """`content` is what `template` made."""
        folder = Path(tempfile.mkdtemp(prefix="tiaokuai-"))
        self._gone = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._template = SqliteConnection(":memory:", check_same_thread=False)
        self._template.deserialize(content)
        self._organisation = organisation
        self._people = {one.id: one for one in organisation.people}
        self._known: Mapping[str, Deployed] = {}
        self.database = quick_database(folder / "stage.db")
        self.read = DefinitionCache(self.database)
        copy(self._template, self.database)

    @classmethod
    def of(cls, files: Mapping[str, bytes], organisation: Organisation, known: Collection[str] | None = None) -> Self:
        """With these files deployed (`known`: the clause ids that they may cite, None: unchecked). Raises Refused."""
        return cls(template(files, known), organisation)

    @classmethod
    def of_folder(cls, processes: Path) -> Self:
        """With every procedure of a folder like `processes/`. Raises Refused."""
        organisation = read_organisation(processes / "organisation.yaml")
        return cls.of(procedure_files(processes), organisation, clauses.known(processes))

    @contextmanager
    def engine(self, clock: ManualClock, answers: outside.Answers = MappingProxyType({})) -> Iterator[Engine]:
        """An engine on the database as it was before any scenario, with outside systems that answer so."""
        copy(self._template, self.database)
        self.read = definitions = DefinitionCache(self.database, self._known)
        played = Engine(
            self.database,
            outside.handlers(answers),
            clock=clock,
            organisation=self._choices,
            definitions=definitions,
        )
        with played as engine:
            await_timers(engine, clock.now())
            self._known = definitions.known()
            yield engine
            self._learn(definitions)

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """What is in force at the beginning, by process id."""
        with self.engine(ManualClock()) as engine:
            return {row.process_id: engine.definition(row.hash) for row in engine.definitions()}

    def actor(self, person: str, now: int) -> Actor | None:
        """The person with the groups that they belong to at `now`; None for nobody of the organisation."""
        found = self._people.get(person)
        return None if found is None else Actor(person, frozenset(found.groups_on(today(now))))

    def close(self) -> None:
        """Give the database up."""
        self.database.dispose()
        self._template.close()
        self._gone()

    def _learn(self, definitions: DefinitionCache) -> None:
        """Keep what was read of the deployments that every scenario finds; what this one deployed goes with it."""
        there = {row[0] for row in self._template.execute("SELECT hash FROM definition")}
        self._known = {hash: one for hash, one in definitions.known().items() if hash in there}

    def _choices(self, now: int) -> Mapping[str, Any]:
        return choices(self._organisation.units, now)


def procedure_files(processes: Path) -> dict[str, bytes]:
    """The files of a folder of procedures that are deployed, by their path in it."""
    return {
        path.relative_to(processes).as_posix(): path.read_bytes()
        for path in sorted(processes.glob("*/*"))
        if path.name.endswith(SUFFIXES)
    }
