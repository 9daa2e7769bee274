"""Which runs are kept: the newest of each kind and procedure, and those that a proposal names; what matters of the others
stands in the operations journal."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from sqlalchemy import Connection, delete, select

from web.modeler.runs.tables import workshop_run

KEPT = 20
"""So many runs of a kind about a procedure are kept."""

_OVER = ("done", "failed", "stopped")

Forgetter: TypeAlias = Callable[[Connection, Sequence[str]], None]
Holder: TypeAlias = Callable[[Connection, Sequence[str]], tuple[Collection[str], Collection[str]]]

_forgetters: list[Forgetter] = []
_holders: list[Holder] = []


def forgets(forget: Forgetter) -> Forgetter:
    """Register what deletes all that runs (by their ids) left in tables of their own."""
    _forgetters.append(forget)
    return forget


def holds(hold: Holder) -> Holder:
    """Register what knows which of some runs are needed whole, and of which others the counts are."""
    _holders.append(hold)
    return hold


def let_go(connection: Connection, kind: str, procedure: str) -> None:
    """Forget the older runs of a kind about a procedure, as far as nobody needs them."""
    same = (workshop_run.c.kind == kind) & (workshop_run.c.procedure == procedure)
    newest = select(workshop_run.c.id).where(same, workshop_run.c.state.in_(_OVER))
    newest = newest.order_by(workshop_run.c.asked_at.desc(), workshop_run.c.id).offset(KEPT)
    old = list(connection.scalars(newest))
    held = [hold(connection, old) for hold in _holders] if old else []
    whole = {id for needed, _ in held for id in needed}
    counted = {id for _, named in held for id in named}
    gone = [id for id in old if id not in whole]
    for start in range(0, len(gone), 500):
        some = gone[start : start + 500]
        for forget in _forgetters:
            forget(connection, some)
        connection.execute(delete(workshop_run).where(workshop_run.c.id.in_([id for id in some if id not in counted])))
