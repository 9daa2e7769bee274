"""Personal data on the page of a case: whole for those who handle it, masked for everybody else who may see the case."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from engine.store.database import reading
from engine.store.tables import instance, task_candidate, user_task
from web.account.people import Visitor
from web.diagrams import Vocabulary

_LONG = 7


def sees_personal(database: sa.Engine, visitor: Visitor, instance_id: str) -> bool:
    """Whether the visitor started the case, has done or holds a task in it, or may take on one that is open."""
    persons = [one.id for one in visitor.actor.persons]
    names = [*persons, *(group for one in visitor.actor.persons for group in one.groups)]
    mine = sa.or_(user_task.c.assignee.in_(persons), user_task.c.closed_by == visitor.id)
    offered = sa.and_(task_candidate.c.kind != "excluded", task_candidate.c.name.in_(names))
    query = sa.select(
        sa.or_(
            sa.exists().where(instance.c.id == instance_id, instance.c.started_by == visitor.id),
            sa.exists().where(user_task.c.instance_id == instance_id, mine),
            sa.exists().where(task_candidate.c.instance_id == instance_id, offered),
        )
    )
    with reading(database) as connection:
        return bool(connection.scalar(query))


def masked(variables: Mapping[str, Any], words: Vocabulary) -> dict[str, Any]:
    """The variables with those that a form marks as personal made unreadable."""
    return {key: _mask(value) if words.is_personal(key) else value for key, value in variables.items()}


def _mask(value: Any) -> Any:
    """A number keeps its first three and last four digits, a name its first character."""
    if value in (None, "", []):
        return value
    text = str(value)
    if len(text) > _LONG and text[-4:].isdigit():
        return f"{text[:3]}****{text[-4:]}"
    return f"{text[:1]}**" if isinstance(value, str) else "**"
