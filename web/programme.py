"""What the commands do, without their words: open, migrate, deploy, verify."""

import logging
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import make_url

import handlers.registry
from engine import history
from engine.diagrams.bundle import SUFFIXES
from engine.errors import NotFound
from engine.runtime.clock import Clock
from engine.runtime.distributed import schema as queue_schema
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from engine.runtime.settings import RuntimeSettings
from engine.runtime.views import DeployedDefinition
from engine.store.database import open_database
from engine.store.migrate import is_migrated
from engine.store.migrate import migrate as migrate_database
from web import clauses, organisation
from web.clauses import stored
from web.modeler import folders
from web.modeler.publishing import journal, overtaking, rulings
from web.organisation import registry
from web.settings import Settings

OPERATOR = Actor("system")


class NotMigrated(RuntimeError):
    """The database does not have this version's tables: run this version's `tiaokuai migrate` first."""


def open_engine(settings: Settings, clock: Clock | None = None) -> Engine:
    """The engine on the configured database, with every handler, by the machine's clock or another. Raises NotMigrated."""
    engine = unchecked_engine(settings, clock)
    try:
        check(engine)
    except BaseException:
        engine.stop()
        raise
    return engine


def unchecked_engine(settings: Settings, clock: Clock | None = None, concurrency: int = 0) -> Engine:
    """The same without a look at the database, which may be away.

    `concurrency` is how many pieces of background work it does at once (0: the default).
    """
    _make_folder(settings)
    runtime = RuntimeSettings(cached_bytes=settings.cache_bytes, stop_within=settings.stop_seconds * 1000)
    engine = Engine(
        settings.database_url,
        handlers.registry.load(settings.outside),
        clock=clock,
        settings=replace(runtime, job_threads=concurrency) if concurrency else runtime,
        # By another clock than the machine's, what is due is done here.
        distributed=settings.distributed and clock is None,
    )
    registry.offer(engine)
    rulings.watch(engine)
    return engine


def check(engine: Engine) -> None:
    """Raises NotMigrated, and SQLAlchemy's OperationalError where the database cannot be reached."""
    if not is_migrated(engine.database):
        raise NotMigrated(NotMigrated.__doc__)
    if engine.distributed and queue_schema.missing(engine.database):
        raise NotMigrated(
            "The database lacks the tables of the queue: run `tiaokuai migrate` with TIAOKUAI_QUEUE=distributed."
        )


def migrate(settings: Settings) -> None:
    """Bring the database to the newest schema."""
    _make_folder(settings)
    migrate_database(settings.database_url)
    if settings.distributed:
        database = open_database(settings.database_url)
        try:
            queue_schema.install(database)
        finally:
            database.dispose()


def organisation_file(settings: Settings) -> Path:
    """The file with the units, roles and people of the procedures."""
    return settings.processes / "organisation.yaml"


def add_organisation(settings: Settings, database: sa.Engine) -> int:
    """Add the units, roles and real people of the organisation file that the database lacks; returns in how many places
    the two still differ."""
    read = organisation.read(organisation_file(settings))
    organisation.add(database, read, demo_people=False)
    real = [somebody for somebody in read.people if not somebody.demo]
    return len(organisation.changes(database, replace(read, people=real)))


def deploy(
    settings: Settings, engine: Engine, directories: Sequence[Path], *, withdraw_amendments: bool = False
) -> list[DeployedDefinition]:
    """Deploy every procedure file under the directories together; each folder is a published version of its procedure.

    Raises `Refused` and `AmendmentsLost`.
    """
    paths = list(_procedure_files(directories or (settings.processes,)))
    files = {path.name: path.read_bytes() for path in paths}
    known = known_clauses(settings, engine.database)
    deployed_as = files if withdraw_amendments else engine.amended(files)
    procedures = folders.procedures((path, deployed_as[path.name]) for path in paths)

    def written(connection: sa.Connection, deployed: Sequence[DeployedDefinition]) -> None:
        stored.seed(connection, clauses.register(settings.processes), OPERATOR.id, engine.clock.now())
        now = engine.clock.now()
        ended = {
            one.procedure: overtaking.end(engine, connection, one.procedure, overtaking.by_version(engine, one), now)
            for one in folders.record(connection, procedures, OPERATOR.id, now)
        }
        new = {one.process_id: one.version for one in deployed if one.hash != one.replaces}
        if new or withdraw_amendments:
            details = {"processes": new, "withdrawn": withdraw_amendments}
            journal.record(connection, now, OPERATOR.id, "server.deployed", "", details)
        for procedure, found in ended.items():
            overtaking.write_down(connection, found, procedure, OPERATOR.id, now)

    return engine.deploy(files, OPERATOR, clauses=known, withdraw_amendments=withdraw_amendments, also=written)


def known_clauses(settings: Settings, database: sa.Engine) -> frozenset[str] | None:
    """The ids of the clauses of the database and of the folder together; None where neither has a register."""
    there = {one.id for one in stored.current(database, settings.processes, date.max)}
    return frozenset(there | (clauses.known(settings.processes) or set())) or clauses.known(settings.processes)


def write_amended(settings: Settings, engine: Engine) -> tuple[list[Path], list[str]]:
    """Bring what rulings changed into the files of the processes folder; returns those written.

    A file that was edited since it was deployed is left as it is; the second list has the rulings that no file holds.
    """
    files = {str(path): path.read_bytes() for path in _procedure_files([settings.processes])}
    amended = engine.amended(files)
    changed = {Path(name): data for name, data in amended.items() if data != files[name]}
    for path, data in changed.items():
        path.write_bytes(data)
    marks = [one.mark for one in engine.amendments()]
    return list(changed), [mark for mark in marks if not any(mark.encode() in data for data in amended.values())]


def _procedure_files(directories: Sequence[Path]) -> Iterator[Path]:
    for directory in directories:
        for path in sorted(directory.rglob("*")):
            if path.is_file() and path.name.endswith(SUFFIXES):
                yield path


def verify(engine: Engine, case: str | None) -> Iterator[history.Verified]:
    """Check the one case asked for (by id or number), or all, one after another. Raises `NotFound`."""
    return history.verify(engine.database, _instance_id(engine, case) if case else None)


def verify_operations(engine: Engine) -> tuple[int, str]:
    """How many rows of the operations journal were looked at, and what is wrong with the last of them ('': nothing)."""
    return next(iter(deque(journal.verify(engine.database), maxlen=1)), (0, ""))


def _instance_id(engine: Engine, case: str) -> str:
    found = engine.instances(text=case, limit=10).rows
    exact = [row.id for row in found if case in (row.id, row.case_number)]
    if not exact:
        raise NotFound(f"No case {case}.", kind="case", id=case)
    return exact[0]


def _make_folder(settings: Settings) -> None:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


class _AsJson(logging.Handler):
    """What libraries log, from warnings upwards, among our own lines."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger(record.name)
        log.log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info)


def log_to_standard_error(level: str) -> None:
    """JSON lines of this level and above."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(handlers=[_AsJson()], level=logging.WARNING, force=True)
