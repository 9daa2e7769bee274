"""`tiaokuai test`: plays scenario files and prints how each went and what they cover."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from engine.diagrams import reader
from engine.diagrams.model import Process
from engine.errors import Refused
from web import clauses
from web.organisation import read as read_organisation
from web.scenarios.coverage import coverage, together
from web.scenarios.faults import Fault
from web.scenarios.players import play_all
from web.scenarios.script import ScenarioInvalid, read
from web.scenarios.stage import procedure_files
from web.scenarios.template import template
from web.scenarios.wire import Order, Played, Setting


def main(processes: Path, procedure: str | None = None) -> int:
    """Play the scenarios of one procedure or of all.

    The exit status is 0 when every scenario passed and together they passed every node and flow, 1 when not, and 2
    where there is nothing to play.
    """
    files = sorted(processes.glob(f"{procedure or '*'}/scenarios/*.yaml"))
    if not files:
        click.echo(f"No scenarios in {processes / (procedure or '')}.", err=True)
        return 2
    try:
        names = {str(path.relative_to(processes)): read(path).name for path in files}
        content = template(procedure_files(processes), clauses.known(processes))
    except (Refused, ScenarioInvalid) as error:
        click.echo(str(error), err=True)
        return 2
    setting = Setting(content, read_organisation(processes / "organisation.yaml"))
    orders = [Order(name, (processes / name).read_bytes(), verified=True) for name in names]
    playing = play_all(setting, orders)
    with click.progressbar(playing, len(orders), hidden=not sys.stdout.isatty(), item_show_func=_shown) as bar:
        played = {one.name: one for one in bar}
    for name, said in names.items():
        click.echo(f"{name}  {said}  {_result(played[name])}")
    covered = _cover(_drawn(processes, procedure), list(played.values()))
    return 0 if covered and not any(one.code for one in played.values()) else 1


def _drawn(processes: Path, procedure: str | None) -> list[Process]:
    """The executable processes in the folder of one procedure, or in all."""
    drawn = (reader.read(path.name, path.read_bytes()) for path in processes.glob(f"{procedure or '*'}/*.bpmn"))
    found = {id: process for diagram in drawn for id, process in diagram.processes.items() if process.executable}
    return [found[id] for id in sorted(found)]


def _cover(drawn: Sequence[Process], played: Sequence[Played]) -> bool:
    """Print what was passed of each process; whether that is everything."""
    passed = together(one.trace for one in played)
    complete = True
    for process in drawn:
        found = coverage(process, passed)
        click.echo(f"{process.id}: {found}")
        for missed in found.missed:
            click.echo(f"  not passed: {missed}")
        complete = complete and not found.missed
    return complete


def _shown(played: Played | None) -> str | None:
    return None if played is None else played.name


def _result(played: Played) -> str:
    return f"FAIL  {Fault(played.step, played.code, played.details)}" if played.code else "pass"
