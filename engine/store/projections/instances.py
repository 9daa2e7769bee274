"""Events that change what lists show of an instance."""

from engine.execution.events import InstanceEnded, VariablesSet
from engine.store.projections.changes import Changes
from engine.store.projections.registry import Context, projects


@projects(InstanceEnded)
def _(event: InstanceEnded, context: Context, changes: Changes) -> None:
    changes.instance.update(status=event.outcome, ended_at=context.at)


@projects(VariablesSet)
def _(event: VariablesSet, context: Context, changes: Changes) -> None:
    if event.scope != 0:
        return
    for column, variable in (("case_number", context.case_number_variable), ("title", context.title_variable)):
        if variable and variable in event.values:
            value = event.values[variable]
            changes.instance[column] = "" if value is None else str(value)
