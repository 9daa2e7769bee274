"""What the file in an editor stands beside: the rest of its procedure, and every other procedure.

Reading all procedures takes seconds and an editor asks several times a minute, so what was read is kept by what it
was read from: nothing is read twice until somebody saves a draft or publishes a version.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import sqlalchemy as sa

from engine.diagrams.bundle import Bundle, open_bundle, with_file, without_file
from engine.store.database import reading
from engine.store.tables import definition
from web.modeler import library
from web.modeler.files import digest
from web.modeler.tables import draft, procedure_version
from web.services import services

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`own` is the rest of the procedure, with what tells its contents; `elsewhere` has the others by their keys."""

    own: Bundle
    contents: Key
    elsewhere: Mapping[str, Bundle]

    def drawn(self, file: str, data: bytes) -> Bundle:
        """The procedure with the file as it is in the editor, which asks several things about the same drawing."""
        return _drawn.get((self.contents, file, digest(data)), lambda: with_file(self.own, file, data))


class _Memory:
    """The bundles that were asked for last, by what they were read from; who asks for one that is being read waits for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Future[Bundle]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, read: Callable[[], Bundle]) -> Bundle:
        with self._lock:
            known = self._kept.get(key)
            if known is None:
                made = self._kept[key] = Future()
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            else:
                self._kept.move_to_end(key)
        if known is not None:
            return known.result()
        try:
            made.set_result(read())
        except BaseException as error:  # noqa: BLE001 - whoever waits is told; here it is raised below.
            with self._lock:
                self._kept.pop(key, None)
            made.set_exception(error)
        return made.result()


_rests = _Memory(16)
_drawn = _Memory(8)
_newest: dict[Key, tuple[Key, Bundle]] = {}
"""Every procedure of a database as it was last seen, with its state; what changed since is read, the rest is
kept, and what is gone is forgotten."""


def around(procedure: str, file: str) -> Surroundings:
    """What stands around a file of a procedure, drafts laid over what is in force."""
    own = {name: data for name, data in _files(procedure).items() if name != file}
    contents = ("files", procedure, tuple(sorted((name, digest(data)) for name, data in own.items())))
    return Surroundings(_rests.get(contents, lambda: open_bundle(own)), contents, _elsewhere(procedure))


def all_procedures() -> dict[str, Bundle]:
    """Every procedure by its key, drafts laid over what is in force."""
    return _elsewhere("")


def _elsewhere(procedure: str) -> dict[str, Bundle]:
    states = _states()
    for place in [one for one in list(_newest) if one[0] == str(services().database.url) and one[1] not in states]:
        _newest.pop(place, None)
    return {key: _as_of(key, state) for key, state in states.items() if key != procedure}


def _as_of(procedure: str, state: Key) -> Bundle:
    place = state[:2]
    seen, bundle = _newest.get(place, ((), Bundle({})))
    if seen != state:
        bundle = _followed(bundle, _files(procedure))
        _newest[place] = (state, bundle)
    return bundle


def _followed(bundle: Bundle, files: Mapping[str, bytes]) -> Bundle:
    """The bundle brought to these files. Tables may import each other, so that a changed one reads all anew."""
    changed = [name for name, data in files.items() if bundle.data.get(name) != data]
    gone = [name for name in bundle.data if name not in files]
    if not bundle.data or any(name.endswith(".dmn") for name in (*changed, *gone)):
        return open_bundle(files)
    for name in (*gone, *changed):
        bundle = without_file(bundle, name)
    for name in changed:
        bundle = with_file(bundle, name, files[name])
    return bundle


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
