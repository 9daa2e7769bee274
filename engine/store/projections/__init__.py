"""Events to rows: one function an event, pure, used by the commit and by `verify` alike."""

from engine.store.projections import choices, data_stores, incidents, instances, jobs, tasks, waiting
from engine.store.projections.changes import Changes
from engine.store.projections.registry import Context, project, projects

__all__ = [
    "Changes",
    "Context",
    "choices",
    "data_stores",
    "incidents",
    "instances",
    "jobs",
    "project",
    "projects",
    "tasks",
    "waiting",
]
