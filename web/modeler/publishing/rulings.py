"""Rulings, and whatever else a case decides, that change a procedure while it runs: written into the operations journal by
the very transaction that makes the change."""

from functools import partial

import sqlalchemy as sa

from engine.runtime import amendments
from engine.runtime.amendments import AmendmentMade
from engine.runtime.engine import Engine
from engine.store.database import reading
from engine.store.tables import instance, resource
from web.modeler import library
from web.modeler.adoption import is_adopted
from web.modeler.comparison import SaidFile, said
from web.modeler.publishing import journal, overtaking
from web.modeler.publishing.journal import Entry
from web.modeler.publishing.proposals import Proposal

AMENDED = "procedure.amended"


def watch(engine: Engine) -> None:
    """Let every governed change that the engine makes be written down."""
    engine.when_amended = partial(_written, engine)


def changed_by(database: sa.Engine, entry: Entry) -> list[SaidFile]:
    """What the change of an entry did to its file, in words."""
    before, after = (str(entry.details[key]) for key in ("file_before", "file_after"))
    query = sa.select(resource.c.sha256, resource.c.body).where(resource.c.sha256.in_([before, after]))
    with reading(database) as connection:
        bodies = {row.sha256: bytes(row.body) for row in connection.execute(query)}
    file = str(entry.details["file"])
    return said({file: bodies[before]}, {file: bodies[after]}) if len(bodies) == 2 else []


def _written(engine: Engine, connection: sa.Connection, made: AmendmentMade) -> None:
    number = connection.scalar(sa.select(instance.c.case_number).where(instance.c.id == made.instance_id))
    details = {
        "process": made.process_id,
        "version": made.version,
        "file": made.file,
        "file_before": made.file_before,
        "file_after": made.file_after,
        "mark": made.change.mark,
        "reason": made.change.reason,
        "case": made.instance_id,
        "case_number": number or "",
    }
    procedure = _procedure(engine, made.process_id)
    by, who = overtaking.by_ruling(made.change.mark, made.version), made.change.actor

    def keeps(one: Proposal) -> bool:
        """Whether what is proposed would not undo the change: its file is taken as it is since, or holds it already."""
        files = library.deployable(library.bodies(library.version(one.version_id, engine=engine), engine=engine))
        mark = made.change.mark.encode()
        since = amendments.followed(connection, files).values()
        return not is_adopted(one.based_on) and any(mark in data for data in since)

    ended = overtaking.end(engine, connection, procedure, by, made.at, spared=keeps)
    journal.record(connection, made.at, who, AMENDED, procedure, details)
    overtaking.write_down(connection, ended, procedure, who, made.at)


def _procedure(engine: Engine, process_id: str) -> str:
    """The key of the procedure that holds the process."""
    rows = library.procedures(engine=engine)
    return next((row.key for row in rows if process_id in row.processes), process_id)
