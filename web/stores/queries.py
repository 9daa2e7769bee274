"""Stores and their rows with the cases that wrote them. A page costs what it shows, however many rows there are."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from engine.errors import NotFound
from engine.runtime.paging import cursor, position
from engine.store.database import reading
from engine.store.tables import data_store_row, instance

PAGE = 50
MOST_STORES = 200
_DELETED = "null"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key, its JSON value, when it was written last (milliseconds since 1970), and the case that did."""

    key: str
    value: Any
    updated_at: int
    instance_id: str
    definition_hash: str
    case_number: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """Rows by key; `next` is the cursor of the page after it, '' on the last."""

    rows: tuple[Row, ...]
    next: str


def stores(database: sa.Engine) -> list[str]:
    """The names of the stores that hold rows, in order: one step in the index for each, not a scan of the rows."""
    found: list[str] = []
    last = ""
    with reading(database) as connection:
        while len(found) < MOST_STORES:
            query = sa.select(sa.func.min(data_store_row.c.store)).where(data_store_row.c.store > last)
            following = connection.scalar(query)
            if following is None:
                break
            found.append(following)
            last = following
    return found


def page(database: sa.Engine, store: str, prefix: str, after: str) -> Page:
    """Rows of a store whose keys begin with `prefix`; deleted rows are left out."""
    columns = (instance.c.definition_hash, instance.c.case_number, instance.c.title)
    query = (
        sa.select(data_store_row, *columns)
        .join(instance, instance.c.id == data_store_row.c.instance_id)
        .where(data_store_row.c.store == store, data_store_row.c.value != _DELETED)
        .order_by(data_store_row.c.key)
        .limit(PAGE + 1)
    )
    if prefix:
        query = query.where(data_store_row.c.key.startswith(prefix, autoescape=True))
    with suppress(NotFound):  # a link that somebody mangled leads to the first page
        if after:
            query = query.where(data_store_row.c.key > position(after, str)[0])
    with reading(database) as connection:
        found = connection.execute(query).all()
    rows = tuple(
        Row(
            one.key,
            msgspec.json.decode(one.value),
            one.updated_at,
            one.instance_id,
            one.definition_hash,
            one.case_number,
            one.title,
        )
        for one in found[:PAGE]
    )
    return Page(rows, cursor(rows[-1].key) if len(found) > PAGE else "")
