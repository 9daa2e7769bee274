"""Which procedures implement which clauses, gaps shown: of any size, as rows and columns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from web.clauses.folder import Clause
from web.language import Name
from web.modeler.clauses.citations import Cited


@dataclass(frozen=True, slots=True)
class Line:
    """One clause: how many elements of each procedure cite it in force, and how many only in a draft; waiting reviews."""

    clause: Clause
    counts: tuple[int, ...]
    drafted: tuple[int, ...]
    waiting: int

    @property
    def gap(self) -> bool:
        """Whether nothing in force implements a clause that holds."""
        return not self.clause.repealed and not any(self.counts)

    @property
    def outlived(self) -> bool:
        """Whether something in force still cites a clause that was repealed."""
        return self.clause.repealed and any(self.counts)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Procedures by key and name, a line for each clause, and citations of clauses that the register lacks."""

    procedures: tuple[tuple[str, Name], ...]
    lines: tuple[Line, ...]
    unknown: tuple[Cited, ...]


def matrix(
    clauses: Sequence[Clause], procedures: Sequence[tuple[str, Name]], cited: Sequence[Cited], waiting: Counter[str]
) -> Matrix:
    """The table of all clauses and procedures."""
    now = Counter((one.citing.clause, one.procedure) for one in cited if one.in_force)
    then = Counter((one.citing.clause, one.procedure) for one in cited if one.in_draft and not one.in_force)
    lines = tuple(
        Line(
            clause,
            tuple(now[clause.id, key] for key, _ in procedures),
            tuple(then[clause.id, key] for key, _ in procedures),
            waiting[clause.id],
        )
        for clause in clauses
    )
    known = {clause.id for clause in clauses}
    return Matrix(tuple(procedures), lines, tuple(one for one in cited if one.citing.clause not in known))
