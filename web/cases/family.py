"""Which instances serve one case: those that carry the same case number.

Who may see one of them is told that the others exist: of which procedure, in which state, since when and until when.
Nothing else of them is shown unless `cases_seen_by` allows that instance by itself. The fact is shared because the
document has several bodies answer for one case: the agency that disposes of it has to know that the centre supervises
it and that the street has reported it, or it asks the wrong people and does things twice. What those bodies write,
whom they name and what they attach stays with them, because a number that joins procedures must not become a way into
files that a unit has no part in. So a case number opens nothing that its instances do not open one by one.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from engine.store.database import reading
from engine.store.tables import instance
from web.account.people import Visitor
from web.permissions import cases_seen_by

LIMIT = 50
"""Instances of one case that a page shows."""


@dataclass(frozen=True, slots=True)
class Member:
    """One instance of a case; `seen` says whether the visitor may see more than these facts. Times are milliseconds
    since 1970, 0 for none."""

    id: str
    definition_hash: str
    status: str
    started_at: int
    ended_at: int
    seen: bool


@dataclass(frozen=True, slots=True)
class Family:
    """The instances of one case, oldest first; `more` says that there are others beyond the limit."""

    number: str
    members: tuple[Member, ...]
    more: bool

    @property
    def seen(self) -> tuple[Member, ...]:
        """Those that the visitor may see."""
        return tuple(member for member in self.members if member.seen)

    def shown(self, reference: str) -> Member | None:
        """The instance that is asked for; for a case number the first that the visitor may see, a running one before
        those that have ended. None where they may not see it."""
        named = [member for member in self.members if member.id == reference]
        candidates = [member for member in named or self.members if member.seen]
        return min(candidates, key=lambda member: member.status != "active", default=None)


def of(database: sa.Engine, visitor: Visitor, reference: str) -> Family:
    """The case with this number, or that of the instance with this id; empty where there is neither."""
    with reading(database) as connection:
        number = connection.scalar(sa.select(instance.c.case_number).where(instance.c.id == reference))
        joined = instance.c.id == reference if number == "" else instance.c.case_number == (number or reference)
        query = (
            sa.select(
                instance.c.id,
                instance.c.definition_hash,
                instance.c.status,
                instance.c.started_at,
                instance.c.ended_at,
                instance.c.case_number,
                cases_seen_by(visitor).label("seen"),
            )
            .where(joined)
            .order_by(sa.case((instance.c.id == reference, 0), else_=1), instance.c.started_at, instance.c.id)
            .limit(LIMIT + 1)
        )
        found = connection.execute(query).all()
    members = [
        Member(row.id, row.definition_hash, row.status, row.started_at, row.ended_at, bool(row.seen))
        for row in found[:LIMIT]
    ]
    members.sort(key=lambda member: (member.started_at, member.id))
    return Family(found[0].case_number if found else "", tuple(members), len(found) > LIMIT)


def may_see(database: sa.Engine, visitor: Visitor, reference: str) -> bool:
    """Whether the visitor may see any instance of the case."""
    return of(database, visitor, reference).shown(reference) is not None
