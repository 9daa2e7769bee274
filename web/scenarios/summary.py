"""`tiaokuai test`: plays scenario files and prints how each went and what they cover."""

import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click
import structlog

from engine.diagrams import reader
from engine.errors import Refused
from web.scenarios.coverage import coverage, together
from web.scenarios.running import Outcome, Stage, play
from web.scenarios.script import ScenarioInvalid, read


def main(processes: Path, procedure: str | None = None) -> int:
    """Play the scenarios of one procedure or of all.

    The exit status is 0 when every scenario passed and together they passed every node and flow, 1 when not, and 2
    where there is nothing to play.
    """
    files = sorted(processes.glob(f"{procedure or '*'}/scenarios/*.yaml"))
    if not files:
        click.echo(f"No scenarios in {processes / (procedure or '')}.", err=True)
        return 2
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        try:
            scenarios = {path: read(path) for path in files}
            stage = Stage(processes, Path(folder))
        except (Refused, ScenarioInvalid) as error:
            click.echo(str(error), err=True)
            return 2
        with click.progressbar(scenarios.items(), hidden=not sys.stdout.isatty(), item_show_func=_shown) as bar:
            outcomes = {path: play(scenario, stage) for path, scenario in bar}
        for path, outcome in outcomes.items():
            click.echo(_line(path.relative_to(processes), outcome))
        covered = _cover(stage, _drawn(processes, procedure), list(outcomes.values()))
    return 0 if covered and not any(outcome.failure for outcome in outcomes.values()) else 1


def _drawn(processes: Path, procedure: str | None) -> list[str]:
    """Ids of the executable processes in the folder of one procedure, or in all."""
    drawn = (reader.read(path.name, path.read_bytes()) for path in processes.glob(f"{procedure or '*'}/*.bpmn"))
    return sorted(id for diagram in drawn for id, process in diagram.processes.items() if process.executable)


def _cover(stage: Stage, drawn: Sequence[str], outcomes: Sequence[Outcome]) -> bool:
    """Print what was passed of each process; whether that is everything."""
    passed = together(outcome.trace for outcome in outcomes)
    complete = True
    for process_id in drawn:
        found = coverage(stage.definitions[process_id].process, passed)
        click.echo(f"{process_id}: {found}")
        for missed in found.missed:
            click.echo(f"  not passed: {missed}")
        complete = complete and not found.missed
    return complete


def _shown(item: tuple[Path, object] | None) -> str | None:
    return None if item is None else f"{item[0].parent.parent.name}/{item[0].stem}"


def _line(path: Path, outcome: Outcome) -> str:
    result = f"FAIL  {outcome.failure}" if outcome.failure else "pass"
    return f"{path}  {outcome.scenario.name}  {result}"
