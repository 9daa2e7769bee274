"""What the file in an editor stands beside: the rest of its procedure, and every other procedure.

Reading all procedures takes seconds and an editor asks several times a minute, so what was read is kept by what it
was read from: nothing is read twice until somebody saves a draft or publishes a version.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import sqlalchemy as sa

from engine.diagrams.bundle import Bundle, open_bundle
from engine.store.database import reading
from engine.store.tables import definition
from web.modeler import library
from web.modeler.files import digest
from web.modeler.tables import draft, procedure_version
from web.services import services

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`own` is the rest of the procedure, `elsewhere` has the others by their keys."""

    own: Bundle
    elsewhere: Mapping[str, Bundle]


class _Memory:
    """Bundles by what they were read from; the least used go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Bundle] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, read: Callable[[], Bundle]) -> Bundle:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = read()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


_memory = _Memory(400)


def around(procedure: str, file: str) -> Surroundings:
    """What stands around a file of a procedure, drafts laid over what is in force."""
    own = {name: data for name, data in _files(procedure).items() if name != file}
    return Surroundings(opened(procedure, own), _elsewhere(procedure))


def all_procedures() -> dict[str, Bundle]:
    """Every procedure by its key, drafts laid over what is in force."""
    return _elsewhere("")


def _elsewhere(procedure: str) -> dict[str, Bundle]:
    others = {key: state for key, state in _states().items() if key != procedure}
    return {key: _memory.get(state, lambda key=key: opened(key, _files(key))) for key, state in others.items()}  # type: ignore[misc]


def opened(procedure: str, files: Mapping[str, bytes]) -> Bundle:
    """A procedure's files, read at most once."""
    contents = tuple(sorted((name, digest(data)) for name, data in files.items()))
    return _memory.get(("files", procedure, contents), lambda: open_bundle(files))


def _files(procedure: str) -> Mapping[str, bytes]:
    return library.deployable(library.draft_files(procedure))


def _states() -> dict[str, Key]:
    """What changes when a procedure's files do, by its key: who saved last, which version is in force, what is deployed."""
    database = str(services().database.url)
    published = sa.select(procedure_version.c.procedure, sa.func.max(procedure_version.c.published_at).label("at"))
    published = published.where(procedure_version.c.published_at.is_not(None)).group_by(procedure_version.c.procedure)
    deployed = sa.select(sa.func.count(), sa.func.max(definition.c.deployed_at)).select_from(definition)
    with reading(services().database) as connection:
        drafts = {row.procedure: row.changed_at for row in connection.execute(sa.select(draft))}
        versions = {row.procedure: row.at for row in connection.execute(published)}
        engine = tuple(connection.execute(deployed).one())
    keys = _keys(database, engine, frozenset(drafts), frozenset(versions.items()))
    return {key: (database, key, drafts.get(key), versions.get(key), engine) for key in keys}


@lru_cache(maxsize=4)
def _keys(
    database: str, deployed: Key, drafts: frozenset[str], versions: frozenset[tuple[str, int]]
) -> tuple[str, ...]:
    """The keys of all procedures; the arguments are what they can change with."""
    return tuple(one.key for one in library.procedures())
