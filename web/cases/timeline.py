"""What happened in a case, over all its instances that the reader may see, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from engine.runtime.views import CaseView
from web.language import Name
from web.people import Directory

LIMIT = 200
"""Entries on one page; the journal has them all."""


@dataclass(frozen=True, slots=True)
class PastStep:
    """One thing that somebody did, or that began or ended; `process` names the procedure."""

    name: str
    process: str
    who: str
    at: int
    outcome: str


def timeline(cases: Sequence[CaseView], directory: Directory) -> tuple[PastStep, ...]:
    """The newest entries of all instances."""
    found = [step for case in cases for step in _of(case, directory)]
    return tuple(sorted(found, key=lambda step: -step.at)[:LIMIT])


def _of(case: CaseView, directory: Directory) -> list[PastStep]:
    row = case.instance
    process = Name(row.process_name, row.process_name_en).said
    outcomes = {"completed": gettext("Done"), "cancelled": gettext("Withdrawn")}
    steps = [
        PastStep(
            Name(task.name or task.element, task.name_en).said,
            process,
            directory.actor(task.closed_by) if task.state == "completed" else "",
            task.closed_at,
            outcomes.get(task.state, task.state),
        )
        for task in sorted(case.tasks, key=lambda task: -task.closed_at)
        if task.state != "open"
    ]
    if row.ended_at:
        endings = {"completed": gettext("Completed"), "terminated": gettext("Ended early")}
        steps.insert(0, PastStep(process, process, "", row.ended_at, endings.get(row.status, gettext("Cancelled"))))
    return [
        *steps,
        PastStep(process, process, directory.actor(row.started_by), row.started_at, gettext("Procedure begun")),
    ]
