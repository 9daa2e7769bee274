"""What runs found case by case: written by the run, read by its page in pieces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from engine.store.database import reading
from web.modeler.impact.reasons import Kept
from web.modeler.impact.tables import case_finding
from web.modeler.runs import retention
from web.services import services

PAGE = 50


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """One case of a run; see the table. `moves` is what a dry run with the proposed mapping found, None where none was."""

    process_id: str
    instance_id: str
    case_number: str
    version: int
    verdict: str
    places: tuple[tuple[str, str], ...]
    reasons: tuple[Kept, ...]
    number: int = 0
    moves: bool | None = None


MOVES = {True: "moves", False: "stays"}
"""Groups of cases beside those of reasons."""


def write(run: str, found: Iterable[CaseFinding]) -> None:
    """Add what the run found."""
    with services().database.begin() as connection:
        last = connection.scalar(sa.select(sa.func.max(case_finding.c.number)).where(case_finding.c.run_id == run)) or 0
        rows = [
            {
                "run_id": run,
                "number": number,
                "process_id": one.process_id,
                "instance_id": one.instance_id,
                "case_number": one.case_number,
                "version": one.version,
                "verdict": one.verdict,
                "groups": "".join(f" {key} " for key in _groups(one)),
                "places": msgspec.json.encode(one.places).decode(),
                "reasons": msgspec.json.encode(one.reasons).decode(),
            }
            for number, one in enumerate(found, last + 1)
        ]
        if rows:
            connection.execute(sa.insert(case_finding), rows)


def forget(run: str) -> None:
    """Before a run begins anew."""
    with services().database.begin() as connection:
        connection.execute(sa.delete(case_finding).where(case_finding.c.run_id == run))


@retention.forgets
def let_go(connection: sa.Connection, runs: Sequence[str]) -> None:
    """Forget what old runs found; their counts stand in their own rows."""
    connection.execute(sa.delete(case_finding).where(case_finding.c.run_id.in_(runs)))


def kept(run: str) -> bool:
    """Whether the cases of the run are kept, where it had any."""
    query = sa.select(case_finding.c.number).where(case_finding.c.run_id == run).limit(1)
    with reading(services().database) as connection:
        return connection.scalar(query) is not None


def written(run: str) -> dict[str, str]:
    """The cases that a run has written about, and their verdicts."""
    query = sa.select(case_finding.c.instance_id, case_finding.c.verdict).where(case_finding.c.run_id == run)
    with reading(services().database) as connection:
        return {row.instance_id: row.verdict for row in connection.execute(query)}


def read(
    run: str, *, verdict: str = "", group: str = "", text: str = "", after: int = 0
) -> tuple[Sequence[CaseFinding], int]:
    """A page of cases in their order, and the number to ask on with as `after` (0: there are no more)."""
    table = case_finding.c
    query = sa.select(case_finding).where(table.run_id == run, table.number > after)
    query = query.where(table.verdict == verdict) if verdict else query
    query = query.where(table.groups.contains(f" {group} ", autoescape=True)) if group else query
    query = query.where(table.case_number.contains(text, autoescape=True)) if text else query
    with reading(services().database) as connection:
        rows = connection.execute(query.order_by(table.number).limit(PAGE + 1)).all()
    found = [
        CaseFinding(
            row.process_id,
            row.instance_id,
            row.case_number,
            row.version,
            row.verdict,
            tuple(msgspec.json.decode(row.places, type=list[tuple[str, str]])),
            tuple(msgspec.json.decode(row.reasons, type=list[Kept])),
            row.number,
            next((moves for moves, key in MOVES.items() if f" {key} " in row.groups), None),
        )
        for row in rows[:PAGE]
    ]
    return found, found[-1].number if len(rows) > PAGE else 0


def _groups(one: CaseFinding) -> list[str]:
    moves = [] if one.moves is None else [MOVES[one.moves]]
    return [*dict.fromkeys(reason.key for reason in one.reasons), *moves]
