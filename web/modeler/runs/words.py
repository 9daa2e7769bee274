"""Runs in the words of a list."""

from dataclasses import dataclass

from flask_babel import gettext

from web.modeler import library
from web.modeler.runs.asking import latest
from web.modeler.runs.kinds import shown_kind
from web.modeler.runs.run import Run


@dataclass(frozen=True, slots=True)
class Told:
    """A run with what it does and how it stands."""

    run: Run
    title: str
    state: str


def latest_runs(procedure: str, limit: int = 5) -> list[Told]:
    """The newest runs about a procedure."""
    return [Told(run, str(shown_kind(run.kind).title), state(run)) for run in latest(procedure, limit=limit)]


def about(run: Run) -> str:
    """What the procedure of the run is called, as long as it is there."""
    return next((one.title.said for one in library.procedures() if one.key == run.procedure), run.procedure)


def state(run: Run) -> str:
    """How it stands."""
    said = {
        "waiting": gettext("waits"),
        "running": gettext("under way"),
        "done": gettext("finished"),
        "failed": gettext("failed"),
        "stopped": gettext("stopped"),
    }
    return str(said[run.state])
