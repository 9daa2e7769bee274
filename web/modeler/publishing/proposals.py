"""Proposals: made, read, decided; which state follows which stands here alone."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import msgspec
import sqlalchemy as sa

from engine.errors import Finding, NotFound
from engine.runtime.engine import Engine
from engine.store.database import reading
from web.language import Name
from web.modeler import library
from web.modeler.publishing.tables import proposal
from web.modeler.runs import retention

State: TypeAlias = Literal[
    "proposed", "approved", "published", "rejected", "withdrawn", "cancelled", "overtaken", "failed"
]
Cases: TypeAlias = Literal["stay", "migrate"]

_FROM: dict[State, tuple[State, ...]] = {
    "approved": ("proposed",),
    "rejected": ("proposed",),
    "withdrawn": ("proposed",),
    "cancelled": ("approved",),
    "published": ("approved",),
    "proposed": ("approved",),
    "overtaken": ("proposed", "approved"),
}
"""What a state may follow on. An approval can be voided; `failed` was the end of a proposal before it went back to review."""

OPEN: tuple[State, ...] = ("proposed", "approved")
ENDED: tuple[State, ...] = ("published", "rejected", "withdrawn", "cancelled", "overtaken", "failed")


class Moved(Exception):
    """Somebody else decided first: the proposal is in another state now."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal; moments in milliseconds since 1970, None where it has not come to that.

    `authors` may not review it. `cases` says whether live cases stay on their version or migrate. `publish_at` is when it
    is to be in force, None for at once. `reason` says why its publication was stopped, or what overtook it.
    `elements` maps elements by process where somebody confirmed it, '' for those whose cases are to stay.
    """

    id: str
    procedure: str
    version_id: str
    based_on: str
    note: str
    cases: Cases
    findings: tuple[Finding, ...]
    scenarios_run: str
    impact_run: str
    proposed_at: int
    proposed_by: str
    authors: tuple[str, ...]
    state: State
    decided_at: int | None
    decided_by: str
    decision: str
    publish_at: int | None
    publication_run: str
    ended_at: int | None
    reason: Name
    elements: Mapping[str, Mapping[str, str]]


def make(
    connection: sa.Connection,
    *,
    procedure: str,
    version_id: str,
    based_on: str,
    note: str,
    cases: Cases,
    findings: Sequence[Finding],
    scenarios_run: str,
    impact_run: str,
    who: str,
    authors: Collection[str],
    at: int,
) -> str:
    """Write down a proposal; returns its id."""
    id = secrets.token_hex(16)
    connection.execute(
        sa.insert(proposal).values(
            id=id,
            procedure=procedure,
            version_id=version_id,
            based_on=based_on,
            note=note,
            cases=cases,
            findings=msgspec.json.encode(findings).decode(),
            scenarios_run=scenarios_run,
            impact_run=impact_run,
            proposed_at=at,
            proposed_by=who,
            authors=msgspec.json.encode(sorted({who, *authors})).decode(),
            state="proposed",
        )
    )
    return id


def get(database: sa.Engine, id: str) -> Proposal:
    """The proposal. Raises NotFound."""
    with reading(database) as connection:
        return within(connection, id)


def within(connection: sa.Connection, id: str) -> Proposal:
    """The same, read in an open transaction. Raises NotFound."""
    row = connection.execute(sa.select(proposal).where(proposal.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"No proposal {id}.", kind="proposal", id=id)
    return _proposal(row)


def listed(
    database: sa.Engine, *, procedure: str = "", states: Collection[State] = (), limit: int = 50
) -> list[Proposal]:
    """Proposals, newest first."""
    query = sa.select(proposal).order_by(proposal.c.proposed_at.desc(), proposal.c.id).limit(limit)
    query = query.where(proposal.c.procedure == procedure) if procedure else query
    query = query.where(proposal.c.state.in_(list(states))) if states else query
    with reading(database) as connection:
        return [_proposal(row) for row in connection.execute(query)]


@retention.holds
def holds(connection: sa.Connection, runs: Sequence[str]) -> tuple[set[str], set[str]]:
    """Which of these runs an open proposal shows whole, and of which others an ended one says how they went."""
    whole: set[str] = set()
    named: set[str] = set()
    query = sa.select(proposal.c.state, proposal.c.scenarios_run, proposal.c.impact_run, proposal.c.publication_run)
    for row in connection.execute(query):
        (whole if row.state in OPEN else named).update(row[1:])
    return whole.intersection(runs), named.intersection(runs)


def open_of(connection: sa.Connection, procedure: str) -> list[Proposal]:
    """What waits for a decision or its moment."""
    query = sa.select(proposal).where(proposal.c.procedure == procedure, proposal.c.state.in_(OPEN))
    return [_proposal(row) for row in connection.execute(query.order_by(proposal.c.proposed_at, proposal.c.id))]


def described(one: Proposal, engine: Engine | None = None) -> dict[str, object]:
    """What notices name the version by; `engine` where no application runs."""
    row = library.procedure(one.procedure, engine=engine)
    number = library.version(one.version_id, engine=engine).number
    return {"title": row.title.zh, "title_en": row.title.en, "number": number}


def link(one: Proposal) -> str:
    """The path of its page."""
    return f"/workshop/proposals/{one.id}"


def encoded(why: Name) -> str:
    """A reason as it is stored."""
    return msgspec.json.encode({"zh": why.zh, "en": why.en}).decode()


def move(connection: sa.Connection, id: str, state: State, *, tried: str = "", **values: Any) -> None:
    """Let the proposal be in another state. Raises Moved where it is not in one that this may follow on, or where the impact
    run `tried`, which stands for the mapping that was looked at, is not its last any more."""
    before = sa.and_(proposal.c.id == id, proposal.c.state.in_(_FROM[state]))
    before = before & (proposal.c.impact_run == tried) if tried else before
    if not connection.execute(sa.update(proposal).where(before).values(state=state, **values)).rowcount:
        raise Moved(id)


def replan(connection: sa.Connection, one: Proposal, **values: Any) -> None:
    """Change the mapping of an open proposal. Raises Moved where the proposal is another meanwhile."""
    same = sa.and_(proposal.c.id == one.id, proposal.c.state == one.state, proposal.c.impact_run == one.impact_run)
    if one.state not in OPEN or not connection.execute(sa.update(proposal).where(same).values(**values)).rowcount:
        raise Moved(one.id)


def of_impact(database: sa.Engine, run: str) -> Proposal | None:
    """The proposal whose last impact run it is."""
    with reading(database) as connection:
        row = connection.execute(sa.select(proposal).where(proposal.c.impact_run == run)).one_or_none()
    return None if row is None else _proposal(row)


def _proposal(row: sa.Row[Any]) -> Proposal:
    read = dict(row._mapping)
    read["findings"] = tuple(msgspec.json.decode(row.findings, type=list[Finding]))
    read["authors"] = tuple(msgspec.json.decode(row.authors))
    read["elements"] = msgspec.json.decode(row.elements) if row.elements else {}
    read["reason"] = Name(**msgspec.json.decode(row.reason)) if row.reason else Name("")
    return Proposal(**read)
