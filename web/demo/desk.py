"""What lies on people's desks: the tables of open work as the simulation reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine.store.database import reading
from engine.store.tables import ad_hoc, instance, journal, task_candidate, user_task


@dataclass(frozen=True, slots=True)
class Work:
    """An open user task or ad-hoc subprocess; `process` is the id of the process that holds the element."""

    instance: str
    token: int
    process: str
    element: str
    opened_at: int
    case_number: str
    title: str
    chosen: bool

    @property
    def place(self) -> tuple[str, int]:
        """Instance and token."""
        return self.instance, self.token


def opened(database: sa.Engine, since: int) -> list[Work]:
    """What is open and was opened at `since` (milliseconds since 1970) or later, in the order in which it was."""
    with reading(database) as connection:
        tasks = [_work(row, False) for row in connection.execute(_TASKS, {"since": since})]
        choices = [_work(row, True) for row in connection.execute(_CHOICES, {"since": since})]
    return sorted([*tasks, *choices], key=lambda one: (one.opened_at, one.instance, one.token))


def assignee(database: sa.Engine, place: tuple[str, int]) -> str:
    """Who holds the task, '' for nobody."""
    query = sa.select(user_task.c.assignee).where(user_task.c.instance_id == place[0], user_task.c.token == place[1])
    with reading(database) as connection:
        return connection.scalar(query) or ""


def candidates(database: sa.Engine, place: tuple[str, int]) -> tuple[set[str], set[str]]:
    """The groups and the people to whom the work is offered."""
    query = sa.select(task_candidate.c.kind, task_candidate.c.name).where(
        task_candidate.c.instance_id == place[0], task_candidate.c.token == place[1]
    )
    with reading(database) as connection:
        rows = connection.execute(query).all()
    return {row.name for row in rows if row.kind == "group"}, {row.name for row in rows if row.kind == "user"}


def times_before(database: sa.Engine, work: Work) -> int:
    """How often the case came to this task before."""
    query = sa.select(sa.func.count()).where(
        user_task.c.instance_id == work.instance,
        user_task.c.element == work.element,
        user_task.c.token < work.token,
    )
    with reading(database) as connection:
        return connection.scalar(query) or 0


def numbered(database: sa.Engine, process: str) -> list[str]:
    """Running instances of a process that have a case number, oldest first."""
    query = sa.select(instance.c.id).where(
        instance.c.process_id == process, instance.c.status == "active", instance.c.case_number != ""
    )
    with reading(database) as connection:
        return list(connection.scalars(query.order_by(instance.c.id)))


def numbers(database: sa.Engine, instances: Iterable[str]) -> dict[str, str]:
    """Case numbers of instances that have one."""
    query = sa.select(instance.c.id, instance.c.case_number).where(
        instance.c.id.in_(list(instances)), instance.c.case_number != ""
    )
    with reading(database) as connection:
        return {row.id: row.case_number for row in connection.execute(query)}


def begun(database: sa.Engine) -> dict[str, str]:
    """The cases that an earlier run began, by the key of their arrival."""
    ids = sa.select(journal.c.command_id, journal.c.instance_id).where(
        journal.c.seq == 1, journal.c.command_id.contains("demo:")
    )
    with reading(database) as connection:
        return {row.command_id.partition("demo:")[2]: row.instance_id for row in connection.execute(ids)}


def is_empty(database: sa.Engine) -> bool:
    """Whether no case ever began."""
    with reading(database) as connection:
        return connection.scalar(sa.select(instance.c.id).limit(1)) is None


def newest(database: sa.Engine) -> int:
    """The last moment of which the tables know, 0 for none."""
    moments = [instance.c.started_at, user_task.c.opened_at, user_task.c.closed_at]
    with reading(database) as connection:
        return max(connection.scalar(sa.select(sa.func.max(one))) or 0 for one in moments)


def _open(table: sa.Table) -> sa.Select[Any]:
    columns = [table.c[name] for name in ("instance_id", "token", "process", "element", "opened_at")]
    return (
        sa.select(*columns, instance.c.process_id, instance.c.case_number, instance.c.title)
        .join(instance, instance.c.id == table.c.instance_id)
        .where(table.c.opened_at >= sa.bindparam("since", type_=sa.BigInteger))
    )


_TASKS = _open(user_task).where(user_task.c.state == "open")
_CHOICES = _open(ad_hoc)


def _work(row: sa.Row[Any], chosen: bool) -> Work:
    return Work(
        row.instance_id,
        row.token,
        row.process or row.process_id,
        row.element,
        row.opened_at,
        row.case_number,
        row.title,
        chosen,
    )
