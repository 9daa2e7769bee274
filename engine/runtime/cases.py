"""Instances as pages show them: lists, one case, one task, incidents, counts."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, or_, select, tuple_

from engine.errors import NotFound
from engine.runtime import choices, outcomes
from engine.runtime.commanding import Commander
from engine.runtime.definitions import DefinitionCache
from engine.runtime.inbox import contains, task_columns, task_rows
from engine.runtime.incidents import incident_rows
from engine.runtime.instances import LoadedInstance
from engine.runtime.labels import Label, Labels, called_definition
from engine.runtime.paging import cursor, position
from engine.runtime.views import (
    ActiveElement,
    CaseView,
    Counts,
    IncidentRow,
    InstancePage,
    InstanceRow,
    StepRow,
    TaskRecord,
    TaskView,
)
from engine.store import records
from engine.store.database import reading
from engine.store.tables import incident, instance, job, journal, message, timer, user_task

_INCIDENTS = select(func.count()).select_from(incident).where(incident.c.instance_id == instance.c.id).scalar_subquery()
_ROWS = select(instance, _INCIDENTS.label("incidents"))


class CaseReader:
    """Reads instances."""

    def __init__(self, database: Engine, definitions: DefinitionCache) -> None:
        self._database = database
        self._definitions = definitions

    def page(
        self, process_id: str, status: str, text: str, after: str, limit: int, with_incidents: bool
    ) -> InstancePage:
        """See `Engine.instances`."""
        query = _ROWS.order_by(instance.c.started_at.desc(), instance.c.id.desc()).limit(limit + 1)
        if process_id:
            query = query.where(instance.c.process_id == process_id)
        if status:
            query = query.where(instance.c.status == status)
        if text:
            query = query.where(or_(contains(text, instance.c.case_number, instance.c.title), instance.c.id == text))
        if with_incidents:
            query = query.where(instance.c.id.in_(select(incident.c.instance_id)))
        if after:
            query = query.where(tuple_(instance.c.started_at, instance.c.id) < tuple_(*position(after, int, str)))
        with reading(self._database) as connection:
            found = connection.execute(query).all()
        rows = tuple(self._instance_row(row) for row in found[:limit])
        following = cursor(rows[-1].started_at, rows[-1].id) if len(found) > limit else ""
        return InstancePage(rows, following)

    def case(self, commander: Commander, instance_id: str) -> CaseView:
        """See `Engine.case`."""
        variables, active = commander.view(
            instance_id, lambda loaded: (deepcopy(loaded.instance.variables(0)), _active(loaded))
        )
        with reading(self._database) as connection:
            row = connection.execute(_ROWS.where(instance.c.id == instance_id)).one()
            steps = connection.execute(
                select(journal.c.seq, journal.c.at, journal.c.actor, journal.c.kind)
                .where(journal.c.instance_id == instance_id)
                .order_by(journal.c.seq)
            )
            return CaseView(
                instance=self._instance_row(row),
                variables=variables,
                active=active,
                open_tasks=tuple(self._open_tasks(connection, instance_id)),
                tasks=tuple(self._tasks(connection, row)),
                choices=tuple(choices.of_instance(connection, self._definitions, instance_id)),
                incidents=tuple(
                    incident_rows(connection, self._definitions, incident.c.instance_id == instance_id, 1000)
                ),
                steps=tuple(StepRow(step.seq, step.at, step.actor, step.kind) for step in steps),
            )

    def task(self, commander: Commander, instance_id: str, token: int) -> TaskView:
        """See `Engine.task`."""
        found = commander.view(instance_id, lambda loaded: _task(loaded, token))
        if found is None:
            raise outcomes.explained(self._database, outcomes.task_not_open(instance_id, token), instance_id)
        offered, form, variables, node = found
        query = select(*task_columns).join(instance, instance.c.id == user_task.c.instance_id)
        key = (user_task.c.instance_id == instance_id) & (user_task.c.token == token)
        with reading(self._database) as connection:
            rows = task_rows(connection, self._definitions, connection.execute(query.where(key)).all())
        if not rows:
            raise NotFound(f"No task {token} in instance {instance_id}.", kind="task", id=str(token))
        return TaskView(
            # Of the moment at which it was open: rows that are read later may be of a task that somebody has closed.
            row=replace(rows[0], **offered),
            form=form,
            variables=variables,
            documentation=node.documentation if node else "",
            basis=node.basis if node else (),
        )

    def incidents(self, *, limit: int) -> list[IncidentRow]:
        """See `Engine.incidents`."""
        with reading(self._database) as connection:
            return incident_rows(connection, self._definitions, None, limit)

    def counts(self) -> Counts:
        """See `Engine.counts`."""
        wholes = {
            "active_instances": select(func.count()).select_from(instance).where(instance.c.status == "active"),
            "open_tasks": select(func.count()).select_from(user_task).where(user_task.c.state == "open"),
            "open_incidents": select(func.count()).select_from(incident),
            "waiting_jobs": select(func.count()).select_from(job).where(job.c.retries > 0),
            "waiting_timers": select(func.count()).select_from(timer),
            "waiting_messages": select(func.count()).select_from(message),
        }
        with reading(self._database) as connection:
            return Counts(**{name: connection.scalar(query) or 0 for name, query in wholes.items()})

    def _open_tasks(self, connection: Connection, instance_id: str) -> list[Any]:
        query = (
            select(*task_columns)
            .join(instance, instance.c.id == user_task.c.instance_id)
            .where(user_task.c.instance_id == instance_id, user_task.c.state == "open")
            .order_by(user_task.c.token)
        )
        return list(task_rows(connection, self._definitions, connection.execute(query).all()))

    def _tasks(self, connection: Connection, row: Row[Any]) -> list[TaskRecord]:
        label_of = self._labels(connection, row)
        query = select(user_task).where(user_task.c.instance_id == row.id).order_by(user_task.c.token)
        found = []
        for task in connection.execute(query):
            label = label_of(task.process, task.element)
            found.append(
                TaskRecord(
                    token=task.token,
                    element=task.element,
                    name=label.name,
                    name_en=label.name_en,
                    state=task.state,
                    assignee=task.assignee,
                    opened_at=task.opened_at,
                    closed_at=task.closed_at,
                    closed_by=task.closed_by,
                )
            )
        return found

    def _labels(self, connection: Connection, row: Row[Any]) -> Callable[[str, str], Label]:
        """Names as the version has them that the case runs by; of what only an earlier one had, as that one has them."""
        newest = self._definitions.get(row.definition_hash).labels
        earlier: list[Labels] | None = None

        def label(process: str, element: str) -> Label:
            nonlocal earlier
            if newest.node(process, element) is not None:
                return newest.of(process, element)
            if earlier is None:
                before = records.earlier_definitions(connection, row.id)
                earlier = [self._definitions.get(one).labels for one in reversed(before)]
            return next((one.of(process, element) for one in earlier if one.node(process, element)), Label(element, ""))

        return label

    def _instance_row(self, row: Row[Any]) -> InstanceRow:
        label = self._definitions.get(row.definition_hash).labels.process
        return InstanceRow(
            id=row.id,
            definition_hash=row.definition_hash,
            process_id=row.process_id,
            process_name=label.name,
            process_name_en=label.name_en,
            version=row.version,
            seq=row.seq,
            status=row.status,
            started_at=row.started_at,
            started_by=row.started_by,
            ended_at=row.ended_at,
            case_number=row.case_number,
            title=row.title,
            incidents=row.incidents,
        )


def _active(loaded: LoadedInstance) -> tuple[ActiveElement, ...]:
    labels = loaded.deployed.labels
    own = loaded.deployed.process_id
    return tuple(
        ActiveElement(token, element, process or own, label.name, label.name_en)
        for token, element, process in loaded.instance.active()
        for label in [labels.of(process, element)]
    )


def _task(loaded: LoadedInstance, token: int) -> Any:
    task = loaded.instance.user_task(token)
    if task is None:
        return None
    form = called_definition(loaded.deployed.definition, task.process).forms.get(task.form)
    node = loaded.deployed.labels.node(task.process, task.element)
    offered = {
        "assignee": task.assignee,
        "candidate_groups": tuple(sorted(set(task.candidate_groups))),
        "candidate_users": tuple(sorted(set(task.candidate_users))),
        "excluded_users": tuple(sorted(set(task.excluded_users))),
    }
    return offered, form, deepcopy(loaded.instance.variables(token)), node
