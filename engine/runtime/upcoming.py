"""When something happens next by itself: for whoever moves a clock by hand."""

from sqlalchemy import Engine, func, select, union_all

from engine.store.database import reading
from engine.store.tables import job, start_timer, timer

_NEXT = union_all(*(select(func.min(table.c.next_at)) for table in (timer, start_timer, job)))


def next_due(database: Engine) -> int | None:
    """When the next timer or job comes due (milliseconds since 1970), None for none."""
    with reading(database) as connection:
        moments = [moment for moment in connection.scalars(_NEXT) if moment is not None]
    return min(moments, default=None)
