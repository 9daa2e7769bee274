"""`count-rows`: how many rows of a data store say the same, such as cases of one kind in one street (clause 3.3.b)."""

from datetime import date
from typing import Annotated

import msgspec

from engine.history import stores
from engine.runtime.handlers import JobContext
from handlers.registry import handler

Store = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]*$", max_length=60, description="数据存储的表名")]


class RowsToCount(msgspec.Struct, frozen=True, rename="camel"):
    """Rows of `store` that hold `fields`; with `date_field`, only those on or after the day `since` (ISO 8601)."""

    store: Store
    fields: dict[str, str | int | float | bool | None] = {}
    date_field: str = ""
    since: date = date.min


class CountedRows(msgspec.Struct, frozen=True):
    """How many there are."""

    count: int


@handler("count-rows")
def count_rows(inputs: RowsToCount, context: JobContext) -> CountedRows:
    """Count the rows; one without a day in `date_field` does not count. Raises `TooManyRows`."""
    rows = stores.rows(context.database, inputs.store, **inputs.fields)
    if not inputs.date_field:
        return CountedRows(len(rows))
    since = inputs.since.isoformat()
    days = [str(row.value.get(inputs.date_field) or "")[:10] for row in rows if isinstance(row.value, dict)]
    return CountedRows(sum(day >= since for day in days))
