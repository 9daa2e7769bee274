"""`tiaokuai test`: plays scenario files and prints how each went and what they cover."""

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click
import structlog

from engine.errors import Refused
from web.scenarios.coverage import Trace, coverage
from web.scenarios.running import Outcome, Stage, play
from web.scenarios.script import ScenarioInvalid, read


def main(processes: Path, procedure: str | None = None) -> int:
    """Play the scenarios of one procedure or of all; the exit status is 0 when every one passed."""
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
        outcomes = []
        for path, scenario in scenarios.items():
            outcomes.append(play(scenario, stage))
            click.echo(_line(path.relative_to(processes), outcomes[-1]))
        passed = total(outcomes)
        for process_id in sorted({outcome.scenario.process for outcome in outcomes}):
            found = coverage(stage.definitions[process_id].process, passed)
            nodes = f"{found.nodes_passed}/{found.nodes} nodes"
            click.echo(f"{process_id}: {nodes}, {found.flows_passed}/{found.flows} flows")
            for missed in found.missed:
                click.echo(f"  not passed: {missed}")
    return 1 if any(outcome.failure for outcome in outcomes) else 0


def total(outcomes: Sequence[Outcome]) -> Trace:
    """What all scenarios passed together, by process id."""
    passed: Trace = {}
    for outcome in outcomes:
        for process_id, elements in outcome.trace.items():
            passed.setdefault(process_id or outcome.scenario.process, set()).update(elements)
    return passed


def _line(path: Path, outcome: Outcome) -> str:
    result = f"FAIL  {outcome.failure}" if outcome.failure else "pass"
    return f"{path}  {outcome.scenario.name}  {result}"
