"""Asking for a run, looking at it and stopping it, from any page."""

import uuid
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from engine.errors import NotFound
from engine.store.database import reading
from web.modeler.runs.kinds import kind_of
from web.modeler.runs.run import Run, run_of
from web.modeler.runs.tables import workshop_run
from web.services import services


def ask(
    kind: str,
    procedure: str,
    args: Mapping[str, Any],
    who: str,
    at: int | None = None,
    *,
    connection: Connection | None = None,
    id: str = "",
) -> str:
    """Let work be done soon, or not before `at` (milliseconds since 1970); returns the run's id.

    `connection`: ask in its transaction. `id`: what it is to be called, else a random one. Raises KeyError for a kind that
    nobody registered.
    """
    now = services().now()
    row = {
        "id": id or uuid.uuid4().hex,
        "kind": kind_of(kind).name,
        "procedure": procedure,
        "args": msgspec.json.encode(args).decode(),
        "state": "waiting",
        "done": 0,
        "total": 0,
        "result": "",
        "message": "",
        "asked_by": who,
        "asked_at": now,
        "next_at": max(at or 0, now),
        "attempts": 0,
    }
    if connection is not None:
        connection.execute(insert(workshop_run).values(row))
    else:
        with services().database.begin() as own:
            own.execute(insert(workshop_run).values(row))
    return str(row["id"])


def get(id: str) -> Run:
    """The run. Raises NotFound."""
    with reading(services().database) as connection:
        row = connection.execute(select(workshop_run).where(workshop_run.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"No run {id}.", kind="run", id=id)
    return run_of(row)


def latest(procedure: str, kind: str = "", limit: int = 20) -> list[Run]:
    """The newest runs about a procedure, of one kind or of all."""
    asked = select(workshop_run).where(workshop_run.c.procedure == procedure)
    if kind:
        asked = asked.where(workshop_run.c.kind == kind)
    with reading(services().database) as connection:
        rows = connection.execute(asked.order_by(workshop_run.c.asked_at.desc(), workshop_run.c.id).limit(limit)).all()
    return [run_of(row) for row in rows]


def stop(id: str) -> bool:
    """Let a run do nothing more; False where it is over already. What it has done until it notices stays done."""
    with services().database.begin() as connection:
        return stop_within(connection, id, services().now())


def stop_within(connection: Connection, id: str, at: int) -> bool:
    """The same in an open transaction, at `at` (milliseconds since 1970)."""
    under_way = (workshop_run.c.id == id) & workshop_run.c.state.in_(("waiting", "running"))
    values = {"state": "stopped", "next_at": None, "ended_at": at}
    return connection.execute(update(workshop_run).where(under_way).values(**values)).rowcount == 1
