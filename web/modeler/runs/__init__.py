"""Work that takes longer than somebody waits for a page: asked for, watched and stopped in the browser.

A run is a row that is due, taken as the engine takes its own due work. Who asks gives a registered kind and its arguments;
the page of the run shows progress, and what the work gave back by the kind's own template.
"""

from flask import Blueprint

from web.modeler.runs.asking import ask, get, latest, stop, stop_within
from web.modeler.runs.doing import run_until_idle
from web.modeler.runs.kinds import kind
from web.modeler.runs.progress import Progress
from web.modeler.runs.run import Run, RunFailed
from web.modeler.runs.runners import Runners

__all__ = [
    "Progress",
    "Run",
    "RunFailed",
    "Runners",
    "ask",
    "blueprint",
    "get",
    "kind",
    "latest",
    "run_until_idle",
    "stop",
    "stop_within",
]


def blueprint() -> Blueprint:
    from web.modeler.runs import views

    return views.pages
