"""What people may choose to start: the open ad-hoc subprocesses of instances (BPMN 2.0.2 §10.3.5)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, func, select, tuple_

from engine.diagrams.model import AdHocSubProcess
from engine.errors import CommandRejected
from engine.runtime.commanding import Commander
from engine.runtime.definitions import DefinitionCache
from engine.runtime.inbox import candidates
from engine.runtime.instances import LoadedInstance
from engine.runtime.paging import cursor, position
from engine.runtime.permissions import Actor
from engine.runtime.places import place
from engine.runtime.views import ChoicePage, ChoiceRow, ChoiceView
from engine.store.database import reading
from engine.store.tables import ad_hoc, instance, task_candidate

_ORDER = (ad_hoc.c.opened_at, ad_hoc.c.instance_id, ad_hoc.c.token)
_COLUMNS = select(
    ad_hoc, instance.c.definition_hash, instance.c.process_id, instance.c.case_number, instance.c.title
).join(instance, instance.c.id == ad_hoc.c.instance_id)


class Choices:
    """Lists open ad-hoc subprocesses."""

    def __init__(self, database: Engine, definitions: DefinitionCache) -> None:
        self._database = database
        self._definitions = definitions

    def page(self, actor: Actor, after: str, limit: int) -> ChoicePage:
        """See `Engine.choices`."""
        query = _COLUMNS.where(_offered_to(actor)).order_by(*_ORDER).limit(limit + 1)
        if after:
            query = query.where(tuple_(*_ORDER) > tuple_(*position(after, int, str, int)))
        with reading(self._database) as connection:
            found = connection.execute(query).all()
            rows = choice_rows(connection, self._definitions, found[:limit])
        last = rows[-1] if len(found) > limit else None
        return ChoicePage(tuple(rows), cursor(last.opened_at, last.instance_id, last.token) if last else "")

    def count(self, actor: Actor) -> int:
        """See `Engine.choice_count`."""
        with reading(self._database) as connection:
            return connection.scalar(select(func.count()).select_from(ad_hoc).where(_offered_to(actor))) or 0

    def one(self, commander: Commander, instance_id: str, token: int) -> ChoiceView:
        """See `Engine.choice`."""
        found = commander.view(instance_id, lambda loaded: _open(loaded, token))
        with reading(self._database) as connection:
            rows = of_instance(connection, self._definitions, instance_id)
        row = next((row for row in rows if row.token == token), None)
        if found is None or row is None:
            raise _closed(instance_id, token)
        record, startable, running, node = found
        return ChoiceView(
            row, tuple(record.choices), tuple(startable), running, record.by_hand, bool(node and node.sequential)
        )


def of_instance(connection: Connection, definitions: DefinitionCache, instance_id: str) -> list[ChoiceRow]:
    """The open ad-hoc subprocesses of one instance, oldest first."""
    found = connection.execute(_COLUMNS.where(ad_hoc.c.instance_id == instance_id).order_by(*_ORDER)).all()
    return choice_rows(connection, definitions, found)


def choice_rows(connection: Connection, definitions: DefinitionCache, found: Sequence[Row[Any]]) -> list[ChoiceRow]:
    """Rows with their names and candidates."""
    groups = candidates(connection, [(row.instance_id, row.token) for row in found])
    return [_row(row, definitions, groups.get((row.instance_id, row.token), {}).get("group", [])) for row in found]


def _offered_to(actor: Actor) -> ColumnElement[bool]:
    """By their keys, so that the database starts from the actor's few and not from everybody's."""
    groups = frozenset[str]().union(*(person.groups for person in actor.persons))
    named = and_(task_candidate.c.kind == "group", task_candidate.c.name.in_(sorted(groups)))
    keys = select(task_candidate.c.instance_id, task_candidate.c.token).where(named)
    return tuple_(ad_hoc.c.instance_id, ad_hoc.c.token).in_(keys)


def _open(loaded: LoadedInstance, token: int) -> Any:
    record = next((record for record in loaded.instance.ad_hoc() if record.token == token), None)
    if record is None:
        return None
    node = loaded.deployed.labels.node(record.process, record.element)
    inside = loaded.instance.tokens[token].inside
    running = tuple(sorted(inside.tasks)) if inside is not None else ()
    return record, loaded.instance.startable(token), running, node if isinstance(node, AdHocSubProcess) else None


def _closed(instance_id: str, token: int) -> CommandRejected:
    return CommandRejected(
        "Nothing can be chosen there any more.", reason="ad_hoc_not_open", instance_id=instance_id, token=token
    )


def _row(row: Row[Any], definitions: DefinitionCache, groups: Sequence[str]) -> ChoiceRow:
    return ChoiceRow(
        **place(row, definitions),
        opened_at=row.opened_at,
        candidate_groups=tuple(groups),
    )
