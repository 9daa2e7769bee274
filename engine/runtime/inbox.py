"""What a person has to do: the open user tasks they may act on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    Row,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)

from engine.runtime.definitions import DefinitionCache
from engine.runtime.paging import cursor, position
from engine.runtime.permissions import Actor
from engine.runtime.places import place
from engine.runtime.views import TaskPage, TaskRow
from engine.store.database import reading
from engine.store.tables import instance, task_candidate, user_task

_NEVER = 2**62
_DUE = case((user_task.c.due == 0, literal(_NEVER, BigInteger)), else_=user_task.c.due)
_ORDER = (_DUE, user_task.c.opened_at, user_task.c.instance_id, user_task.c.token)

task_columns = (
    user_task,
    instance.c.definition_hash,
    instance.c.process_id,
    instance.c.case_number,
    instance.c.title,
)
"""What `task_rows` needs of each row."""


class Inbox:
    """Lists open tasks."""

    def __init__(self, database: Engine, definitions: DefinitionCache) -> None:
        self._database = database
        self._definitions = definitions

    def page(self, actor: Actor, mine: bool | None, after: str, limit: int, process_id: str, text: str) -> TaskPage:
        """See `Engine.inbox`."""
        query = (
            select(*task_columns)
            .join(instance, instance.c.id == user_task.c.instance_id)
            .where(user_task.c.state == "open", _whose(actor, mine))
            .order_by(*_ORDER)
            .limit(limit + 1)
        )
        if process_id:
            query = query.where(instance.c.process_id == process_id)
        if text:
            query = query.where(contains(text, instance.c.case_number, instance.c.title))
        if after:
            query = query.where(tuple_(*_ORDER) > tuple_(*position(after, int, int, str, int)))
        with reading(self._database) as connection:
            found = connection.execute(query).all()
            rows = task_rows(connection, self._definitions, found[:limit])
        more = len(found) > limit
        last = rows[-1] if rows else None
        following = cursor(last.due or _NEVER, last.opened_at, last.instance_id, last.token) if more and last else ""
        return TaskPage(tuple(rows), following)

    def unassigned(self, limit: int) -> list[TaskRow]:
        """See `Engine.unassigned`."""
        named = exists().where(_same_task(task_candidate, user_task), task_candidate.c.kind.in_(["group", "user"]))
        query = (
            select(*task_columns)
            .join(instance, instance.c.id == user_task.c.instance_id)
            .where(user_task.c.state == "open", user_task.c.assignee == "", ~named)
            .order_by(user_task.c.opened_at, user_task.c.instance_id, user_task.c.token)
            .limit(limit)
        )
        with reading(self._database) as connection:
            return task_rows(connection, self._definitions, connection.execute(query).all())

    def counts(self, actor: Actor) -> tuple[int, int]:
        """See `Engine.inbox_counts`."""
        with reading(self._database) as connection:
            own, groups = (
                connection.scalar(
                    select(func.count()).select_from(user_task).where(user_task.c.state == "open", _whose(actor, mine))
                )
                for mine in (True, False)
            )
        return own or 0, groups or 0


def task_rows(connection: Connection, definitions: DefinitionCache, found: Sequence[Row[Any]]) -> list[TaskRow]:
    """Rows of `task_columns` with their names and candidates."""
    named = candidates(connection, [(row.instance_id, row.token) for row in found])
    return [_task_row(row, definitions, named.get((row.instance_id, row.token), {})) for row in found]


def contains(text: str, *columns: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether any of the columns contains the text, upper or lower case."""
    return or_(*(column.icontains(text, autoescape=True) for column in columns))


def _whose(actor: Actor, mine: bool | None) -> ColumnElement[bool]:
    """Which open tasks: by their keys, so that the database starts from the actor's few and not from everybody's."""
    if mine is True:
        return user_task.c.assignee == actor.id
    holders = [person.id for person in (actor.stands_in_for if mine is False else actor.persons)]
    held = user_task.alias("held")
    keys = [_offered(person) for person in actor.persons]
    if holders:
        keys.append(
            select(held.c.instance_id, held.c.token).where(held.c.assignee.in_(holders), held.c.state == "open")
        )
    key = tuple_(user_task.c.instance_id, user_task.c.token)
    return and_(
        user_task.c.assignee.in_(["", *holders]),
        key.in_(keys[0] if len(keys) == 1 else union_all(*keys)),
        ~_excludes(user_task, actor),
    )


def _offered(person: Actor) -> Select[tuple[str, int]]:
    """The keys of the tasks that name the person or one of their groups and do not exclude them."""
    named = or_(
        and_(task_candidate.c.kind == "group", task_candidate.c.name.in_(sorted(person.groups))),
        and_(task_candidate.c.kind == "user", task_candidate.c.name == person.id),
    )
    return select(task_candidate.c.instance_id, task_candidate.c.token).where(named, ~_excludes(task_candidate, person))


def _excludes(tasks: FromClause, person: Actor) -> ColumnElement[bool]:
    """Whether the diagram keeps the person from the task."""
    excluded = task_candidate.alias()
    named = and_(excluded.c.kind == "excluded", excluded.c.name == person.id)
    return exists().where(_same_task(excluded, tasks), named)


def _same_task(candidates: FromClause, tasks: FromClause) -> ColumnElement[bool]:
    return and_(candidates.c.instance_id == tasks.c.instance_id, candidates.c.token == tasks.c.token)


def candidates(connection: Connection, keys: list[tuple[str, int]]) -> dict[tuple[str, int], dict[str, list[str]]]:
    """Who may act, by (instance, token) and kind (group or user)."""
    if not keys:
        return {}
    found: dict[tuple[str, int], dict[str, list[str]]] = {}
    query = select(task_candidate).where(tuple_(task_candidate.c.instance_id, task_candidate.c.token).in_(keys))
    for row in connection.execute(query.order_by(task_candidate.c.name)):
        found.setdefault((row.instance_id, row.token), {}).setdefault(row.kind, []).append(row.name)
    return found


def _task_row(row: Row[Any], definitions: DefinitionCache, candidates: dict[str, list[str]]) -> TaskRow:
    return TaskRow(
        **place(row, definitions),
        due=row.due,
        follow_up=row.follow_up,
        priority=row.priority,
        opened_at=row.opened_at,
        assignee=row.assignee,
        candidate_groups=tuple(candidates.get("group", ())),
        candidate_users=tuple(candidates.get("user", ())),
        excluded_users=tuple(candidates.get("excluded", ())),
    )
