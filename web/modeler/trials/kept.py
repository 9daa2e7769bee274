"""Keeps what a trial played, finds it again, and lets old ones go."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Connection as SqliteConnection

import msgspec
import sqlalchemy as sa

from engine.diagrams import deployment
from engine.diagrams.definition import Definition
from engine.errors import NotFound
from engine.runtime.engine import Engine
from engine.store.database import reading
from engine.store.tables import amendment, resource, start_subscription, start_timer
from engine.store.tables import definition as definition_table
from web.modeler.runs import retention
from web.modeler.runs.tables import workshop_run
from web.modeler.trials.tables import trial, trial_play
from web.scenarios import PlayedCase

KEPT = 10
"""Of how many trials of a procedure the journals are kept."""


class Definitions(msgspec.Struct, frozen=True):
    """Manifests by the hash of their definition, and the files that they name by SHA-256."""

    manifests: dict[str, bytes] = {}
    resources: dict[str, bytes] = {}


@dataclass(frozen=True, slots=True)
class Scenery:
    """What a trial played: its own definitions, and those of the engine behind them."""

    own: Definitions
    engine: Engine

    def definition(self, hash: str) -> Definition:
        """A definition by its hash. Raises NotFound."""
        manifest = self.own.manifests.get(hash)
        if manifest is None:
            return self.engine.definition(hash)
        return deployment.load(manifest, lambda sha: self.own.resources[sha], self.definition)


def begin(connection: sa.Connection, run: str, own: Definitions) -> None:
    """Keep what the run plays; whatever it had played before it was cut off goes."""
    connection.execute(sa.delete(trial_play).where(trial_play.c.run == run))
    connection.execute(sa.delete(trial).where(trial.c.run == run))
    connection.execute(sa.insert(trial).values(run=run, definitions=_packed(own)))


def keep(connection: sa.Connection, run: str, scenario: str, cases: list[PlayedCase]) -> None:
    """Keep the journals of one scenario."""
    connection.execute(sa.insert(trial_play).values(run=run, scenario=scenario, cases=_packed(cases)))


def let_go(connection: sa.Connection, procedure: str) -> None:
    """Of all but the newest trials of a procedure forget the journals; their results stay."""
    mine = sa.select(trial.c.run).join(workshop_run, workshop_run.c.id == trial.c.run)
    mine = mine.where(workshop_run.c.procedure == procedure).order_by(workshop_run.c.asked_at.desc())
    old = list(connection.scalars(mine.offset(KEPT)))
    forget(connection, old)


@retention.forgets
def forget(connection: sa.Connection, runs: Sequence[str]) -> None:
    """Forget the journals of these runs."""
    for table in (trial_play, trial):
        connection.execute(sa.delete(table).where(table.c.run.in_(runs)))


def scenery(engine: Engine, run: str) -> Scenery:
    """What the run played. Raises NotFound where it is kept no more."""
    with reading(engine.database) as connection:
        data = connection.scalar(sa.select(trial.c.definitions).where(trial.c.run == run))
    if data is None:
        raise NotFound(f"Nothing is kept of run {run}.", kind="trial", id=run)
    return Scenery(msgspec.msgpack.decode(zlib.decompress(data), type=Definitions), engine)


def cases(engine: Engine, run: str, scenario: str) -> list[PlayedCase]:
    """The cases of a scenario, its own first. Raises NotFound."""
    query = sa.select(trial_play.c.cases).where(trial_play.c.run == run, trial_play.c.scenario == scenario)
    with reading(engine.database) as connection:
        data = connection.scalar(query)
    if data is None:
        raise NotFound(f"Nothing is kept of {scenario} in run {run}.", kind="trial", id=run)
    return msgspec.msgpack.decode(zlib.decompress(data), type=list[PlayedCase])


def of_template(content: bytes) -> tuple[Definitions, dict[str, str]]:
    """All definitions in the database that scenarios start from (`web.scenarios.template`), and the hashes of those in force
    by process."""
    database = SqliteConnection(":memory:")
    database.deserialize(content)
    try:
        rows = database.execute("SELECT hash, process_id, manifest, is_current FROM definition").fetchall()
        resources = dict(database.execute("SELECT sha256, body FROM resource").fetchall())
    finally:
        database.close()
    manifests = {hash: bytes(manifest) for hash, _, manifest, _ in rows}
    return Definitions(manifests, resources), {process: hash for hash, process, _, current in rows if current}


def undeployed(connection: sa.Connection, found: Definitions) -> Definitions:
    """Those that the database does not have."""
    query = sa.select(definition_table.c.hash).where(definition_table.c.hash.in_(list(found.manifests)))
    known = set(connection.scalars(query))
    manifests = {hash: manifest for hash, manifest in found.manifests.items() if hash not in known}
    named = b" ".join(manifests.values()).decode()
    return Definitions(manifests, {sha: body for sha, body in found.resources.items() if sha in named})


def copied(source: Engine, target: sa.Connection) -> None:
    """Let an empty database have what is in force in the engine's: definitions, what they call, their files, and what they
    wait for to start."""
    wanted: dict[str, Definition] = {}
    left = [source.definition(row.hash) for row in source.definitions()]
    while left:
        one = left.pop()
        if one.hash not in wanted:
            wanted[one.hash] = one
            left.extend(one.called.values())
    with reading(source.database) as connection:
        mine = definition_table.c.hash.in_(list(wanted))
        rows = connection.execute(sa.select(definition_table).where(mine)).mappings().all()
        amended = sa.select(amendment).where(amendment.c.definition_hash.in_(list(wanted)))
        changes = connection.execute(amended).mappings().all()
        files = {sha for one in wanted.values() for sha in one.resources}
        files |= {row[column] for row in changes for column in ("file_before", "file_after")}
        bodies = connection.execute(sa.select(resource).where(resource.c.sha256.in_(list(files)))).mappings().all()
        starts = [
            (
                table,
                connection.execute(sa.select(table).where(table.c.definition_hash.in_(list(wanted)))).mappings().all(),
            )
            for table in (start_subscription, start_timer)
        ]
    for table, found in ((resource, bodies), (definition_table, rows), (amendment, changes), *starts):
        if found:
            target.execute(sa.insert(table), [dict(row) for row in found])


def _packed(value: object) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(value), 6)
