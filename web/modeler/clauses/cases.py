"""Live cases that a clause concerns: of its procedures, and those that stand at an element that cites it."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from engine.store.database import reading
from engine.store.tables import ad_hoc, instance, job, subscription, timer, user_task
from web.account.people import Visitor
from web.permissions import cases_seen_by

SHOWN = 20
"""Cases that a page lists."""
_OPEN = (user_task, job, subscription, timer, ad_hoc)


@dataclass(frozen=True, slots=True)
class Concerned:
    """A live case: `elements` are the ids of the citing elements at which it stands."""

    id: str
    number: str
    title: str
    process: str
    elements: tuple[str, ...]


def concerned(
    database: sa.Engine, visitor: Visitor, processes: Collection[str], elements: Collection[tuple[str, str]]
) -> tuple[int, int, list[Concerned]]:
    """How many live cases of the processes the visitor may see, how many of them stand at one of the elements (process and
    id), and the newest of these, then of the others."""
    mine = sa.and_(instance.c.status == "active", instance.c.process_id.in_(processes), cases_seen_by(visitor))
    ids = {element for _, element in elements}
    with reading(database) as connection:
        total = connection.scalar(sa.select(sa.func.count()).select_from(instance).where(mine)) or 0
        standing: dict[str, set[str]] = {}
        started: dict[str, int] = {}
        for table in _OPEN:
            process: sa.ColumnElement[str] = instance.c.process_id
            if "process" in table.c:
                process = sa.case((table.c.process == "", instance.c.process_id), else_=table.c.process)
            query = sa.select(instance.c.id, instance.c.started_at, table.c.element, process.label("process"))
            query = query.join(table, table.c.instance_id == instance.c.id).where(mine, table.c.element.in_(ids))
            if table is user_task:
                query = query.where(table.c.closed_at == 0)
            for row in connection.execute(query):
                if (row.process, row.element) in elements:
                    standing.setdefault(row.id, set()).add(row.element)
                    started[row.id] = row.started_at
        last = sorted(standing, key=lambda id: started[id], reverse=True)[:SHOWN]
        newest = sa.select(instance).order_by(instance.c.started_at.desc())
        here = connection.execute(newest.where(instance.c.id.in_(last)))
        rows = [*here, *connection.execute(newest.where(mine).limit(SHOWN))]
    listed = {row.id: row for row in rows}
    shown = [
        Concerned(row.id, row.case_number, row.title, row.process_id, tuple(sorted(standing.get(row.id, ()))))
        for row in list(listed.values())[:SHOWN]
    ]
    return total, len(standing), shown
