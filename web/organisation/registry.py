"""The organisation as forms choose from it: FEEL reads it by the name `organisation`."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import sqlalchemy as sa

from engine.runtime.engine import Engine
from engine.store.database import reading
from web.account.dates import holds, today
from web.account.tables import unit
from web.organisation.model import Unit

PARTS: Mapping[str, frozenset[str]] = {
    "streets": frozenset({"street"}),
    "departments": frozenset({"department"}),
    "agencies": frozenset({"agency"}),
    "committees": frozenset({"committee"}),
    "centres": frozenset({"grid_centre", "governance_centre"}),
}
"""The kinds of unit in each part of the organisation; `units` holds all of them."""


def offer(engine: Engine) -> None:
    """Let the engine's forms choose from the organisation in its database."""
    engine.organisation = partial(stored, engine.database)


def stored(database: sa.Engine, now: int) -> dict[str, Any]:
    """The organisation in the tables as it is at `now` (milliseconds since 1970)."""
    with reading(database) as connection:
        rows = connection.execute(sa.select(unit)).mappings().all()
    return choices((Unit(**row) for row in rows), now)


def choices(units: Iterable[Unit], now: int) -> dict[str, Any]:
    """`units` that hold at `now`, and each of PARTS, as lists of {value, label, label_en, kind, street, department,
    parent}, by id."""
    day = today(now)
    items = [_item(one) for one in sorted(units, key=lambda one: one.id) if holds(one, day)]
    parts = {name: [item for item in items if item["kind"] in kinds] for name, kinds in PARTS.items()}
    return {"units": items, **parts}


def _item(one: Unit) -> dict[str, str]:
    return {
        "value": one.id,
        "label": one.name,
        "label_en": one.name_en,
        "kind": one.kind,
        "street": one.street,
        "department": one.department,
        "parent": one.parent,
    }
