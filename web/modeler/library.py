"""Procedures, what is in force of them, their drafts and versions: the one place that reads these.

The functions work on the engine of the application that answers the present request, or on `engine` where there is none
(commands, runs). What is in force is what the engine runs: a published version gives the files their names, the deployed
definitions their contents, so a governed change (`engine.amended`) and a deployment past the workshop are seen here at once.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine.errors import NotFound
from engine.runtime.engine import Engine
from engine.store.database import is_postgresql_connection, reading
from engine.store.tables import resource
from web.language import Name
from web.modeler import adoption, files
from web.modeler.files import SCENARIOS, glance
from web.modeler.publishing import authors
from web.modeler.tables import draft, draft_file, procedure_version
from web.services import services

_LOCK = 0x76657273
"""The PostgreSQL advisory lock that lets one version be numbered at a time ("vers")."""

_PUBLISHED = procedure_version.c.published_at.is_not(None)
_LAST_PUBLISHED_FIRST = (procedure_version.c.published_at.desc(), procedure_version.c.number.desc())
_KEEP = sa.text("INSERT INTO resource (sha256, body) VALUES (:sha256, :body) ON CONFLICT (sha256) DO NOTHING")


@dataclass(frozen=True, slots=True)
class Version:
    """A fixed manifest: file name to SHA-256. `published_at` is when it was last put into force, None for never."""

    id: str
    procedure: str
    number: int
    name: str
    note: str
    files: Mapping[str, str]
    made_at: int
    made_by: str
    published_at: int | None


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """One procedure: `processes` are the ids of its executable processes, its main one first; times and persons are
    None where there is no draft."""

    key: str
    title: Name
    processes: tuple[str, ...]
    draft_changed_at: int | None
    draft_changed_by: str | None
    in_force: Version | None


@dataclass(frozen=True, slots=True)
class ProcedureFiles:
    """A procedure with its files in force, and with the draft laid over them."""

    row: ProcedureRow
    present: Mapping[str, bytes]
    drafted: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file that the draft changed, made or removed; `based_on` is the SHA-256 of what was in force then, '' for none."""

    file: str
    body: bytes
    removed: bool
    based_on: str
    changed_at: int
    changed_by: str


def procedures(*, engine: Engine | None = None) -> list[ProcedureRow]:
    """Every procedure that is in force, has a draft or ever had a version, by key."""
    return [one.row for one in with_files(engine=engine)]


def with_files(*, engine: Engine | None = None) -> list[ProcedureFiles]:
    """The same with all their files, read at once."""
    engine = _engine(engine)
    with reading(engine.database) as connection:
        published = current_versions(connection)
        drafts = {row.procedure: row for row in connection.execute(sa.select(draft))}
        changed = _changed(connection, drafts)
        left = [_newest(connection, key) for key in _keys(connection) if key not in {*published, *drafts}]
        kept = {one.procedure: one for one in left if one is not None}
        bodies = _bodies(
            connection, {sha for one in (*published.values(), *kept.values()) for sha in one.files.values()}
        )
    published |= {one.procedure: one for one in _adopted(engine, published.values(), bodies)}
    running = adoption.running(engine)
    found = []
    for key in sorted({*published, *drafts, *kept}):
        version = published.get(key)
        present = _present(engine, version, bodies, running) if version else {}
        drafted = laid(present, changed.get(key, ()))
        row = _row(key, version, drafts.get(key), drafted or _named(kept.get(key), bodies))
        found.append(ProcedureFiles(row, present, drafted))
    return found


def procedure(key: str, *, engine: Engine | None = None) -> ProcedureRow:
    """One procedure. Raises NotFound."""
    engine = _engine(engine)
    version = in_force(key, engine=engine)
    present = _present_files(engine, version) if version else {}
    with reading(engine.database) as connection:
        row = connection.execute(sa.select(draft).where(draft.c.procedure == key)).one_or_none()
        changes = changes_of(connection, key) if row else []
        if version is None and row is None:
            newest = _newest(connection, key)
            if newest is None:
                raise NotFound(f"No procedure {key}.", kind="procedure", id=key)
            present = _named(newest, _bodies(connection, newest.files.values()))
    return _row(key, version, row, laid(present, changes))


def require(key: str, *, engine: Engine | None = None) -> None:
    """Raises NotFound where there is no such procedure; reads none of its files."""
    engine = _engine(engine)
    places = (draft.c.procedure, procedure_version.c.procedure)
    with reading(engine.database) as connection:
        known = any(connection.scalar(sa.select(sa.exists().where(place == key))) for place in places)
    if not known and in_force(key, engine=engine) is None:
        raise NotFound(f"No procedure {key}.", kind="procedure", id=key)


def in_force(key: str, *, engine: Engine | None = None) -> Version | None:
    """The version that was published last, or what stands for it where the process was deployed past the workshop."""
    engine = _engine(engine)
    query = sa.select(procedure_version).where(procedure_version.c.procedure == key, _PUBLISHED)
    with reading(engine.database) as connection:
        row = connection.execute(query.order_by(*_LAST_PUBLISHED_FIRST).limit(1)).one_or_none()
        if row is not None:
            return _version(row)
        if key not in adoption.running(engine):
            return None
        published = current_versions(connection)
        bodies = _bodies(connection, {sha for one in published.values() for sha in one.files.values()})
    return next((one for one in _adopted(engine, published.values(), bodies) if one.procedure == key), None)


def version(id: str, *, engine: Engine | None = None) -> Version:
    """A version by its id. Raises NotFound."""
    engine = _engine(engine)
    with reading(engine.database) as connection:
        row = connection.execute(sa.select(procedure_version).where(procedure_version.c.id == id)).one_or_none()
    if row is not None:
        return _version(row)
    if adoption.is_adopted(id):
        return _stand_in(adoption.adopted(engine, id))
    raise NotFound(f"No version {id}.", kind="version", id=id)


def versions(key: str, *, engine: Engine | None = None) -> list[Version]:
    """Its versions, newest first; what stands for one where the process was deployed past the workshop is not among them."""
    with reading(_engine(engine).database) as connection:
        return [_version(row) for row in connection.execute(_newest_first(key))]


def some_versions(key: str, after: int, limit: int) -> tuple[list[Version], int]:
    """A page of them, after the one of the number `after` (0: from the newest), and the number to ask on with (0: there
    are no more)."""
    query = _newest_first(key).limit(limit + 1)
    query = query.where(procedure_version.c.number < after) if after > 0 else query
    with reading(services().database) as connection:
        found = [_version(row) for row in connection.execute(query)]
    return found[:limit], found[limit - 1].number if len(found) > limit else 0


def numbers(ids: Iterable[str], *, engine: Engine | None = None) -> dict[str, int]:
    """The numbers of kept versions, by their ids."""
    query = sa.select(procedure_version.c.id, procedure_version.c.number).where(procedure_version.c.id.in_(list(ids)))
    with reading(_engine(engine).database) as connection:
        return {row.id: row.number for row in connection.execute(query)}


def bodies(one: Version, *, engine: Engine | None = None) -> dict[str, bytes]:
    """The files of a version, by name."""
    with reading(_engine(engine).database) as connection:
        found = _bodies(connection, one.files.values())
    return {file: found[sha] for file, sha in one.files.items()}


def present_files(key: str, *, engine: Engine | None = None) -> dict[str, bytes]:
    """The files in force as they are now, governed changes followed; nothing for a procedure that never was in force."""
    engine = _engine(engine)
    found = in_force(key, engine=engine)
    return {} if found is None else _present_files(engine, found)


def draft_files(key: str, *, engine: Engine | None = None) -> dict[str, bytes]:
    """The draft laid over what is in force: what the editors and all checks see. Empty for no such procedure."""
    return laid(present_files(key, engine=engine), draft_changes(key, engine=engine))


def drafted(key: str, *, engine: Engine | None = None) -> tuple[dict[str, bytes], list[str]]:
    """The same with everybody who had a hand in it, both as of one moment: who gives the draft up meanwhile stays known."""
    engine = _engine(engine)
    present = present_files(key, engine=engine)
    with engine.database.begin() as connection:
        held(connection, key)
        return laid(present, changes_of(connection, key)), authors.of_draft(connection, key)


def draft_changes(key: str, *, engine: Engine | None = None) -> list[DraftFile]:
    """What the draft changed, by file."""
    with reading(_engine(engine).database) as connection:
        return changes_of(connection, key)


def files_changed(*, engine: Engine | None = None) -> dict[str, int]:
    """How many files each draft changed, by procedure."""
    query = sa.select(draft_file.c.procedure, sa.func.count().label("files")).group_by(draft_file.c.procedure)
    with reading(_engine(engine).database) as connection:
        return {row.procedure: row.files for row in connection.execute(query)}


def changes_of(connection: sa.Connection, key: str) -> list[DraftFile]:
    """The same, read through an open transaction."""
    return _changed(connection, [key]).get(key, [])


def laid(present: Mapping[str, bytes], changes: Iterable[DraftFile]) -> dict[str, bytes]:
    """The changes of a draft laid over what is in force."""
    found = dict(present)
    for one in changes:
        if one.removed:
            found.pop(one.file, None)
        else:
            found[one.file] = one.body
    return dict(sorted(found.items()))


def deployable(found: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files without scenarios."""
    return {file: data for file, data in found.items() if not file.startswith(SCENARIOS)}


def keep(
    connection: sa.Connection,
    procedure: str,
    found: Mapping[str, bytes],
    *,
    name: str,
    note: str,
    who: str,
    at: int,
    published: bool = False,
) -> Version:
    """Make a new version of these files; `published` says that they are put into force by the same transaction."""
    if published:
        held(connection, procedure)  # Before the numbers: who changes a draft takes the two in this order.
    if is_postgresql_connection(connection):
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    same = procedure_version.c.procedure == procedure
    newest = connection.scalar(sa.select(sa.func.max(procedure_version.c.number)).where(same)) or 0
    made = Version(
        id=secrets.token_hex(16),
        procedure=procedure,
        number=newest + 1,
        name=name,
        note=note,
        files={file: files.digest(found[file]) for file in sorted(found)},
        made_at=at,
        made_by=who,
        published_at=None,
    )
    _store(connection, found.values())
    connection.execute(
        sa.insert(procedure_version).values(
            id=made.id,
            procedure=procedure,
            number=made.number,
            name=name,
            note=note,
            files=json.dumps(dict(made.files), ensure_ascii=False),
            made_at=at,
            made_by=who,
            published_at=None,
        )
    )
    # Whoever had a hand in it may not review it, also when somebody else proposes it later.
    authors.sign(connection, made.id, authors.of_draft(connection, procedure))
    return put_in_force(connection, made, found, at) if published else made


def unreviewed_authors(connection: sa.Connection, one: Version) -> list[str]:
    """Who made the version; nobody where it was in force once, since it was reviewed then."""
    return [] if one.published_at else authors.of_version(connection, one.id)


def put_in_force(connection: sa.Connection, one: Version, found: Mapping[str, bytes], at: int) -> Version:
    """Note that the version, whose files are `found`, was deployed; what the draft has just so is no change any more."""
    held(connection, one.procedure)  # What is saved just now is not taken for what was published.
    connection.execute(sa.update(procedure_version).where(procedure_version.c.id == one.id).values(published_at=at))
    for row in connection.execute(sa.select(draft_file).where(draft_file.c.procedure == one.procedure)).all():
        if (row.file not in found) if row.removed else (found.get(row.file) == bytes(row.body)):
            same = (draft_file.c.procedure == one.procedure) & (draft_file.c.file == row.file)
            connection.execute(sa.delete(draft_file).where(same))
    end_if_unchanged(connection, one.procedure)
    return _version(connection.execute(sa.select(procedure_version).where(procedure_version.c.id == one.id)).one())


def held(connection: sa.Connection, key: str) -> bool:
    """Hold the draft until the transaction ends, so that nobody else changes it; False where there is none."""
    query = sa.select(draft.c.procedure).where(draft.c.procedure == key).with_for_update()
    return connection.scalar(query) is not None


def end_if_unchanged(connection: sa.Connection, key: str) -> None:
    """A draft without changes is none."""
    left = sa.select(draft_file.c.file).where(draft_file.c.procedure == key).exists()
    connection.execute(sa.delete(draft).where(draft.c.procedure == key, ~left))
    authors.forget_without_draft(connection, key)


def _newest_first(key: str) -> sa.Select[Any]:
    query = sa.select(procedure_version).where(procedure_version.c.procedure == key)
    return query.order_by(procedure_version.c.number.desc())


def _engine(engine: Engine | None) -> Engine:
    return engine or services().engine


def current_versions(connection: sa.Connection) -> dict[str, Version]:
    """The version in force of every procedure that has one."""
    place = sa.func.row_number().over(partition_by=procedure_version.c.procedure, order_by=_LAST_PUBLISHED_FIRST)
    ranked = sa.select(procedure_version.c.id, place.label("place")).where(_PUBLISHED).subquery()
    query = sa.select(procedure_version).join(ranked, ranked.c.id == procedure_version.c.id).where(ranked.c.place == 1)
    return {row.procedure: _version(row) for row in connection.execute(query)}


def _keys(connection: sa.Connection) -> set[str]:
    """Of every procedure that ever had a version."""
    return set(connection.scalars(sa.select(procedure_version.c.procedure).distinct()))


def _newest(connection: sa.Connection, key: str) -> Version | None:
    query = sa.select(procedure_version).where(procedure_version.c.procedure == key)
    row = connection.execute(query.order_by(procedure_version.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _version(row)


def _adopted(engine: Engine, published: Iterable[Version], bodies: Mapping[str, bytes]) -> list[Version]:
    """What stands for a published version where none holds the process."""
    held = {
        process.id
        for one in published
        for file, sha in one.files.items()
        for process in glance(file, bodies[sha]).processes
    }
    return [_stand_in(one) for one in adoption.current(engine, held)]


def _stand_in(one: adoption.Adopted) -> Version:
    named = {file: files.digest(data) for file, data in one.files.items()}
    return Version(
        one.id, one.process_id, one.version, "", "", named, one.deployed_at, one.deployed_by, one.deployed_at
    )


def _present_files(engine: Engine, found: Version) -> dict[str, bytes]:
    with reading(engine.database) as connection:
        bodies = _bodies(connection, found.files.values())
    return _present(engine, found, bodies, adoption.running(engine))


def _present(
    engine: Engine, found: Version, bodies: Mapping[str, bytes], running: Mapping[str, str]
) -> dict[str, bytes]:
    if adoption.is_adopted(found.id):
        return dict(adoption.adopted(engine, found.id).files)
    return adoption.as_deployed(engine, _named(found, bodies), running)


def _named(found: Version | None, bodies: Mapping[str, bytes]) -> dict[str, bytes]:
    return {file: bodies[sha] for file, sha in found.files.items()} if found else {}


def _row(
    key: str, version: Version | None, changed: sa.Row[tuple[object, ...]] | None, found: Mapping[str, bytes]
) -> ProcedureRow:
    title, processes = _title(key, found)
    at, by = (changed.changed_at, changed.changed_by) if changed else (None, None)
    return ProcedureRow(key, title, processes, at, by, version)


def _title(key: str, found: Mapping[str, bytes]) -> tuple[Name, tuple[str, ...]]:
    """The name of the main process and the ids of all; main is the one of the procedure's key, else the first."""
    inside = [one for file, data in found.items() for one in glance(file, data).processes]
    inside.sort(key=lambda one: (one.id != key, not one.executable))
    title = inside[0].name if inside and inside[0].name.said else Name(key)
    return title, tuple(one.id for one in inside if one.executable)


def _changed(connection: sa.Connection, keys: Iterable[str]) -> dict[str, list[DraftFile]]:
    query = sa.select(draft_file).where(draft_file.c.procedure.in_(list(keys))).order_by(draft_file.c.file)
    found: dict[str, list[DraftFile]] = {}
    for row in connection.execute(query):
        one = DraftFile(row.file, bytes(row.body), row.removed, row.based_on, row.changed_at, row.changed_by)
        found.setdefault(row.procedure, []).append(one)
    return found


def _bodies(connection: sa.Connection, shas: Iterable[str]) -> dict[str, bytes]:
    wanted = sorted(set(shas))
    query = sa.select(resource).where(resource.c.sha256.in_(wanted))
    return {row.sha256: bytes(row.body) for row in connection.execute(query)}


def _store(connection: sa.Connection, found: Iterable[bytes]) -> None:
    for sha, data in {files.digest(data): data for data in found}.items():
        connection.execute(_KEEP, {"sha256": sha, "body": data})


def _version(row: sa.Row[tuple[object, ...]]) -> Version:
    read = row._mapping
    return Version(**{**read, "files": json.loads(read["files"])})
