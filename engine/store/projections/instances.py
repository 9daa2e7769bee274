"""Events that change what lists show of an instance."""

from collections.abc import Mapping
from typing import Any

from engine.execution.events import ElementMigrated, InstanceEnded, InstanceMigrated, VariablesSet
from engine.store.projections.changes import Changes
from engine.store.projections.registry import Context, projects


@projects(InstanceEnded)
def _(event: InstanceEnded, context: Context, changes: Changes) -> None:
    changes.instance.update(status=event.outcome, ended_at=context.at)


@projects(VariablesSet)
def _(event: VariablesSet, context: Context, changes: Changes) -> None:
    if event.scope == 0:
        _name(event.values, context, changes)


@projects(InstanceMigrated)
def _(event: InstanceMigrated, context: Context, changes: Changes) -> None:
    changes.instance.update(definition_hash=event.definition, version=event.version)
    _name(event.named, context, changes)


@projects(ElementMigrated)
def _(event: ElementMigrated, context: Context, changes: Changes) -> None:
    for table in _PLACED:
        changes.update(table, event.token, element=event.element)


_PLACED = ("user_task", "ad_hoc", "job", "timer", "subscription", "incident")


def _name(values: Mapping[str, Any], context: Context, changes: Changes) -> None:
    for column, variable in (("case_number", context.case_number_variable), ("title", context.title_variable)):
        if variable and variable in values:
            value = values[variable]
            changes.instance[column] = "" if value is None else str(value)
