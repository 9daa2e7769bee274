"""The clause register: what the policy document says, by clause id.

`known` and `register` read the folder, for commands that work on files; `here`, `known_here` and `cited` read what holds in
this installation.
"""

from collections.abc import Sequence

from handlers.shanghai import local_date
from web.clauses import stored
from web.clauses.folder import Clause, known, register
from web.services import services

__all__ = ["Clause", "cited", "here", "known", "known_here", "register"]


def here(ids: Sequence[str] | None = None) -> list[Clause]:
    """The clauses of this installation as they hold today, in the document's order; only these `ids`, if they are given."""
    given = services()
    return stored.current(given.database, given.settings.processes, local_date(given.now()), ids)


def known_here() -> frozenset[str] | None:
    """The ids of this installation's clauses, repealed ones included; None where it has no register."""
    return frozenset(one.id for one in here()) or known(services().settings.processes)


def cited(ids: Sequence[str]) -> list[Clause]:
    """The clauses of these ids, in their order; unknown ids are left out."""
    found = {one.id: one for one in here(ids)} if ids else {}
    return [found[one] for one in ids if one in found]
